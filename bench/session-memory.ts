import { setFlagsFromString, writeHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { JqLoader } from '../src/engine/hosts/jq-loader.ts';
import { readLabFolder } from '../src/engine/hosts/node/lab-folder.ts';
import type { FromSession } from '../src/engine/hosts/protocol.ts';
import { SessionProgram } from '../src/engine/hosts/session-program.ts';
import { FakeTimers } from '../tests/engine/hosts/fake-timers.ts';
import type { Measurement } from './measurement.ts';
import { BUSY, MINUTES } from './tab-memory.ts';

/** Wall time that passes at once between two looks at the cluster's clock, milliseconds. */
const SLICE_MS = 20;

/** Bytes held after the collector has run. */
function held(): number {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  for (let time = 0; time < 3; time++) gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * What the cluster's thread holds in the hour of `tab-memory`, in Node and without a page. `SKIFF_HEAP_SNAPSHOTS=FOLDER` writes a heap
 * snapshot a figure.
 */
export function sessionMemory(): readonly Measurement[] {
  const folder = process.env['SKIFF_HEAP_SNAPSHOTS'];
  const timers = new FakeTimers();
  const { lab, digest } = readLabFolder('labs/03-pods');
  const startMs = Date.UTC(2026, 0, 5, 9);
  let nowMs = startMs;
  let arrivedMs = startMs;
  const program = new SessionProgram({
    timers,
    jq: new JqLoader(async () => () => ({ stdout: '', stderr: '', code: 0 })),
    send: (message: FromSession) => {
      if (message.is === 'failed') throw new Error(message.message);
      if (message.is !== 'time') return;
      ({ nowMs, startMs: arrivedMs } = message);
    },
  });
  const options = { labDigest: digest, student: 'ann', seed: 7, startMs, nodes: 6, journal: null };
  program.receive({ is: 'start', options: { ...options, lab: { ...lab, cluster: { ...lab.cluster, nodes: 6 } } } });
  program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 100, rows: 30 } });
  for (const line of BUSY) program.receive({ is: 'input', input: { do: 'type', terminal: 1, text: `${line}\r` } });
  program.receive({ is: 'speed', speed: 60 });
  return MINUTES.map((minute) => {
    while (nowMs - arrivedMs < minute * 60_000) timers.pass(SLICE_MS);
    const bytes = held();
    if (folder !== undefined) writeHeapSnapshot(`${folder}/${minute}.heapsnapshot`);
    return { name: `session-memory-${minute}m-mb`, value: bytes / 1e6, unit: 'MB' };
  });
}
