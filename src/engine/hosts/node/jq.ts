import type { RunJq } from '../../session/instruments.ts';
import { jqRunner } from '../jq-run.ts';

/** Loads jq. Takes about 50 ms; ask for it only when something uses jq. */
export async function loadJq(): Promise<RunJq> {
  const module = await import('jq-web');
  return jqRunner(await module.default);
}
