import type { KubeObject } from '../../json.ts';
import type { ResourceList } from '../../resources/pod/types.ts';
import { parseQuantity } from '../../resources/quantity.ts';
import { matchesNodeAffinity } from '../../scheduler/framework/node-affinity.ts';
import { containersOf, initContainersOf, isRestartableInit, isStaticPod, isTerminalPhase, type Pod } from '../pod.ts';
import type { PendingResize } from '../pods/resize.ts';
import { forbiddenSysctl } from './sysctls.ts';

/** Why a node turns a pod away: the status' reason and message. */
export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/**
 * Checks a pod that was bound to the node (by the scheduler or by its own nodeName). `others` are the pods it has taken, asked for only
 * where they matter; `count` bounds how many they are. Models: pkg/kubelet/lifecycle predicateAdmitHandler
 */
export function admitPod(
  pod: Pod,
  node: KubeObject | undefined,
  others: () => readonly Pod[],
  count: number,
): Rejection | undefined {
  if (node === undefined) return undefined;
  const sysctl = forbiddenSysctl(pod);
  if (sysctl !== undefined) return { reason: 'SysctlForbidden', message: `Pod was rejected: ${sysctl}` };
  const status = node['status'] as { readonly allocatable?: ResourceList } | undefined;
  const allocatable = status?.allocatable ?? {};
  let found: readonly Pod[] | undefined;
  const active = (): readonly Pod[] => {
    found ??= others().filter((other) => !isTerminalPhase(other.status?.phase));
    return found;
  };

  const podLimit = amount(allocatable['pods']);
  if (podLimit > 0n && BigInt(count + 1) * NANO > podLimit && BigInt(active().length + 1) * NANO > podLimit) {
    return tooMuch('pods', NANO, BigInt(active().length) * NANO, podLimit);
  }
  for (const [resource, request] of podRequests(pod)) {
    if (request === 0n || resource === 'pods') continue;
    const capacity = amount(allocatable[resource]);
    let used = 0n;
    for (const other of active()) used += podRequests(other).get(resource) ?? 0n;
    if (request > capacity - used) return tooMuch(resource, request, used, capacity);
  }
  if (!matchesNodeAffinity(pod, node)) {
    const message =
      "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
    return { reason: 'NodeAffinity', message };
  }
  const ports = hostPorts(pod);
  const taken = (other: Pod): boolean => hostPorts(other).some((port) => ports.some((own) => clash(own, port)));
  if (ports.length > 0 && active().some(taken)) {
    const message =
      "Pod was rejected: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports";
    return { reason: 'NodePorts', message };
  }
  return undefined;
}

/** Why a pod on the node cannot have what it asks for now. Models: pkg/kubelet/allocation canResizePod */
export function refuseResize(
  pod: Pod,
  node: KubeObject | undefined,
  others: () => readonly Pod[],
): PendingResize | undefined {
  if (isStaticPod(pod)) return { reason: 'Infeasible', message: 'In-place resize of static-pods is not supported' };
  const status = node?.['status'] as { readonly allocatable?: ResourceList } | undefined;
  const requests = podRequests(pod);
  for (const resource of ['memory', 'cpu']) {
    const request = requests.get(resource) ?? 0n;
    const capacity = amount(status?.allocatable?.[resource]);
    if (request > capacity) {
      const what = `${resource}, requested: ${shown(resource, request)}, capacity: ${shown(resource, capacity)}`;
      return { reason: 'Infeasible', message: `Node didn't have enough capacity: ${what}` };
    }
  }
  const rejection = admitPod(pod, node, others, 0);
  if (rejection === undefined) return undefined;
  return { reason: 'Deferred', message: rejection.message.replace('Pod was rejected: ', '') };
}

const NANO = 1_000_000_000n;

function shown(resource: string, nano: bigint): string {
  return String(resource === 'cpu' ? nano / 1_000_000n : nano / NANO);
}

function tooMuch(resource: string, requested: bigint, used: bigint, capacity: bigint): Rejection {
  return {
    reason: `OutOf${resource}`,
    message: `Pod was rejected: Node didn't have enough resource: ${resource}, requested: ${shown(resource, requested)}, used: ${shown(resource, used)}, capacity: ${shown(resource, capacity)}`,
  };
}

function amount(text: string | number | undefined): bigint {
  return text === undefined ? 0n : (parseQuantity(text)?.nano ?? 0n);
}

/** What a pod asks for: main containers and sidecars together, or the largest init container. Models: component-helpers/resource.PodRequests */
function podRequests(pod: Pod): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  const add = (list: ResourceList | undefined): void => {
    for (const [resource, value] of Object.entries(list ?? {}))
      sums.set(resource, (sums.get(resource) ?? 0n) + amount(value));
  };
  for (const container of containersOf(pod)) add(container.resources?.requests);
  const sidecars = new Map<string, bigint>();
  const peaks = new Map<string, bigint>();
  for (const container of initContainersOf(pod)) {
    for (const [resource, value] of Object.entries(container.resources?.requests ?? {})) {
      const own = amount(value);
      const before = sidecars.get(resource) ?? 0n;
      if (isRestartableInit(container)) sidecars.set(resource, before + own);
      const peak = before + own;
      if (peak > (peaks.get(resource) ?? 0n)) peaks.set(resource, peak);
    }
  }
  for (const [resource, value] of sidecars) sums.set(resource, (sums.get(resource) ?? 0n) + value);
  for (const [resource, peak] of peaks) if (peak > (sums.get(resource) ?? 0n)) sums.set(resource, peak);
  add(pod.spec.overhead);
  return sums;
}

interface TakenPort {
  readonly port: string;
  /** '' for every address of the node. */
  readonly address: string;
}

function clash(a: TakenPort, b: TakenPort): boolean {
  return a.port === b.port && (a.address === b.address || a.address === '' || b.address === '');
}

function hostPorts(pod: Pod): readonly TakenPort[] {
  const found: TakenPort[] = [];
  for (const container of containersOf(pod)) {
    for (const { protocol = 'TCP', hostPort, hostIP = '' } of container.ports ?? [])
      if (hostPort) found.push({ port: `${protocol}/${hostPort}`, address: hostIP === '0.0.0.0' ? '' : hostIP });
  }
  return found;
}
