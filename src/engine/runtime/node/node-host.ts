import type { Kubelet } from '../../cluster/kubelet/kubelet.ts';
import type { ServiceUnit } from '../../cluster/kubelet/machine/unit.ts';
import { civilTime } from '../../cluster/timestamp.ts';

/** What the programs of a node look at. */
export interface NodeHost {
  readonly kubelet: Kubelet;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const two = (value: number): string => String(value).padStart(2, '0');

function timeOfDay(ms: number): string {
  const seconds = Math.floor(ms / 1000) % 86_400;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `Nov 22 06:01:01`, as a journal stamps its lines. */
export function shortStamp(ms: number): string {
  const { month, day } = civilTime(ms);
  return `${MONTHS[month - 1]} ${two(day)} ${timeOfDay(ms)}`;
}

/** `Sun 2026-11-22 06:01:01 UTC`, as systemd writes times. */
export function systemdTime(ms: number): string {
  const { year, month, day, weekday } = civilTime(ms);
  return `${DAYS[weekday]} ${year}-${two(month)}-${two(day)} ${timeOfDay(ms)} UTC`;
}

/** `1min 2s`, as systemd writes spans: the two largest units. */
export function systemdSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, name] of [
    [86_400, 'day'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(name === 'day' ? `${count} day${count > 1 ? 's' : ''}` : `${count}${name}`);
  }
  return parts.length === 0 ? `${Math.round(Math.max(0, ms))}ms` : parts.slice(0, 2).join(' ');
}

/** The service of that name, with or without its suffix. */
export function unitOf({ kubelet }: NodeHost, name: string): ServiceUnit | undefined {
  const plain = name.replace(/\.service$/, '');
  return plain === 'kubelet' ? kubelet.units.kubelet : plain === 'containerd' ? kubelet.units.containerd : undefined;
}
