// The program that runs under Node inside a WebContainer: the session program, talking in lines over its standard streams.

import { loadDescriptions } from '../descriptions.ts';
import { JqLoader } from '../jq-loader.ts';
import { encodeLine, LineDecoder } from '../lines.ts';
import { listenApi } from '../node/api-port.ts';
import { createHostRunner } from '../node/host-runner.ts';
import { loadJq } from '../node/jq.ts';
import { nodeTimers } from '../node/timers.ts';
import type { ToSession } from '../protocol.ts';
import { SessionProgram } from '../session-program.ts';
import { portHandler } from './port-handler.ts';

/** Where the API server answers inside the container. */
const API_PORT = 6443;

let openPort: number | undefined;

const program = new SessionProgram({
  timers: nodeTimers,
  jq: new JqLoader(loadJq),
  descriptions: loadDescriptions,
  send: (message) => void process.stdout.write(encodeLine(message)),
  runner: (apply) =>
    createHostRunner(
      {
        output: (number, text, isError) => apply({ do: 'host-output', process: number, text, isError }),
        exit: (number, status, files) => apply({ do: 'host-exit', process: number, status, files }),
      },
      () => openPort,
    ),
  began(session, between) {
    const listening = listenApi(portHandler(session, between), API_PORT).catch(() =>
      listenApi(portHandler(session, between), 0),
    );
    listening.then(
      ({ port }) => {
        openPort = port;
      },
      (error) => process.stderr.write(`no API port: ${String(error)}\n`),
    );
    return () => {
      openPort = undefined;
      listening.then(
        ({ server }) => {
          server.closeAllConnections();
          server.close();
        },
        () => {},
      );
    };
  },
});

const decoder = new LineDecoder<ToSession>(
  (message) => program.receive(message),
  () => {},
);
// A pty would echo every message and cut long lines.
if (process.stdin.isTTY) process.stdin.setRawMode(true);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text: string) => decoder.push(text));
process.stdin.on('end', () => process.exit(0));
