import { proveLabs } from './lab-pool.ts';

const HEAD = ['lab', 'tasks', 'points', 'solutions', 'wrong ways', 'virtual min', 'ms'];

function row(cells: readonly (string | number)[]): string {
  const widths = [28, 6, 7, 10, 11, 12, 7];
  return cells
    .map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at] ?? 0) : String(cell).padStart(widths[at] ?? 0)))
    .join(' ');
}

/** Proves each lab and prints a line a lab and one for all; 1 when one is not proven. */
export async function labCheck(folders: readonly string[]): Promise<number> {
  process.stdout.write(`${row(HEAD)}\n`);
  const began = performance.now();
  let failed = 0;
  const sum = { tasks: 0, points: 0, solutions: 0, wrong: 0, virtualMs: 0 };
  for await (const { folder, proven } of proveLabs(folders)) {
    if (proven.is === 'unreadable') {
      process.stdout.write(`${folder}: cannot be read\n  ${proven.message.replaceAll('\n', '\n  ')}\n`);
      failed++;
      continue;
    }
    const { id, proof, tookMs } = proven;
    const { tasks, points, solutions, wrong, virtualMs } = proof;
    sum.tasks += tasks;
    sum.points += points;
    sum.solutions += solutions;
    sum.wrong += wrong;
    sum.virtualMs += virtualMs;
    process.stdout.write(`${row([id, tasks, points, solutions, wrong, (virtualMs / 60_000).toFixed(1), tookMs])}\n`);
    for (const fault of proof.faults) process.stdout.write(`  not proven: ${fault.replaceAll('\n', '\n    ')}\n`);
    if (proof.faults.length > 0) failed++;
  }
  if (folders.length > 1) {
    const tookMs = Math.round(performance.now() - began);
    const { tasks, points, solutions, wrong, virtualMs } = sum;
    const name = `${folders.length} labs`;
    process.stdout.write(`${row([name, tasks, points, solutions, wrong, (virtualMs / 60_000).toFixed(1), tookMs])}\n`);
  }
  process.stdout.write(`\n${folders.length - failed} proven, ${failed} not proven\n`);
  return failed > 0 || folders.length === 0 ? 1 : 0;
}
