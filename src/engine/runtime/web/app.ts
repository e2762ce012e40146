import type { HealthStatus } from '../../cluster/network/grpc-health.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import type { WebAnswer, WebRequest } from './answer.ts';
import { listenAny } from './any-server.ts';
import { waitForSignal } from './signals.ts';

/** A server program: which ports, what it answers, what it says. Texts are whole lines, '' for nothing. */
export interface ServerApp {
  /** Read from the process' arguments and environment; text where they make it fail. */
  readonly ports: (process: Process) => readonly number[] | string;
  /** Answers HTTP by calling `reply` once, now or later; left out: it speaks no HTTP. */
  readonly answer?: (request: WebRequest, process: Process, port: number, reply: (answer: WebAnswer) => void) => void;
  /** Left out: it speaks no gRPC. */
  readonly health?: (service: string, process: Process, reply: (status: HealthStatus) => void) => void;
  /** Speaks TLS to who begins with it, besides plain text. */
  readonly tls?: boolean;
  /** What goes to standard output when it listens. */
  readonly started?: (process: Process, ports: readonly number[]) => string;
  readonly stopped?: (process: Process, signal: number) => string;
  /** How long it goes on serving after the signal, milliseconds. */
  readonly stopDelayMs?: number;
  /** The signals that end it in good order; default SIGTERM and SIGINT. Those left out do what they do to a program without a handler. */
  readonly signals?: readonly number[];
  /** Exit status after SIGTERM; default 0. A program without a handler has 143. */
  readonly exitCode?: number;
  /** What it writes when a port is taken. */
  readonly inUse?: (port: number) => string;
}

/** Text as an answer. */
export function plain(status: number, body: string, server?: string): WebAnswer {
  return respond(status, 'text/plain; charset=utf-8', body, server);
}

/** An answer with its type. */
export function respond(status: number, type: string, body: string, server?: string): WebAnswer {
  return {
    status,
    headers: [...(server === undefined ? [] : [['Server', server] as const]), ['Content-Type', type]],
    body,
  };
}

/** Runs a server until it is told to stop. */
export function serverProgram(app: ServerApp): Program {
  return function* (process): Task<number> {
    const ports = app.ports(process);
    if (typeof ports === 'string') {
      process.stderr.write(ports);
      return 1;
    }
    return yield* serveUntilStopped(process, app, ports);
  };
}

/** The life of a server whose ports are known. */
export function* serveUntilStopped(process: Process, app: ServerApp, ports: readonly number[]): Task<number> {
  const { clock, network } = process.machine;
  const { answer, health } = app;
  const listeners: { close(): void }[] = [];
  try {
    for (const port of network === undefined ? [] : ports) {
      const http =
        answer === undefined || network === undefined
          ? undefined
          : {
              network,
              nowMs: () => clock.nowMs(),
              answer: (request: WebRequest, at: number, reply: (given: WebAnswer) => void): void =>
                answer(request, process, at, reply),
              malformed: () => plain(400, '400 Bad Request'),
            };
      const listener =
        network === undefined
          ? undefined
          : listenAny(
              network,
              {
                ...(http === undefined ? {} : { http }),
                tls: app.tls === true,
                ...(health === undefined
                  ? {}
                  : {
                      health: (service: string, done: (status: HealthStatus) => void) => health(service, process, done),
                    }),
              },
              port,
            );
      if (listener === undefined) {
        process.stderr.write(app.inUse?.(port) ?? `listen tcp :${port}: bind: address already in use\n`);
        return 1;
      }
      listeners.push(listener);
    }
    process.stdout.write(app.started?.(process, ports) ?? '');
    const signal = yield* waitForSignal(process, app.signals ?? [15, 2]);
    if (signal === 15 && (app.stopDelayMs ?? 0) > 0) yield* process.sleep(app.stopDelayMs ?? 0);
    process.stdout.write(app.stopped?.(process, signal) ?? '');
    return app.exitCode ?? 0;
  } finally {
    for (const listener of listeners) listener.close();
  }
}
