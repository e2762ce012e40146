import { deviceOf } from '../files/devices.ts';
import { FileFailure } from '../files/errors.ts';
import { emptyReader, fileReader, textReader, zeroReader } from './readers.ts';
import type { Process, Reader, Writer } from './types.ts';
import { nullWriter } from './writers.ts';

/** Devices whose every piece costs this many steps, so that an endless read of `/dev/zero` is an endless loop. */
const DEVICE_STEPS = 200;

/** Opens a path for reading as this process sees it: devices, links, relative paths. Throws `FileFailure`. */
export function openReader(process: Process, path: string): Reader {
  const at = process.fs.resolve(process.cwd, path);
  const standard = standardStream(process, at);
  if (standard !== undefined && 'read' in standard) return standard;
  const node = process.fs.node(at);
  if (node.type === 'directory') throw new FileFailure('EISDIR', path);
  switch (deviceOf(node)) {
    case undefined:
      return fileReader(process.fs, at);
    case 'null':
      return emptyReader;
    case 'zero':
      return zeroReader(() => process.step(DEVICE_STEPS));
    case 'random':
    case 'urandom':
      return textReader(randomText(process));
    case 'tty':
      if (process.terminal === undefined) throw new FileFailure('ENOENT', path);
      return process.stdin;
    default:
      return process.stdin;
  }
}

/** Opens a path for writing. Throws `FileFailure`. */
export function openWriter(process: Process, path: string, append: boolean): Writer {
  const at = process.fs.resolve(process.cwd, path);
  const standard = standardStream(process, at);
  if (standard !== undefined && 'write' in standard) return standard;
  const node = process.fs.exists(at) ? process.fs.node(at) : undefined;
  const device = node === undefined ? undefined : deviceOf(node);
  if (device !== undefined) {
    if (device === 'stderr') return process.stderr;
    return device === 'stdout' || device === 'tty' ? process.stdout : nullWriter;
  }
  const opened = process.fs.open(at, { truncate: !append });
  return { isTerminal: false, write: (text) => opened.write(text) };
}

/** `/dev/fd/N` and `/proc/self/fd/N`. */
function standardStream(process: Process, path: string): Reader | Writer | undefined {
  const match = /^\/(?:dev|proc\/self|proc\/1)\/fd\/(\d+)$/.exec(path);
  if (match === null) return undefined;
  const fd = Number(match[1]);
  return [process.stdin, process.stdout, process.stderr][fd] ?? process.fds?.get(fd);
}

function randomText(process: Process): string {
  const random = process.machine.random;
  let out = '';
  for (let at = 0; at < 4096; at++) out += String.fromCharCode(random.integer(0, 256));
  return out;
}
