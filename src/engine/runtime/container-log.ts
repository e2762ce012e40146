import type { ContainerLog, LogEntry } from '../cluster/kubelet/runtime.ts';
import type { Writer } from '../shell/process/types.ts';

/** How much of a log is kept, in characters; older lines go, as when the kubelet rotates log files. */
const KEPT_CHARACTERS = 2_000_000;
const LONGEST_LINE = 16_384;

type Stream = LogEntry['stream'];

/** A container's log: cuts what is written into lines and stamps each with the time at which it was complete. */
export class RecordingLog implements ContainerLog {
  private kept: LogEntry[] = [];
  private size = 0;
  private readonly partial: Record<Stream, string> = { stdout: '', stderr: '' };
  private followers: Set<(entry: LogEntry) => void> | undefined;

  constructor(private readonly nowMs: () => number) {}

  get entries(): readonly LogEntry[] {
    return this.kept;
  }

  /** What is kept, in characters. */
  bytes(): number {
    return this.size;
  }

  follow(entry: (entry: LogEntry) => void): () => void {
    this.followers ??= new Set();
    this.followers.add(entry);
    return () => this.followers?.delete(entry);
  }

  /** A writer for one stream. */
  writer(stream: Stream): Writer {
    return { isTerminal: false, write: (text) => this.write(stream, text) };
  }

  write(stream: Stream, text: string): void {
    let rest = this.partial[stream] + text;
    for (;;) {
      const end = rest.indexOf('\n');
      if (end < 0 && rest.length < LONGEST_LINE) break;
      const cut = end < 0 ? LONGEST_LINE : end + 1;
      this.add(stream, rest.slice(0, cut));
      rest = rest.slice(cut);
    }
    this.partial[stream] = rest;
  }

  /** The program has ended: what has no newline yet becomes a line of its own. */
  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.partial[stream] !== '') this.add(stream, this.partial[stream]);
      this.partial[stream] = '';
    }
  }

  private add(stream: Stream, text: string): void {
    const entry = { timeMs: this.nowMs(), stream, text };
    this.kept.push(entry);
    this.size += text.length;
    if (this.size > KEPT_CHARACTERS) this.rotate();
    if (this.followers !== undefined) for (const follower of [...this.followers]) follower(entry);
  }

  private rotate(): void {
    let dropped = 0;
    while (this.size > KEPT_CHARACTERS / 2) {
      this.size -= this.kept[dropped]?.text.length ?? 0;
      dropped++;
    }
    this.kept = this.kept.slice(dropped);
  }
}
