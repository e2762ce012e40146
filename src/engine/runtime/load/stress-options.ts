import { durationMs } from '../../shell/commands/sleep.ts';

/** What `stress` and `stress-ng` are asked for. Sizes in bytes, times in milliseconds. */
export interface StressOptions {
  cpu: number;
  io: number;
  vm: number;
  hdd: number;
  vmBytes: number;
  /** How long memory is held before it is taken anew; undefined: it is used without a pause; Infinity: for ever. */
  vmHangMs: number | undefined;
  vmKeep: boolean;
  timeoutMs: number | undefined;
  quiet: boolean;
  verbose: boolean;
}

/** Reads one option's value; false where it is wrong. */
type Reading = (options: StressOptions, value: string) => boolean;

const count =
  (key: 'cpu' | 'io' | 'vm' | 'hdd'): Reading =>
  (options, value) => {
    if (!/^\d+$/.test(value)) return false;
    options[key] = Number(value);
    return true;
  };

/** A size as stress reads it: `150M`, `1G`, `4096b`. */
export function stressBytes(text: string): number | undefined {
  const match = /^(\d+)([bkmg]?)$/i.exec(text);
  if (match === null) return undefined;
  const power = 'bkmg'.indexOf((match[2] ?? '').toLowerCase() || 'b');
  return Number(match[1]) * 1024 ** power;
}

const VALUES: { readonly [long: string]: Reading } = {
  cpu: count('cpu'),
  io: count('io'),
  vm: count('vm'),
  hdd: count('hdd'),
  'vm-bytes': (options, value) => {
    const bytes = stressBytes(value);
    options.vmBytes = bytes ?? 0;
    return bytes !== undefined;
  },
  'vm-hang': (options, value) => {
    options.vmHangMs = value === '0' ? Number.POSITIVE_INFINITY : Number(value) * 1000;
    return /^\d+$/.test(value);
  },
  timeout: (options, value) => {
    options.timeoutMs = durationMs(value);
    return options.timeoutMs !== undefined;
  },
  'vm-stride': (_options, value) => stressBytes(value) !== undefined,
  'hdd-bytes': (_options, value) => stressBytes(value) !== undefined,
  backoff: (_options, value) => /^\d+$/.test(value),
  'cpu-method': () => true,
  'vm-method': () => true,
};

const FLAGS: { readonly [long: string]: (options: StressOptions) => void } = {
  'vm-keep': (options) => {
    options.vmKeep = true;
  },
  quiet: (options) => {
    options.quiet = true;
  },
  verbose: (options) => {
    options.verbose = true;
  },
  'metrics-brief': () => {},
  metrics: () => {},
};

const SHORT: { readonly [letter: string]: string } = {
  c: 'cpu',
  i: 'io',
  m: 'vm',
  d: 'hdd',
  t: 'timeout',
  q: 'quiet',
  v: 'verbose',
};

/** Reads the words after the program's name; a word that is none of its options comes back as `unknown`. */
export function readStressOptions(words: readonly string[]): StressOptions | { readonly unknown: string } {
  const options: StressOptions = {
    cpu: 0,
    io: 0,
    vm: 0,
    hdd: 0,
    vmBytes: 256 * 1024 * 1024,
    vmHangMs: undefined,
    vmKeep: false,
    timeoutMs: undefined,
    quiet: false,
    verbose: false,
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [name = '', attached] = word.startsWith('--')
      ? word.slice(2).split('=', 2)
      : [SHORT[word.charAt(1)] ?? '', word.length > 2 ? word.slice(2) : undefined];
    const flag = FLAGS[name];
    if (word.startsWith('-') && flag !== undefined) {
      flag(options);
      continue;
    }
    const reading = VALUES[name];
    const value = attached ?? words[++at] ?? '';
    if (!word.startsWith('-') || reading === undefined || !reading(options, value)) return { unknown: word };
  }
  return options;
}
