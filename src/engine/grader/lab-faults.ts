import type { z } from 'zod';
import type { Fault } from '../cluster/faults/fault.ts';
import type { faultSchema, healSchema } from './lab-schema.ts';

const DEFAULT_LEAVE_MI = 64;
const DEFAULT_PULL_SECONDS = 60;

/** A fault as a lab writes it, as the cluster takes it. */
export function faultOf(written: z.infer<typeof faultSchema>): Fault {
  if ('stop-node' in written) return { kind: 'stop-node', node: written['stop-node'] };
  if ('cut-node' in written) return { kind: 'cut-node', node: written['cut-node'] };
  if ('fill-memory' in written)
    return { kind: 'fill-memory', node: written['fill-memory'], leaveMi: written.leave ?? DEFAULT_LEAVE_MI };
  if ('crash-image' in written)
    return { kind: 'crash-image', image: written['crash-image'], exitCode: written['exit-code'] ?? 1 };
  if ('slow-pull' in written)
    return { kind: 'slow-pull', image: written['slow-pull'], seconds: written.seconds ?? DEFAULT_PULL_SECONDS };
  if ('break-dns' in written) return { kind: 'break-dns', how: written['break-dns'] };
  const { namespace = 'default', container = '' } = written;
  return { kind: 'kill-process', namespace, pod: written['kill-process'], container };
}

/** What a lab heals; null = all. */
export function healedFault(written: z.infer<typeof healSchema>): Fault | null {
  return written === 'all' ? null : faultOf(written);
}
