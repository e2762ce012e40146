// `node scripts/run-ts.mjs scripts/real-transcript.ts transcript SCENARIO.yaml`: what the real kubectl prints against the engine behind a
// port, in the form that compare.mjs takes.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { readScenario } from '../src/engine/session/scenario.ts';
import { runWithRealKubectl } from '../tests/wire/real-scenario.ts';

const [, , , path = ''] = process.argv;
const transcript = await runWithRealKubectl(readScenario(parse(readFileSync(path, 'utf8'))));
process.stdout.write(`${JSON.stringify(transcript)}\n`, () => process.exit(0));
