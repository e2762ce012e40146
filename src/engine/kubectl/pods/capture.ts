import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { text } from '../describe/read.ts';
import { VerbatimError } from '../errors.ts';
import { openSession, runSession } from './remote.ts';

/** What a command in a container wrote, and its exit status. */
export interface Captured {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in a container and keeps what it writes. Refusals of the server and of the runtime are thrown. */
export function* runCaptured(
  context: CommandContext,
  pod: JsonObject,
  container: string,
  command: readonly string[],
  stdin?: string,
): Task<Captured> {
  const channels = openSession(context, {
    namespace: text(pod, 'metadata', 'namespace'),
    pod: text(pod, 'metadata', 'name'),
    subresource: 'exec',
    container,
    command,
    stdin: stdin !== undefined,
    stderr: true,
    tty: false,
  });
  let out = '';
  let err = '';
  const ends = {
    ...(stdin === undefined ? {} : { stdin }),
    out: (piece: string): void => {
      out += piece;
    },
    err: (piece: string): void => {
      err += piece;
    },
    raw: false,
  };
  try {
    yield* runSession(context.process, channels, ends);
    return { exitCode: 0, out, err };
  } catch (error) {
    if (!(error instanceof VerbatimError)) throw error;
    return { exitCode: error.exitCode, out, err };
  }
}
