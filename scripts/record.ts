// Runs the commands of lessons and writes what they answer: `npm run --silent record -- [NN-slug …]`; without names every lesson.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { LessonError } from '../src/content/blocks.ts';
import { lessonFile, lessonNames, recordFile } from '../src/content/lesson-files.ts';
import { runLesson } from '../src/content/run-lesson.ts';
import { loadDescriptions } from '../src/engine/hosts/descriptions.ts';
import { loadJq } from '../src/engine/hosts/node/jq.ts';

const asked = process.argv.slice(2).map((name) => name.replace(/^.*\//, '').replace(/\.mdx$/, ''));
const known = lessonNames('en');
const names = asked.length > 0 ? asked : known;
const tools = { jq: await loadJq(), descriptions: await loadDescriptions() };
let failed = 0;

for (const name of names) {
  if (!known.includes(name)) {
    console.log(`${name}: there is no src/content/lessons/en/${name}.mdx`);
    failed++;
    continue;
  }
  try {
    const { file, blocks } = lessonFile('en', name);
    const began = performance.now();
    const { outputs, faults } = runLesson(file, blocks, tools);
    const tookMs = Math.round(performance.now() - began);
    const path = recordFile(name);
    if (outputs.length > 0) writeFileSync(path, `${JSON.stringify(outputs, undefined, 2)}\n`);
    else if (existsSync(path)) rmSync(path);
    const commands = blocks.flatMap((block) => block.commands).length;
    console.log(`${name}: ${commands} commands in ${tookMs} ms, ${outputs.length} outputs recorded`);
    for (const fault of faults) console.log(`  ${fault.replaceAll('\n', '\n  ')}`);
    failed += faults.length;
  } catch (error) {
    if (!(error instanceof LessonError)) throw error;
    console.log(error.message);
    failed++;
  }
}
process.exitCode = failed > 0 ? 1 : 0;
