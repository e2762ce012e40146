import { release } from '../process/shared-end.ts';
import type { Reader, Writer } from '../process/types.ts';

/** The file descriptors of a shell or of one command in it. Never changed: a redirection makes a new one. */
export interface Io {
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  /** Above 2. */
  readonly more: ReadonlyMap<number, Reader | Writer> | undefined;
}

/** The descriptor, when it is open. */
export function descriptor(io: Io, fd: number): Reader | Writer | undefined {
  if (fd === 0) return io.stdin;
  if (fd === 1) return io.stdout;
  if (fd === 2) return io.stderr;
  return io.more?.get(fd);
}

/** The same descriptors but one. `undefined` closes it. */
export function withDescriptor(io: Io, fd: number, end: Reader | Writer | undefined): Io {
  if (fd === 0) return { ...io, stdin: end !== undefined && isReader(end) ? end : CLOSED };
  if (fd === 1) return { ...io, stdout: end !== undefined && isWriter(end) ? end : CLOSED };
  if (fd === 2) return { ...io, stderr: end !== undefined && isWriter(end) ? end : CLOSED };
  const more = new Map(io.more);
  if (end === undefined) more.delete(fd);
  else more.set(fd, end);
  return { ...io, more };
}

export function isReader(end: Reader | Writer): end is Reader {
  return 'read' in end;
}

export function isWriter(end: Reader | Writer): end is Writer {
  return 'write' in end;
}

/** Thrown by writing to a closed descriptor. */
export class BadDescriptor extends Error {
  constructor() {
    super('Bad file descriptor');
  }
}

/** A descriptor that was closed with `>&-`. */
const CLOSED: Reader & Writer = {
  isTerminal: false,
  // biome-ignore lint/correctness/useYield: a closed descriptor never waits
  *read() {
    return undefined;
  },
  // biome-ignore lint/correctness/useYield: a closed descriptor never waits
  *readLine() {
    return undefined;
  },
  // biome-ignore lint/correctness/useYield: a closed descriptor never waits
  *readAll() {
    return '';
  },
  write() {
    throw new BadDescriptor();
  },
};

/** Closes what a redirection opened. */
export function closeAll(opened: readonly (Reader | Writer)[]): void {
  for (const end of opened) release(end);
}
