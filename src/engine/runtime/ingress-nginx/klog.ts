import type { Process } from '../../shell/process/types.ts';

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Writes log lines as klog does: `I1122 06:18:40.123456       7 main.go:205] "Creating API client" host="…"`. */
export class Klog {
  constructor(private readonly process: Process) {}

  /** A message with its facts, as klog.InfoS; texts are quoted. */
  info(source: string, message: string, facts: { readonly [name: string]: unknown } = {}): void {
    this.line('I', source, `${JSON.stringify(message)}${factsText(facts)}`);
  }

  /** As klog.ErrorS. */
  error(source: string, message: string, facts: { readonly [name: string]: unknown } = {}): void {
    this.line('E', source, `${JSON.stringify(message)}${factsText(facts)}`);
  }

  /** A line as it stands: klog.Infof, Warningf, Fatalf. */
  line(severity: 'I' | 'W' | 'E' | 'F', source: string, text: string): void {
    const now = this.process.machine.clock.nowMs();
    const at = new Date(now);
    const day = `${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}`;
    const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
    const micros = String(Math.floor((now % 1000) * 1000)).padStart(6, '0');
    const pid = String(this.process.pid).padStart(7);
    this.process.stderr.write(`${severity}${day} ${time}.${micros} ${pid} ${source}] ${text}\n`);
  }
}

function factsText(facts: { readonly [name: string]: unknown }): string {
  return Object.entries(facts)
    .map(([name, value]) => ` ${name}=${JSON.stringify(value) ?? 'null'}`)
    .join('');
}
