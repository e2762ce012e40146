import type { ApiChannels } from '../cluster/apiserver/http.ts';
import type { JsonObject } from '../cluster/json.ts';
import { createPipe, type PipeWriter } from '../shell/process/pipe.ts';
import { emptyReader } from '../shell/process/readers.ts';
import { createTerminal, type Terminal } from '../shell/process/terminal.ts';
import type { Reader, Writer } from '../shell/process/types.ts';

/** The inside of an exec or attach: what the program reads and writes, and how its end is told. */
export interface ChannelEnds {
  readonly channels: ApiChannels;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly terminal: Terminal | undefined;
  /** Tells the client that it is over. */
  close(exitCode: number): void;
}

/** The Status object that ends an exec stream. Models: pkg/kubelet/cri/streaming/remotecommand */
export function exitStatus(exitCode: number): JsonObject {
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

type Listener = Parameters<ApiChannels['open']>[0];

/** Makes both sides of a stream. What is written before the client listens is kept for it. */
export function createChannels(options: {
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly signal: (group: number, signal: number) => void;
  readonly gone?: () => void;
}): ChannelEnds {
  let listener: Listener | undefined;
  const early: ((listener: Listener) => void)[] = [];
  const tell = (say: (listener: Listener) => void): void => {
    if (listener === undefined) early.push(say);
    else say(listener);
  };
  const terminal = options.tty
    ? createTerminal({ columns: 80, rows: 24, output: (text) => tell((to) => to.stdout(text)), signal: options.signal })
    : undefined;
  const pipe: { readonly reader: Reader; readonly writer: PipeWriter } | undefined =
    options.stdin && terminal === undefined ? createPipe() : undefined;
  let open = true;
  const closeStdin = (): void => {
    if (!open) return;
    open = false;
    if (terminal !== undefined) terminal.hangUp();
    else pipe?.writer.release();
  };
  return {
    channels: {
      open(to) {
        listener = to;
        for (const say of early.splice(0)) say(to);
      },
      stdin(text) {
        if (!open || !options.stdin) return;
        if (terminal !== undefined) terminal.input(text);
        else pipe?.writer.write(text);
      },
      closeStdin,
      resize: (columns, rows) => terminal?.resize(columns, rows),
      abort() {
        closeStdin();
        listener = { stdout() {}, stderr() {}, closed() {} };
        options.gone?.();
      },
    },
    terminal,
    stdin: terminal?.reader ?? pipe?.reader ?? emptyReader,
    stdout: terminal?.writer ?? { isTerminal: false, write: (text) => tell((to) => to.stdout(text)) },
    stderr: terminal?.writer ?? { isTerminal: false, write: (text) => tell((to) => to.stderr(text)) },
    close: (exitCode) => tell((to) => to.closed(exitStatus(exitCode))),
  };
}
