// The program of the Web Worker: the session program, with a browser's time and jq.
import { loadDescriptions } from '../descriptions.ts';
import { JqLoader } from '../jq-loader.ts';
import type { ToSession } from '../protocol.ts';
import { SessionProgram } from '../session-program.ts';
import { workerTimers } from './timers.ts';

const program = new SessionProgram({
  timers: workerTimers(),
  jq: new JqLoader(async () => (await import('./jq.ts')).loadJq()),
  descriptions: loadDescriptions,
  send: (message) => self.postMessage(message),
});

self.addEventListener('message', (event: MessageEvent<ToSession>) => program.receive(event.data));
