import type { RunJq } from '../../session/instruments.ts';
import { meterJq } from '../jq-fuel.ts';
import { jqRunner } from '../jq-run.ts';

let jq: RunJq | undefined;

/** Loads jq. Takes about 50 ms; ask for it only when something uses jq. */
export async function loadJq(): Promise<RunJq> {
  if (jq !== undefined) return jq;
  const meter = meterJq();
  try {
    const module = await import('jq-web');
    jq ??= jqRunner(await module.default, meter.taken());
  } finally {
    meter.taken();
  }
  return jq;
}
