import type { DeclaredBehaviour } from '../../cluster/kubelet/runtime.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import { plain, serveUntilStopped } from '../web/app.ts';

/** What a task takes. */
const TASK_MS = 1000;

/** What stands in for an image's own program. */
export interface Standin {
  /** As the pod writes it. */
  readonly image: string;
  /** Ports that the image is known to expose. */
  readonly exposed: readonly number[];
  readonly declared: DeclaredBehaviour;
}

function says({ image }: Standin, what: string): string {
  return `skiff: ${image} is not simulated; this is a generic program in its place: ${what}\n`;
}

/**
 * A program for an image that Skiff does not have. As a service it listens on the declared and exposed ports, answers HTTP and gRPC health
 * checks there, and runs until it is stopped; as a task it ends well after a second.
 */
export function genericProgram(standin: Standin): Program {
  return function* (process): Task<number> {
    if (standin.declared.task) {
      process.stdout.write(says(standin, 'it does nothing and ends'));
      yield* process.sleep(TASK_MS);
      return 0;
    }
    const ports = [...new Set([...standin.declared.ports, ...standin.exposed])].sort((a, b) => a - b);
    const where = ports.length === 0 ? 'it listens nowhere' : `it listens on ${ports.join(', ')}`;
    return yield* serveUntilStopped(
      process,
      {
        ports: () => ports,
        answer: (request, { machine }, port, reply) =>
          reply(
            plain(
              200,
              `Generic program in place of ${standin.image}\nHost: ${machine.hostname}\nPort: ${port}\n${request.method} ${request.target}\n`,
              'skiff-generic',
            ),
          ),
        health: (_service, _process, reply) => reply('SERVING'),
        tls: true,
        started: () => says(standin, where),
      },
      ports,
    );
  };
}

/** A program of the image that a script runs on its way to the server: it is there and does nothing. */
// biome-ignore lint/correctness/useYield: it ends at once
export function* genericStep(_process: Process): Task<number> {
  return 0;
}
