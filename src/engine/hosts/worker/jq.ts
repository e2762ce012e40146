// Runs before jq-web starts to load, and jq's fuel with it.
import './jq-wasm-url.ts';
import jqWeb from 'jq-web';
import type { RunJq } from '../../session/instruments.ts';
import { jqRunner } from '../jq-run.ts';
import { meter } from './jq-meter.ts';

/** Waits for jq's WebAssembly (a megabyte) and gives jq as a session calls it. This module is imported when jq is first needed. */
export async function loadJq(): Promise<RunJq> {
  const jq = await jqWeb;
  return jqRunner(jq, meter.taken());
}
