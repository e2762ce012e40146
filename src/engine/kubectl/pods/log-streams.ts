import type { Child, Process, Task } from '../../shell/process/types.ts';
import type { Query } from '../client.ts';
import type { CommandContext } from '../command.ts';
import { CommandError, isCommandFailure, StatusError } from '../errors.ts';
import { StreamReader } from '../watch.ts';

/** One container's log. */
export interface LogSource {
  readonly path: string;
  readonly query: Query;
  /** `[pod/web/nginx] ` */
  readonly prefix: string;
}

/** How logs are printed. */
export interface LogPrinting {
  readonly context: CommandContext;
  readonly follow: boolean;
  readonly prefix: boolean;
  /** Errors are printed and the next log is read. */
  readonly ignoreErrors: boolean;
  /** How long a log that cannot be followed yet is asked for again. */
  readonly timeoutMs: number;
}

const RETRY_MS = 1000;
const SIGTERM = 15;

/** Prints logs one after another. Models: logs.sequentialConsumeRequest */
export function* readInTurn(sources: readonly LogSource[], printing: LogPrinting): Task<void> {
  for (const source of sources) yield* readPatiently(printing.context.process, source, printing);
}

/** Follows logs side by side, line by line as they come: a child a log. Models: logs.parallelConsumeRequest */
export function* followTogether(sources: readonly LogSource[], printing: LogPrinting): Task<void> {
  const { process } = printing.context;
  const children: Child[] = [];
  let failure: Error | undefined;
  try {
    for (const source of sources) {
      const child = process.spawn({
        argv: process.argv,
        *program(self) {
          try {
            yield* readPatiently(self, source, printing);
            return 0;
          } catch (error) {
            if (!isCommandFailure(error)) throw error;
            failure ??= error;
            for (const other of children)
              if (other.status() === undefined && other.pid !== self.pid) other.kill(SIGTERM);
            return 1;
          }
        },
      });
      if ('error' in child) throw new CommandError('fork/exec kubectl: resource temporarily unavailable');
      children.push(child);
    }
    for (const child of children) yield* child.wait();
  } finally {
    for (const child of children) if (child.status() === undefined) child.kill(SIGTERM);
  }
  if (failure !== undefined) throw failure;
}

/** Models: logs.consumeWithRetry */
function* readPatiently(process: Process, source: LogSource, printing: LogPrinting): Task<void> {
  const { context } = printing;
  const deadline = process.machine.clock.nowMs() + printing.timeoutMs;
  for (;;) {
    try {
      yield* readOne(process, source, printing);
      return;
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      if (printing.ignoreErrors) {
        context.out(`error: ${error.message}\n`);
        return;
      }
      if (!printing.follow) throw error;
      context.err(`${error.message}\n`);
      if (!(error instanceof StatusError)) throw error;
    }
    if (process.machine.clock.nowMs() + RETRY_MS >= deadline) throw new CommandError('context deadline exceeded');
    yield* process.sleep(RETRY_MS);
  }
}

function* readOne(process: Process, source: LogSource, printing: LogPrinting): Task<void> {
  const { context } = printing;
  const prefix = printing.prefix ? source.prefix : '';
  const response = context.client().send({ method: 'GET', path: source.path, query: source.query, accept: '*/*' });
  const lines = new LineWriter(prefix, context.out);
  if (response.follow === undefined) {
    lines.write(response.text ?? '');
    lines.end();
    return;
  }
  const reader = new StreamReader(process, response.follow);
  try {
    for (;;) {
      const next = yield* reader.next();
      if (next === 'end' || next === 'timeout') break;
      lines.write(next.chunk);
    }
    lines.end();
  } finally {
    reader.close();
  }
}

/** Prints whole lines with a prefix each, the last one as it is.  */
class LineWriter {
  private rest = '';

  constructor(
    private readonly prefix: string,
    private readonly out: (text: string) => void,
  ) {}

  write(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    if (lines.length > 0) this.out(lines.map((line) => `${this.prefix}${line}\n`).join(''));
  }

  end(): void {
    if (this.rest !== '') this.out(this.prefix + this.rest);
    this.rest = '';
  }
}
