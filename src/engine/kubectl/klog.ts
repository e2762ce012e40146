import type { CommandContext } from './command.ts';
import { quote } from './go/quote.ts';
import { momentOf, two } from './go/time.ts';

/** Says on standard error that something failed beside the command itself, as client-go does. Models: apimachinery/pkg/util/runtime.HandleError, klog */
export function handleError(context: CommandContext, source: string, error: string): void {
  log(context, 'E', source, `${unhandled(error)} logger="UnhandledError"`);
}

/** An error as `HandleError` logs it. */
export const unhandled = (error: string): string => `"Unhandled Error" err=${quote(error)}`;

/** Warns on standard error from a place of kubectl's source. Models: klog.Warning */
export function logWarning(context: CommandContext, source: string, text: string): void {
  log(context, 'W', source, text);
}

/** Says why the command ends here and now; its exit status is 255. Models: klog.Fatal */
export function logFatal(context: CommandContext, source: string, text: string): void {
  log(context, 'F', source, text);
}

function log(context: CommandContext, severity: 'E' | 'F' | 'W', source: string, text: string): void {
  context.err(logLine(context.process, severity, source, text));
}

/** A line of the log with its time, process and place. Models: klog's text format */
export function logLine(
  process: Pick<CommandContext['process'], 'machine' | 'pid'>,
  severity: 'E' | 'F' | 'W',
  source: string,
  text: string,
): string {
  const { clock } = process.machine;
  const { month, day, hour, minute, second } = momentOf(clock.nowMs());
  const micros = String(Math.floor((clock.nowMs() % 1000) * 1000)).padStart(6, '0');
  const stamp = `${severity}${two(month)}${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${micros}`;
  return `${stamp} ${String(process.pid).padStart(7)} ${source}] ${text}\n`;
}
