import type { ApiChannels } from '../../cluster/apiserver/http.ts';
import type { JsonObject } from '../../cluster/json.ts';
import type { Process, Reader, Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { items, text } from '../describe/read.ts';
import { CommandError, StatusError, VerbatimError } from '../errors.ts';

/** What came from the other side. */
type Arrival = { readonly out: string } | { readonly err: string } | { readonly closed: JsonObject };

/** What a remote session is connected to here. */
export interface SessionEnds {
  /** Absent: the session has no standard input. */
  readonly stdin?: Reader | string;
  out(text: string): void;
  err(text: string): void;
  /** A terminal of the learner's is at both ends: keys go over as typed. */
  readonly raw: boolean;
}

const SIGKILL = 9;

/**
 * Runs a remote session to its end. Throws what the final status says: `VerbatimError` with the command's exit status, or
 * `CommandError`. Models: client-go/tools/remotecommand (v5 protocol), kubectl/pkg/util/term.TTY.Safe
 */
export function* runSession(process: Process, channels: ApiChannels, ends: SessionEnds): Task<void> {
  const arrivals: Arrival[] = [];
  let wake: (() => void) | undefined;
  const arrive = (arrival: Arrival): void => {
    arrivals.push(arrival);
    const waiting = wake;
    wake = undefined;
    waiting?.();
  };
  let ended = false;
  channels.open({
    stdout: (out) => arrive({ out }),
    stderr: (err) => arrive({ err }),
    closed: (closed) => arrive({ closed }),
  });
  const terminal = ends.raw ? process.terminal : undefined;
  terminal?.setRaw(true);
  if (terminal !== undefined) channels.resize(terminal.columns, terminal.rows);
  const resized = terminal?.onResize(() => channels.resize(terminal.columns, terminal.rows));
  const feeder = feed(process, channels, ends.stdin);
  try {
    for (;;) {
      const arrival = arrivals.shift();
      if (arrival === undefined) {
        yield* process.wait({
          on: 'api',
          start(woken) {
            wake = woken;
            return () => {
              wake = undefined;
            };
          },
        });
      } else if ('out' in arrival) ends.out(arrival.out);
      else if ('err' in arrival) ends.err(arrival.err);
      else {
        ended = true;
        return finish(arrival.closed);
      }
    }
  } finally {
    if (!ended) channels.abort();
    resized?.();
    terminal?.setRaw(false);
    feeder?.kill(SIGKILL);
  }
}

/** Sends standard input over: a text at once, a reader by a child that reads while this process listens. */
function feed(process: Process, channels: ApiChannels, stdin: Reader | string | undefined) {
  if (stdin === undefined) return undefined;
  if (typeof stdin === 'string') {
    if (stdin !== '') channels.stdin(stdin);
    channels.closeStdin();
    return undefined;
  }
  const child = process.spawn({
    argv: process.argv,
    stdin,
    *program(self) {
      for (;;) {
        const chunk = yield* self.stdin.read();
        if (chunk === undefined) break;
        channels.stdin(chunk);
      }
      channels.closeStdin();
      return 0;
    },
  });
  if ('error' in child) throw new CommandError('fork/exec kubectl: resource temporarily unavailable');
  return child;
}

function finish(status: JsonObject): void {
  if (text(status, 'status') === 'Success') return;
  if (text(status, 'reason') !== 'NonZeroExitCode') throw new CommandError(text(status, 'message'));
  const cause = items(status, 'details', 'causes').find((each) => text(each, 'reason') === 'ExitCode');
  if (cause === undefined) throw new CommandError('error stream protocol error: no ExitCode cause given');
  const code = Number(text(cause, 'message'));
  if (!Number.isInteger(code) || code < 0 || code > 255) {
    throw new CommandError(`error stream protocol error: invalid exit code value "${text(cause, 'message')}"`);
  }
  throw new VerbatimError(`command terminated with exit code ${code}`, code);
}

/** How a session is asked for. */
export interface SessionRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly subresource: 'exec' | 'attach';
  readonly container: string;
  readonly command?: readonly string[];
  readonly stdin: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

/**
 * Opens a session. Throws `CommandError` with the server's message when it refuses: of a refused upgrade kubectl 1.36 tells no more.
 * Models: k8s.io/streaming/pkg/httpstream/spdy
 */
export function openSession(context: CommandContext, request: SessionRequest): ApiChannels {
  const query: string[] = (request.command ?? []).map((word) => `command=${encodeURIComponent(word)}`);
  query.push(`container=${encodeURIComponent(request.container)}`);
  if (request.stdin) query.push('stdin=true');
  query.push('stdout=true');
  if (request.stderr) query.push('stderr=true');
  if (request.tty) query.push('tty=true');
  const pod = `/api/v1/namespaces/${encodeURIComponent(request.namespace)}/pods/${encodeURIComponent(request.pod)}`;
  let refusal = 'the server gave no streams';
  try {
    const { channels } = context
      .client()
      .send({ method: 'POST', path: `${pod}/${request.subresource}?${query.join('&')}` });
    if (channels !== undefined) return channels;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    refusal = error.message;
  }
  throw new CommandError(`unable to upgrade connection: ${refusal}`);
}

/**
 * Whether keys go over raw: a terminal was asked for with `-t`, input goes over, and there is a terminal. Says so when there is none.
 * Models: kubectl/pkg/cmd/exec.StreamOptions.SetupTTY
 */
export function rawTerminal(
  context: CommandContext,
  wanted: { stdin: boolean; tty: boolean; quiet: boolean },
): boolean {
  if (!wanted.stdin || !wanted.tty) return false;
  if (context.process.stdin.isTerminal) return true;
  if (!wanted.quiet) context.err('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  return false;
}
