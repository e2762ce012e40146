import { parse } from 'yaml';
import { readScenario, ScenarioError } from '../../session/scenario.ts';
import { runScenario } from '../../session/transcript.ts';
import { alreadyLoaded, loadDescriptions } from '../descriptions.ts';
import { type CliCommand, CliError, UsageError } from './command.ts';
import { loadJq } from './jq.ts';
import { readText } from './read-text.ts';

/** Any fixed moment does: what a transcript prints of times is masked when it is compared. */
const START_MS = Date.UTC(2026, 10, 22, 1, 30, 0);

/** `skiff transcript SCENARIO.yaml`: runs a scenario on a fresh cluster and prints what it answered. */
export const transcript: CliCommand = {
  name: 'transcript',
  usage: 'skiff transcript SCENARIO.yaml [--seed N]',
  summary: 'Run a scenario file on a fresh cluster in virtual time and print a transcript',
  async run(args) {
    const seedAt = args.indexOf('--seed');
    const seed = seedAt < 0 ? 1 : Number(args[seedAt + 1]);
    const [path, ...rest] = seedAt < 0 ? args : [...args.slice(0, seedAt), ...args.slice(seedAt + 2)];
    if (path === undefined || rest.length > 0 || !Number.isInteger(seed))
      throw new UsageError('expected one scenario file');
    const text = await readText(path);
    try {
      const scenario = readScenario(parse(text, { maxAliasCount: 100 }));
      const jq = /\bjq\b/.test(text) ? await loadJq() : undefined;
      const descriptions = /\bexplain\b/.test(text) ? alreadyLoaded(await loadDescriptions()) : undefined;
      const options = { seed, startMs: START_MS, jq, descriptions };
      process.stdout.write(`${JSON.stringify(runScenario(scenario, options), undefined, 1)}\n`);
      return 0;
    } catch (error) {
      if (error instanceof ScenarioError) throw new CliError(`${path}: ${error.message}`);
      throw error;
    }
  },
};
