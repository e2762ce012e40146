import { ProcessExit } from '../../process/endings.ts';
import type { Child, SpawnOptions, Task } from '../../process/types.ts';
import { ExitFlow, FatalFlow, LoopFlow, ReturnFlow } from '../flow.ts';
import type { Io } from '../io.ts';
import type { Shell } from '../shell.ts';
import { runExitTrap } from '../signals.ts';

/** Starts a subshell that runs `body` over these descriptors; undefined (reported) when no process can be had. */
export function runSubshell(
  shell: Shell,
  io: Io,
  body: (sub: Shell) => Task<number>,
  options: Pick<SpawnOptions, 'group'> = {},
): Child | undefined {
  shell.fixPid();
  const child = shell.process.spawn({
    argv: shell.process.argv,
    stdin: io.stdin,
    stdout: io.stdout,
    stderr: io.stderr,
    ...(io.more === undefined ? {} : { fds: io.more }),
    ...options,
    program: (process) => subshellProgram(shell.fork(process), body),
  });
  if ('error' in child) {
    shell.complain(shell.wording.fork);
    return undefined;
  }
  return child;
}

function* subshellProgram(sub: Shell, body: (sub: Shell) => Task<number>): Task<number> {
  let status: number;
  try {
    status = yield* body(sub);
  } catch (flow) {
    status = flowStatus(flow);
  }
  return yield* runExitTrap(sub, status);
}

/** The exit status of a shell that was left by this; rethrows what is no flow. */
export function flowStatus(flow: unknown): number {
  if (
    flow instanceof ExitFlow ||
    flow instanceof FatalFlow ||
    flow instanceof ReturnFlow ||
    flow instanceof ProcessExit
  )
    return flow.status;
  if (flow instanceof LoopFlow) return 0;
  throw flow;
}
