import { createRequire } from 'node:module';
import { meterJq } from '../../src/engine/hosts/jq-fuel.ts';
import { type JqWeb, jqRunner } from '../../src/engine/hosts/jq-run.ts';
import type { RunJq } from '../../src/engine/session/instruments.ts';

let loading: Promise<RunJq> | undefined;

async function load(): Promise<RunJq> {
  const meter = meterJq();
  const loaded: Promise<JqWeb> = createRequire(import.meta.url)('jq-web');
  return jqRunner(await loaded, meter.taken());
}

/** jq with its fuel, once for all test files of a process: jq-web makes only one instance there. */
export function realJq(): Promise<RunJq> {
  loading ??= load();
  return loading;
}
