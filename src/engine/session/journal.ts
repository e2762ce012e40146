import { isFault } from '../cluster/faults/fault.ts';
import { sha256Hex } from '../cluster/sha256.ts';
import type { Input } from './input.ts';

/** What a session starts from: enough to begin it again anywhere. */
export interface JournalHeader {
  readonly skiff: 'journal/v1';
  readonly engine: string;
  readonly lab: { readonly id: string; readonly digest: string } | null;
  readonly seed: number;
  readonly student: string;
  /** Virtual time at which the session began, milliseconds since the Unix epoch. */
  readonly startMs: number;
  /** Worker nodes of a cluster without a lab; absent: 2. */
  readonly workers?: number;
}

/** One journaled input. `atMs` is virtual time since the start, in milliseconds. */
export interface JournalEntry {
  readonly atMs: number;
  readonly input: Input;
}

/** Thrown for a journal that cannot be trusted or read; `line` counts from 1. */
export class JournalError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(`line ${line}: ${message}`);
    this.name = 'JournalError';
  }
}

/** A journal being written: JSON lines, each carrying the SHA-256 of the line before. */
export class JournalWriter {
  private previous: string;
  readonly lines: string[];

  constructor(readonly header: JournalHeader) {
    const line = JSON.stringify(header);
    this.lines = [line];
    this.previous = sha256Hex(line);
  }

  /** Adds one input; returns the line, without its newline. */
  append(entry: JournalEntry): string {
    const line = JSON.stringify({ ...entry, previous: this.previous });
    this.lines.push(line);
    this.previous = sha256Hex(line);
    return line;
  }

  /** The whole journal, each line ended by a newline. */
  text(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

export interface Journal {
  readonly header: JournalHeader;
  readonly entries: readonly JournalEntry[];
}

function parseLine(text: string, line: number): { readonly [key: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JournalError(line, 'this is not JSON; the file was cut off or edited. Export the session again.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new JournalError(line, 'expected a JSON object.');
  return { ...value };
}

const INPUT_FIELDS: {
  readonly [kind in Input['do']]: {
    readonly [field: string]:
      | 'string'
      | 'number'
      | 'boolean'
      | 'any'
      | 'texts'
      | 'string-or-null'
      | 'fault'
      | 'fault-or-null';
  };
} = {
  'open-terminal': { terminal: 'number', columns: 'number', rows: 'number' },
  'close-terminal': { terminal: 'number' },
  resize: { terminal: 'number', columns: 'number', rows: 'number' },
  type: { terminal: 'number', text: 'string' },
  run: { terminal: 'number', line: 'string' },
  'write-file': { path: 'string', content: 'string' },
  'remove-file': { path: 'string' },
  edited: { edit: 'number', content: 'string-or-null' },
  fault: { fault: 'fault' },
  heal: { fault: 'fault-or-null' },
  browse: { visit: 'number', url: 'string' },
  request: { method: 'string', path: 'string', contentType: 'string', body: 'any' },
  'host-output': { process: 'number', text: 'string', isError: 'boolean' },
  'host-exit': { process: 'number', status: 'number', files: 'texts' },
  answer: { check: 'string', text: 'string' },
  hint: { task: 'string', hint: 'number' },
  solution: { task: 'string' },
  reached: { task: 'string' },
  export: { hash: 'string' },
  check: { task: 'string-or-null' },
};

function fits(value: unknown, want: string): boolean {
  if (want === 'any') return value !== undefined;
  if (want === 'texts')
    return (
      typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string')
    );
  if (want === 'fault') return isFault(value);
  if (want === 'fault-or-null') return value === null || isFault(value);
  if (want === 'string-or-null') return value === null || typeof value === 'string';
  if (want === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === want && value !== null;
}

function isInput(value: unknown): value is Input {
  if (typeof value !== 'object' || value === null) return false;
  const record: { readonly [key: string]: unknown } = { ...value };
  const kind = record['do'];
  if (typeof kind !== 'string' || !Object.hasOwn(INPUT_FIELDS, kind)) return false;
  const fields = Object.entries(INPUT_FIELDS)
    .filter(([name]) => name === kind)
    .flatMap(([, wanted]) => Object.entries(wanted));
  return fields.every(([field, want]) => fits(record[field], want)) && Object.keys(record).length === fields.length + 1;
}

/** Reads and verifies a journal: the chain of hashes, the order of times, the shape of each input. Throws `JournalError`. */
export function readJournal(text: string): Journal {
  const lines = text.split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  const first = lines[0];
  if (first === undefined) throw new JournalError(1, 'the file is empty.');
  const head = parseLine(first, 1);
  if (head['skiff'] !== 'journal/v1')
    throw new JournalError(
      1,
      `expected "skiff": "journal/v1", found ${JSON.stringify(head['skiff'] ?? null)}; this is no Skiff journal.`,
    );
  const { engine, lab, seed, student, startMs, workers } = head;
  const labFits =
    lab === null ||
    (typeof lab === 'object' &&
      lab !== undefined &&
      'id' in lab &&
      'digest' in lab &&
      typeof lab.id === 'string' &&
      typeof lab.digest === 'string');
  if (
    typeof engine !== 'string' ||
    typeof seed !== 'number' ||
    typeof student !== 'string' ||
    typeof startMs !== 'number' ||
    !labFits
  ) {
    throw new JournalError(1, 'the header needs engine, lab, seed, student and startMs.');
  }
  if (workers !== undefined && !(typeof workers === 'number' && Number.isInteger(workers) && workers >= 1))
    throw new JournalError(1, `workers: expected a whole number from 1, found ${JSON.stringify(workers)}.`);
  const header: JournalHeader = {
    skiff: 'journal/v1',
    engine,
    lab: lab === null ? null : { id: String(lab.id), digest: String(lab.digest) },
    seed,
    student,
    startMs,
    ...(workers === undefined ? {} : { workers }),
  };
  let previous = sha256Hex(first);
  let lastMs = 0;
  const entries = lines.slice(1).map((raw, index): JournalEntry => {
    const line = index + 2;
    const value = parseLine(raw, line);
    if (value['previous'] !== previous)
      throw new JournalError(
        line,
        'its hash does not follow from the line before: the journal was changed after it was recorded.',
      );
    const { atMs, input } = value;
    if (typeof atMs !== 'number' || !(atMs >= lastMs))
      throw new JournalError(line, `expected a time of at least ${lastMs} ms, found ${JSON.stringify(atMs ?? null)}.`);
    if (!isInput(input))
      throw new JournalError(
        line,
        `this is no input that Skiff ${engine} knows: ${JSON.stringify(input ?? null).slice(0, 120)}`,
      );
    previous = sha256Hex(raw);
    lastMs = atMs;
    return { atMs, input };
  });
  return { header, entries };
}
