import { FileFailure, tryFile } from '../files/errors.ts';
import type { FileError } from '../files/types.ts';
import { openReader, openWriter } from '../process/open.ts';
import { isEndless } from '../process/readers.ts';
import type { Reader, Task, Writer } from '../process/types.ts';
import { nullWriter } from '../process/writers.ts';
import type { Call, CommandDefinition } from './command.ts';
import { humanSize, parseSize } from './sizes.ts';

const BLOCK = 512;
/** Copying is memory-bound: bytes that a millisecond of the processor moves. */
const BYTES_PER_CPU_MS = 2_000_000;
/** Zeroes go in pieces of this size, each of which takes its time. */
const PIECE = 16 * 1024 * 1024;
const OPERANDS = ['if', 'of', 'bs', 'ibs', 'obs', 'count', 'conv', 'status', 'oflag', 'iflag', 'seek', 'skip'];

interface Copied {
  readonly bytes: number;
  readonly failure: FileFailure | undefined;
}

/** `dd`. Zeroes from /dev/zero are counted and never held, so big files and endless copies cost nothing but their time. */
export const dd: CommandDefinition = {
  name: 'dd',
  synopsis: '[OPERAND]...',
  summary: 'Copy a file, converting and formatting according to the operands.',
  raw: true,
  *run(call: Call): Task<number> {
    const given = new Map<string, string>();
    for (const word of call.operands) {
      const [name = '', ...rest] = word.split('=');
      if (rest.length === 0 || !OPERANDS.includes(name)) {
        return call.style === 'gnu'
          ? call.misuse(`unrecognized operand '${word}'`)
          : call.fail(`unrecognized operand '${word}'`);
      }
      given.set(name, rest.join('='));
    }
    for (const name of ['seek', 'skip']) {
      if ((given.get(name) ?? '0') !== '0') return call.fail(`${name}= is not simulated by Skiff's dd`);
    }
    const block = parseSize(given.get('bs') ?? given.get('ibs') ?? String(BLOCK));
    const count = given.has('count') ? parseSize(given.get('count') ?? '') : Number.POSITIVE_INFINITY;
    if (block === undefined || block <= 0) return call.fail(`invalid number: '${given.get('bs') ?? ''}'`);
    if (count === undefined || count < 0) return call.fail(`invalid number: '${given.get('count') ?? ''}'`);

    const from = given.get('if');
    const input = tryFile(() => (from === undefined ? call.process.stdin : openReader(call.process, from)));
    if (!input.ok) return cannotOpen(call, from ?? '', input.error);
    const to = given.get('of');
    const path = to === undefined ? undefined : call.path(to);
    const output = tryFile(() => openOutput(call, path, given.get('conv') ?? ''));
    if (!output.ok) return cannotOpen(call, to ?? '', output.error);

    const startedMs = call.process.machine.clock.nowMs();
    const copied = yield* isEndless(input.value)
      ? zeroes(call, output.value, block * count)
      : text(call, input.value, output.value, block * count);
    if (copied.failure !== undefined)
      call.complain(`error writing '${to ?? 'standard output'}': ${copied.failure.message}`);
    report(call, copied.bytes, block, call.process.machine.clock.nowMs() - startedMs, given.get('status') ?? '');
    return copied.failure === undefined ? 0 : 1;
  },
};

type Output = Writer & { fill?(bytes: number): void };

function openOutput(call: Call, path: string | undefined, conv: string): Output {
  if (path === undefined) return call.process.stdout;
  if (path.startsWith('/dev/')) return openWriter(call.process, path, false);
  const opened = call.process.fs.open(path, { truncate: !conv.split(',').includes('notrunc') });
  return { isTerminal: false, write: (text) => opened.write(text), fill: (bytes) => opened.fill(bytes) };
}

function cannotOpen(call: Call, name: string, error: FileError): number {
  return call.fail(
    call.style === 'gnu' ? `failed to open '${name}': ${error.message}` : `can't open '${name}': ${error.message}`,
  );
}

function* zeroes(call: Call, output: Output, bytes: number): Task<Copied> {
  if (output === nullWriter) {
    yield* call.process.compute(bytes / BYTES_PER_CPU_MS);
    return { bytes, failure: undefined };
  }
  let done = 0;
  while (done < bytes) {
    const size = Math.min(output.fill === undefined ? 65_536 : PIECE, bytes - done);
    try {
      if (output.fill === undefined) output.write('\0'.repeat(size));
      else output.fill(size);
    } catch (error) {
      if (!(error instanceof FileFailure)) throw error;
      return { bytes: done, failure: error };
    }
    done += size;
    yield* call.process.compute(size / BYTES_PER_CPU_MS);
    yield* call.process.breathe();
  }
  return { bytes: done, failure: undefined };
}

function* text(call: Call, input: Reader, output: Output, bytes: number): Task<Copied> {
  let done = 0;
  while (done < bytes) {
    const piece = yield* input.read();
    if (piece === undefined) break;
    const taken = piece.slice(0, bytes - done);
    try {
      output.write(taken);
    } catch (error) {
      if (!(error instanceof FileFailure)) throw error;
      return { bytes: done, failure: error };
    }
    done += taken.length;
    yield* call.process.breathe();
  }
  return { bytes: done, failure: undefined };
}

function report(call: Call, bytes: number, block: number, tookMs: number, status: string): void {
  if (status === 'none') return;
  const records = `${Math.floor(bytes / block)}+${bytes % block === 0 ? 0 : 1}`;
  call.process.stderr.write(`${records} records in\n${records} records out\n`);
  if (status === 'noxfer') return;
  const seconds = Math.max(tookMs, 0.05) / 1000;
  if (call.style === 'busybox') {
    const speed = humanSize(bytes / seconds);
    call.process.stderr.write(
      `${bytes} bytes (${humanSize(bytes)}B) copied, ${seconds.toFixed(6)} seconds, ${speed}B/s\n`,
    );
    return;
  }
  const decimal = bytes < 1000 ? '' : ` (${decimalSize(bytes)}${bytes < 1024 ? '' : `, ${binarySize(bytes)}`})`;
  call.process.stderr.write(
    `${bytes} byte${bytes === 1 ? '' : 's'}${decimal} copied, ${Number(seconds.toPrecision(6))} s, ${decimalSize(bytes / seconds)}/s\n`,
  );
}

function scaled(bytes: number, base: number, units: readonly string[]): string {
  let value = bytes;
  let at = 0;
  while (value >= base && at < units.length - 1) {
    value /= base;
    at++;
  }
  return `${value < 10 && at > 0 ? value.toFixed(1) : String(Math.round(value))} ${units[at]}`;
}

const decimalSize = (bytes: number): string => scaled(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB']);
const binarySize = (bytes: number): string => scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);

/** `fallocate`. */
export const fallocate: CommandDefinition = {
  name: 'fallocate',
  synopsis: '[OPTION]... FILE',
  summary: 'Preallocate space to, or deallocate space from a file.',
  short: 'l:o:',
  long: { length: 'l', offset: 'o' },
  run(call: Call): number {
    const [name] = call.operands;
    const length = parseSize(call.value('l') ?? '');
    if (name === undefined) return call.fail('no filename specified');
    if (length === undefined || length <= 0) return call.fail('no length argument specified');
    const { fs } = call.process;
    const path = call.path(name);
    const opened = tryFile(() => fs.open(path, { truncate: false }));
    if (!opened.ok) return call.fail(`cannot open ${name}: ${opened.error.message}`);
    opened.value.fill(length - fs.read(path).length);
    return 0;
  },
};
