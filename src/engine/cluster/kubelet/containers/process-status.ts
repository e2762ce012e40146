import type { FileNode } from '../../files.ts';
import type { NamedContainer, Pod } from '../pod.ts';
import type { Mount } from '../runtime.ts';

/** Capabilities by their bit, as far as Linux 6.1 has them. Models: include/uapi/linux/capability.h */
const CAPABILITIES =
  'CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'.split(
    ' ',
  );
const ALL = (1n << BigInt(CAPABILITIES.length)) - 1n;
/** What a container has that asks for nothing. Models: containerd oci.defaultUnixCaps */
const DEFAULT = mask(
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'.split(
    ' ',
  ),
);

function mask(names: readonly string[]): bigint {
  let bits = 0n;
  for (const name of names) {
    const bit = CAPABILITIES.indexOf(name.toUpperCase().replace(/^CAP_/, ''));
    if (name.toUpperCase() === 'ALL') bits = ALL;
    else if (bit >= 0) bits |= 1n << BigInt(bit);
  }
  return bits;
}

/** What a container's processes may at most. Models: containerd internal/cri/opts WithCapabilities */
function boundingSet({ securityContext }: NamedContainer): bigint {
  if (securityContext?.privileged === true) return ALL;
  const { add = [], drop = [] } = securityContext?.capabilities ?? {};
  const isAll = (name: string): boolean => name.toUpperCase() === 'ALL';
  const start = drop.some(isAll) ? 0n : DEFAULT;
  const more = add.some(isAll) ? ALL : start | mask(add);
  return more & ~mask(drop.filter((name) => !isAll(name)));
}

/** 2 where system calls are filtered. Models: pkg/kubelet/kuberuntime getSeccompProfile */
function seccompMode(pod: Pod, { securityContext }: NamedContainer): 0 | 2 {
  if (securityContext?.privileged === true) return 0;
  const type = (securityContext?.seccompProfile ?? pod.spec.securityContext?.seccompProfile)?.type ?? 'Unconfined';
  return type === 'Unconfined' ? 0 : 2;
}

function statusText(pod: Pod, container: NamedContainer, uid: number): string {
  const shared = pod.spec.securityContext;
  const gid = container.securityContext?.runAsGroup ?? shared?.runAsGroup ?? 0;
  const groups = [
    gid,
    ...(shared?.supplementalGroups ?? []),
    ...(shared?.fsGroup === undefined ? [] : [shared.fsGroup]),
  ];
  const bounding = boundingSet(container);
  const capabilities = (bits: bigint): string => bits.toString(16).padStart(16, '0');
  const own = uid === 0 ? bounding : 0n;
  const four = (id: number): string => Array(4).fill(id).join('\t');
  return [
    ['Umask', '0022'],
    ['State', 'S (sleeping)'],
    ['Tgid', '1'],
    ['Pid', '1'],
    ['PPid', '0'],
    ['TracerPid', '0'],
    ['Uid', four(uid)],
    ['Gid', four(gid)],
    ['Groups', [...new Set(groups)].sort((a, b) => a - b).join(' ')],
    ['CapInh', capabilities(0n)],
    ['CapPrm', capabilities(own)],
    ['CapEff', capabilities(own)],
    ['CapBnd', capabilities(bounding)],
    ['CapAmb', capabilities(0n)],
    ['NoNewPrivs', container.securityContext?.allowPrivilegeEscalation === false ? '1' : '0'],
    ['Seccomp', String(seccompMode(pod, container))],
  ]
    .map(([name, value]) => `${name}:\t${value}\n`)
    .join('');
}

/** `/proc/1/status` and `/proc/self/status`: what a container's processes may. Written when somebody reads it. */
export function processStatusMounts(pod: Pod, container: NamedContainer, uid: number, nowMs: number): readonly Mount[] {
  const source: FileNode = {
    type: 'file',
    mode: 0o444,
    modifiedMs: nowMs,
    get content() {
      return statusText(pod, container, uid);
    },
    set content(_text: string) {
      // The kernel's: nobody writes it.
    },
  };
  return ['/proc/1/status', '/proc/self/status'].map((mountPath) => ({ mountPath, readOnly: true, source }));
}
