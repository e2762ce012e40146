// What happens in the worker until the learner sees the prompt, on timers that do not wait: scripts/worker/ran.mjs watches it run.
import type { HostTimers } from '../../src/engine/hosts/driver.ts';
import { JqLoader } from '../../src/engine/hosts/jq-loader.ts';
import { SessionProgram } from '../../src/engine/hosts/session-program.ts';

/** A little of the cluster's own life after the prompt: heartbeats and probes, seconds. */
const AFTER = 90;

/** Boots a free cluster of three nodes, asks what the page asks of itself, and lets the cluster's time go on for a while. */
export function firstPrompt(): void {
  let now = 0;
  let calls: { readonly dueMs: number; readonly run: () => void }[] = [];
  const timers: HostTimers = {
    wallMs: () => now,
    later(run, ms) {
      const call = { dueMs: now + ms, run };
      calls.push(call);
      return () => {
        calls = calls.filter((other) => other !== call);
      };
    },
  };
  const jq = new JqLoader(async () => () => ({ stdout: '', stderr: '', code: 0 }));
  const descriptions = () => Promise.reject(new Error('not asked for'));
  const program = new SessionProgram({ timers, jq, descriptions, send: () => {} });
  const startMs = Date.UTC(2026, 0, 5, 9);
  const options = { lab: null, labDigest: '', student: '', seed: 1, startMs, nodes: 2, journal: null };
  program.receive({ is: 'start', options });
  program.receive({ is: 'ask', id: 1, question: { about: 'explain-object', object: 'pod/web' } });
  program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 100, rows: 30 } });
  program.receive({ is: 'ask', id: 2, question: { about: 'marks' } });
  program.receive({ is: 'ask', id: 3, question: { about: 'marks', after: { deed: 0, revision: 249 } } });
  while (now < AFTER * 1000) {
    const next = calls.reduce((first, call) => (call.dueMs < first.dueMs ? call : first));
    calls = calls.filter((other) => other !== next);
    now = Math.max(now, next.dueMs);
    next.run();
  }
}
