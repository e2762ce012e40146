import type { Process } from '../../shell/process/types.ts';
import { logDate } from '../web/dates.ts';

/** A line as klog writes it: `I1122 01:32:16.123456       1 log.go:195] text`. */
export function klog(process: Process, text: string, where = 'log.go:245'): string {
  const ms = process.machine.clock.nowMs();
  const [date = '', time = ''] = logDate(ms).split(' ');
  const micros = String(Math.floor(ms % 1000)).padStart(3, '0');
  return `I${date.slice(5).replace('-', '')} ${time}.${micros}000 ${String(process.pid).padStart(7)} ${where}] ${text}\n`;
}

/** A line as Go's log package writes it: `2026/11/22 01:32:16 text`. */
export function golog(process: Process, text: string): string {
  return `${logDate(process.machine.clock.nowMs()).replaceAll('-', '/')} ${text}\n`;
}
