import type { JournalLine } from '../../cluster/kubelet/machine/journal.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import type { Call, CommandDefinition } from '../../shell/commands/command.ts';
import type { Task } from '../../shell/process/types.ts';
import { type NodeHost, shortStamp } from './node-host.ts';

/** How many lines `-e` shows at most, and `-f` and `-n` without a number. */
const PAGER_END_LINES = 1000;
const FEW_LINES = 10;

const UNIT_MS: { readonly [unit: string]: number } = {
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
};

/** `-5min`, `5 minutes ago`, `today`, `2026-11-22 06:00:00`; undefined when it is none. Models: systemd.time(7) */
function moment(text: string, nowMs: number): number | undefined {
  if (text === 'now') return nowMs;
  if (text === 'today') return Math.floor(nowMs / 86_400_000) * 86_400_000;
  if (text === 'yesterday') return (Math.floor(nowMs / 86_400_000) - 1) * 86_400_000;
  const span = /^-?\s*(\d+)\s*([a-z]+?)s?(\s+ago)?$/.exec(text);
  const size = UNIT_MS[span?.[2] ?? ''];
  if (span !== null && size !== undefined && (text.startsWith('-') || span[3] !== undefined))
    return nowMs - Number(span[1]) * size;
  const full = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00:00` : text;
  return parseTime(`${full.replace(' ', 'T')}${full.length === 16 ? ':00' : ''}Z`);
}

/** `journalctl` over what the node's services have written. Models: systemd 252 */
export function journalctl(host: NodeHost): CommandDefinition {
  return {
    name: 'journalctl',
    synopsis: '[OPTIONS...] [MATCHES...]',
    summary: 'Query the journal.',
    short: 'u:n:fexrbo:S:U:g:q',
    long: {
      unit: 'u',
      lines: 'n',
      follow: 'f',
      reverse: 'r',
      since: 'S',
      until: 'U',
      output: 'o',
      grep: 'g',
      catalog: 'x',
      'pager-end': 'e',
      boot: 'b',
      'no-pager': '#',
      quiet: 'q',
    },
    prepare: (words) => words.map((word) => (word === '-n' ? `-n${FEW_LINES}` : word)).flatMap(separateCount),
    run: (call) => read(call, host),
  };
}

/** `-n 20`: the first rewriting has turned `-n` alone into a number; a number that follows is the one meant. */
function separateCount(word: string, at: number, words: readonly string[]): readonly string[] {
  if (word === `-n${FEW_LINES}` && /^\d+$/.test(words[at + 1] ?? '')) return [`-n${words[at + 1]}`];
  return /^\d+$/.test(word) && words[at - 1] === `-n${FEW_LINES}` ? [] : [word];
}

function* read(call: Call, { kubelet }: NodeHost): Task<number> {
  const nowMs = call.process.machine.clock.nowMs();
  const bounds: (number | undefined)[] = [];
  for (const letter of ['S', 'U'] as const) {
    const text = call.value(letter);
    const ms = text === undefined ? undefined : moment(text, nowMs);
    if (text !== undefined && ms === undefined) {
      call.process.stderr.write(`Failed to parse timestamp: ${text}\n`);
      return 1;
    }
    bounds.push(ms);
  }
  let pattern: RegExp | undefined;
  try {
    const text = call.value('g');
    pattern = text === undefined ? undefined : new RegExp(text, /[A-Z]/.test(text) ? '' : 'i');
  } catch {
    call.process.stderr.write('Bad pattern\n');
    return 1;
  }
  const [since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY] = bounds;
  const units = call.values('u').map((unit) => (unit.includes('.') ? unit : `${unit}.service`));
  const wanted = (line: JournalLine): boolean =>
    (units.length === 0 || units.includes(line.unit)) &&
    line.timeMs >= since &&
    line.timeMs <= until &&
    (pattern === undefined || pattern.test(line.text));
  const show = (line: JournalLine): void =>
    call.print(
      call.value('o') === 'cat'
        ? `${line.text}\n`
        : `${shortStamp(line.timeMs)} ${kubelet.node.name} ${line.identifier}[${line.pid}]: ${line.text}\n`,
    );
  const output = call.value('o');
  if (output !== undefined && output !== 'cat' && output !== 'short') {
    call.process.stderr.write(`Unknown output '${output}'.\n`);
    return 1;
  }
  const limit = call.has('n')
    ? Number(call.value('n'))
    : call.has('f')
      ? FEW_LINES
      : call.has('e')
        ? PAGER_END_LINES
        : undefined;
  const all = kubelet.journal.lines().filter(wanted);
  const lines = limit === undefined ? all : all.slice(all.length - Math.min(all.length, limit));
  if (lines.length === 0 && !call.has('f')) call.print('-- No entries --\n');
  for (const line of call.has('r') ? [...lines].reverse() : lines) show(line);
  if (call.has('f')) yield* follow(call, kubelet.journal.follow.bind(kubelet.journal), wanted, show);
  return 0;
}

/** Prints what is written from now on, until a signal ends it. */
function* follow(
  call: Call,
  listen: (line: (line: JournalLine) => void) => () => void,
  wanted: (line: JournalLine) => boolean,
  show: (line: JournalLine) => void,
): Task<void> {
  const waiting: JournalLine[] = [];
  let wake: (() => void) | undefined;
  const stop = listen((line) => {
    if (!wanted(line)) return;
    waiting.push(line);
    const woken = wake;
    wake = undefined;
    woken?.();
  });
  try {
    for (;;) {
      for (const line of waiting.splice(0)) show(line);
      yield* call.process.wait({
        on: 'host',
        start(woken) {
          wake = woken;
          return () => {
            wake = undefined;
          };
        },
      });
    }
  } finally {
    stop();
  }
}
