import { fromBytes, toBytes } from '../../../cluster/bytes.ts';
import { utf8Length } from '../../../cluster/network/utf8.ts';

/** One member of an archive. */
export interface Member {
  readonly name: string;
  readonly type: 'file' | 'directory' | 'link';
  readonly mode: number;
  readonly modifiedMs: number;
  /** Of a file. */
  readonly content: string;
  /** Of a link. */
  readonly target: string;
}

/** An archive that is none, or is cut short; the message is tar's. */
export class ArchiveError extends Error {}

const BLOCK = 512;
/** tar writes whole records of 20 blocks. */
const RECORD = 20 * BLOCK;
const CHECKSUM_AT = 148;
const TYPES = { file: '0', directory: '5', link: '2' } as const;
const LONG_NAME = 'L';
const LONGEST_NAME = 100;

function octal(value: number, width: number): string {
  return `${Math.floor(value)
    .toString(8)
    .padStart(width - 1, '0')}\0`;
}

function padded(text: string, bytes: number): string {
  return text + '\0'.repeat(Math.max(0, bytes - utf8Length(text)));
}

function toBlocks(content: string): string {
  const bytes = utf8Length(content);
  return content + '\0'.repeat((BLOCK - (bytes % BLOCK)) % BLOCK);
}

function header(member: Member, name: string, type: string, size: number): string {
  const before = padded(name, LONGEST_NAME) + octal(member.mode, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12);
  const time = octal(member.modifiedMs / 1000, 12);
  const after = `${type + padded(member.target, LONGEST_NAME)}ustar  \0${padded('root', 32)}${padded('root', 32)}`;
  const blank = padded(`${before}${time}        ${after}`, BLOCK);
  const sum = toBytes(blank).reduce((total, byte) => total + byte, 0);
  return padded(`${before}${time}${sum.toString(8).padStart(6, '0')}\0 ${after}`, BLOCK);
}

function memberText(member: Member): string {
  const size = member.type === 'file' ? utf8Length(member.content) : 0;
  const isLong = utf8Length(member.name) > LONGEST_NAME;
  const long = isLong
    ? header({ ...member, target: '' }, '././@LongLink', LONG_NAME, utf8Length(member.name) + 1) +
      toBlocks(`${member.name}\0`)
    : '';
  // What does not fit is cut; the long name before it says the whole.
  const name = isLong ? member.name.slice(0, LONGEST_NAME) : member.name;
  return long + header(member, name, TYPES[member.type], size) + (size === 0 ? '' : toBlocks(member.content));
}

/** Writes an archive in GNU's form. Its bytes are those of the text. */
export function writeArchive(members: readonly Member[]): string {
  const body = members.map(memberText).join('') + '\0'.repeat(2 * BLOCK);
  const bytes = utf8Length(body);
  return body + '\0'.repeat((RECORD - (bytes % RECORD)) % RECORD);
}

function textAt(block: Uint8Array, from: number, length: number): string {
  const text = fromBytes(block.subarray(from, from + length));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function isHeader(block: Uint8Array): boolean {
  const said = Number.parseInt(textAt(block, CHECKSUM_AT, 8).trim(), 8);
  let sum = 0;
  block.forEach((byte, at) => {
    sum += at >= CHECKSUM_AT && at < CHECKSUM_AT + 8 ? 0x20 : byte;
  });
  return sum === said;
}

/** The path that a pax header gives: `27 path=some/long/name`. */
function paxPath(text: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)/.exec(text)?.[1];
}

/** Reads an archive in ustar, GNU or pax form. Throws `ArchiveError`. */
export function readArchive(text: string): readonly Member[] {
  const bytes = toBytes(text);
  const members: Member[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const block = bytes.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) return members;
    if (!isHeader(block)) throw new ArchiveError('This does not look like a tar archive');
    const size = Number.parseInt(textAt(block, 124, 12).trim() || '0', 8);
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (content.length < size) throw new ArchiveError('Unexpected EOF in archive');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    const flag = String.fromCharCode(block[156] ?? 0);
    if (flag === LONG_NAME) longName = textAt(content, 0, size);
    else if (flag === 'x') longName = paxPath(fromBytes(content)) ?? longName;
    else if (flag !== 'g') {
      const prefix = textAt(block, 257, 6) === 'ustar' ? textAt(block, 345, 155) : '';
      const short = textAt(block, 0, LONGEST_NAME);
      members.push({
        name: longName ?? (prefix === '' ? short : `${prefix}/${short}`),
        type: flag === TYPES.directory ? 'directory' : flag === TYPES.link ? 'link' : 'file',
        mode: Number.parseInt(textAt(block, 100, 8).trim() || '644', 8),
        modifiedMs: Number.parseInt(textAt(block, 136, 12).trim() || '0', 8) * 1000,
        content: fromBytes(content),
        target: textAt(block, 157, LONGEST_NAME),
      });
      longName = undefined;
    }
  }
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) throw new ArchiveError('This does not look like a tar archive');
  return members;
}
