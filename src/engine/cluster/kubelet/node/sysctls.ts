import { type DirectoryNode, directory, file, putNode } from '../../files.ts';
import type { Pod } from '../pod.ts';
import type { Mount } from '../runtime.ts';

/** Kernel parameters that a pod may set, with what they are where it does not. Models: pkg/kubelet/sysctl/safe_sysctls.go */
const SAFE: ReadonlyMap<string, string> = new Map([
  ['kernel.shm_rmid_forced', '0'],
  ['net.ipv4.ip_local_port_range', '32768\t60999'],
  ['net.ipv4.tcp_syncookies', '1'],
  ['net.ipv4.ping_group_range', '0\t2147483647'],
  ['net.ipv4.ip_unprivileged_port_start', '0'],
  ['net.ipv4.ip_local_reserved_ports', ''],
  ['net.ipv4.tcp_keepalive_time', '7200'],
  ['net.ipv4.tcp_fin_timeout', '60'],
  ['net.ipv4.tcp_keepalive_intvl', '75'],
  ['net.ipv4.tcp_keepalive_probes', '9'],
  ['net.ipv4.tcp_rmem', '4096\t131072\t6291456'],
  ['net.ipv4.tcp_wmem', '4096\t16384\t4194304'],
]);

const dotted = (name: string): string => name.replaceAll('/', '.');

/** Why the node turns a pod away for its kernel parameters. Models: pkg/kubelet/sysctl.patternAllowlist.Admit */
export function forbiddenSysctl(pod: Pod): string | undefined {
  for (const { name = '' } of pod.spec.securityContext?.sysctls ?? []) {
    if (!SAFE.has(dotted(name))) return `forbidden sysctl: "${name}" not allowlisted`;
    if (pod.spec.hostNetwork === true && dotted(name).startsWith('net.'))
      return `forbidden sysctl: "${name}" not allowed with host net enabled`;
  }
  return undefined;
}

/** The kernel's parameters as a container of the pod sees them; none where the pod sets none. */
export function sysctlMounts(pod: Pod, nowMs: number): readonly Mount[] {
  const given = pod.spec.securityContext?.sysctls ?? [];
  if (given.length === 0) return [];
  const root: DirectoryNode = directory(nowMs, 0o555);
  const values = new Map([...SAFE, ...given.map(({ name = '', value = '' }) => [dotted(name), value] as const)]);
  for (const [name, value] of values) putNode(root, name.replaceAll('.', '/'), file(`${value}\n`, nowMs), nowMs);
  return [{ mountPath: '/proc/sys', readOnly: true, source: root }];
}
