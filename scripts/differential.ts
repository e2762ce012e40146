// `node scripts/run-ts.mjs scripts/differential.ts [NAME…]`: where our kubectl and the real one differ, list by list.
const names = process.argv.splice(2);
// The comparer of recordings runs by itself when it believes that it is the program.
process.argv[1] = '';
const { readLists, runList } = await import('../tests/wire/differential/differential.ts');

for (const list of readLists()) {
  if (names.length > 0 && !names.includes(list.name)) continue;
  const { commands, differences } = await runList(list);
  for (const { run, why, expected } of differences) {
    process.stdout.write(`\n$ ${run}\n${expected === undefined ? '' : `  (expected: ${expected})\n`}${why}`);
  }
  process.stdout.write(`\n${list.name}: ${commands - differences.length}/${commands} the same\n`);
}
process.exit(0);

export {};
