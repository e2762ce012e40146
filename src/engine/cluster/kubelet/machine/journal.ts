import type { Clock } from '../../clock.ts';
import { SqueezedJson } from '../../store/squeezed-json.ts';
import { formatMicroTime } from '../../timestamp.ts';

/** One line of a node's journal. */
export interface JournalLine {
  readonly timeMs: number;
  /** `kubelet.service` */
  readonly unit: string;
  /** Who wrote it: `systemd`, `kubelet`, `containerd`. */
  readonly identifier: string;
  readonly pid: number;
  readonly text: string;
}

/** What stands behind the quoted message of a klog line: `pod="default/web"`. */
export type LogFacts = { readonly [name: string]: string | readonly string[] };

interface Entry extends Omit<JournalLine, 'text'> {
  /** Made when somebody reads, or when it has grown old: what a line is made from is larger than the line. */
  readonly text: string | (() => string);
}

function lineOf(entry: Entry): JournalLine {
  const { text } = entry;
  return { ...entry, text: typeof text === 'string' ? text : text() };
}

/** A node keeps so many lines; the oldest go first. */
const KEPT = 600;
/** So many lines are put away together. */
const STRETCH = 150;
/** A line that is older is put away, virtual milliseconds. */
const FRESH_MS = 300_000;

/** What systemd-journald keeps on one node: the newest lines of its services, bounded. Old ones are put away small. */
export class NodeJournal {
  private entries: Entry[] = [];
  /** Stretches of lines, the oldest first. */
  private old: SqueezedJson[] = [];
  private readonly followers = new Set<(line: JournalLine) => void>();

  constructor(private readonly clock: Clock) {}

  write(unit: string, identifier: string, pid: number, text: () => string): void {
    const entry = { timeMs: this.clock.nowMs(), unit, identifier, pid, text };
    this.entries.push(entry);
    // A stretch at once, so that the cost of a line stays flat; many lines in a short time are not made at all.
    if (this.entries.length > KEPT + STRETCH) {
      this.old = [];
      this.entries = this.entries.slice(-KEPT);
    }
    if (entry.timeMs - (this.entries[STRETCH - 1]?.timeMs ?? entry.timeMs) > FRESH_MS) this.putAway();
    for (const follow of [...this.followers]) follow(lineOf(entry));
  }

  /** Oldest first. */
  lines(): readonly JournalLine[] {
    const old = this.old.flatMap((stretch) => stretch.read() as readonly JournalLine[]);
    return [...old, ...this.entries.map(lineOf)].slice(-KEPT);
  }

  /** Called with each line from now on, until disposed. */
  follow(line: (line: JournalLine) => void): () => void {
    this.followers.add(line);
    return () => this.followers.delete(line);
  }

  private putAway(): void {
    this.old = [...this.old, new SqueezedJson(this.entries.slice(0, STRETCH).map(lineOf))].slice(-KEPT / STRETCH);
    this.entries = this.entries.slice(STRETCH);
  }
}

/** A line as klog writes it. Models: k8s.io/klog/v2 */
export function klogLine(
  line: {
    readonly severity: 'I' | 'W' | 'E';
    readonly timeMs: number;
    readonly pid: number;
    readonly source: string;
    readonly message: string;
  },
  facts: LogFacts,
): string {
  const time = formatMicroTime(line.timeMs);
  const stamp = `${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 26)}`;
  const head = `${line.severity}${stamp} ${String(line.pid).padStart(7)} ${line.source}]`;
  const rest = Object.entries(facts).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `${head} ${JSON.stringify(line.message)}${rest.join('')}`;
}

/** The kubelet's own log. `source` is the file of Kubernetes that writes the line. */
export interface KubeletLog {
  info(source: string, message: string, facts?: LogFacts): void;
  warning(source: string, message: string, facts?: LogFacts): void;
  error(source: string, message: string, facts?: LogFacts): void;
}

/** A kubelet's log that goes into its node's journal under `pid`. */
export function kubeletLog(journal: NodeJournal, clock: Clock, pid: () => number): KubeletLog {
  const write =
    (severity: 'I' | 'W' | 'E') =>
    (source: string, message: string, facts: LogFacts = {}): void => {
      const line = { severity, timeMs: clock.nowMs(), pid: pid(), source, message };
      journal.write('kubelet.service', 'kubelet', line.pid, () => klogLine(line, facts));
    };
  return { info: write('I'), warning: write('W'), error: write('E') };
}
