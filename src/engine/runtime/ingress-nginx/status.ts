import type { JsonObject } from '../../cluster/json.ts';
import type { PodApi } from '../pod-api.ts';
import type { Klog } from './klog.ts';
import type { Ingress, LoadBalancerPoint, Service } from './types.ts';

/** What says where the controller is reached. */
export interface StatusFlags {
  /** `--publish-service`; '' for none. */
  readonly publishService: string;
  /** `--publish-status-address`; '' for none. */
  readonly publishAddress: string;
  /** The controller's own pod. */
  readonly podNamespace: string;
  readonly podLabels: { readonly [name: string]: string };
}

interface PodView {
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

interface NodeView {
  readonly status?: { readonly addresses?: readonly { readonly type: string; readonly address: string }[] };
}

function selectorText(labels: { readonly [name: string]: string }): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** The controller's own pods: what its labels select. */
function ownPods(api: PodApi, { podNamespace, podLabels }: StatusFlags): readonly PodView[] {
  const query = `labelSelector=${encodeURIComponent(selectorText(podLabels))}`;
  const listed = api.request('GET', `/api/v1/namespaces/${podNamespace}/pods?${query}`);
  return 'failure' in listed ? [] : (listed.body as unknown as { readonly items: readonly PodView[] }).items;
}

function fromService({ spec, status }: Service): readonly LoadBalancerPoint[] {
  const external = (spec?.externalIPs ?? []).map((ip) => ({ ip }));
  switch (spec?.type) {
    case 'ExternalName':
      return [{ hostname: spec.externalName ?? '' }];
    case 'LoadBalancer':
      return [...(status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => pointOf(ip, hostname)), ...external];
    case 'NodePort':
      return external.length > 0 ? external : [pointOf(spec.clusterIP, undefined)];
    default:
      return [pointOf(spec?.clusterIP, undefined)];
  }
}

function pointOf(ip: string | undefined, hostname: string | undefined): LoadBalancerPoint {
  return { ...(ip ? { ip } : {}), ...(hostname ? { hostname } : {}) };
}

function fromNodes(api: PodApi, flags: StatusFlags): readonly LoadBalancerPoint[] {
  const addresses = new Set<string>();
  for (const { spec, status } of ownPods(api, flags)) {
    const isReady = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True');
    if (status?.phase !== 'Running' || !isReady) continue;
    const node = api.request('GET', `/api/v1/nodes/${spec?.nodeName ?? ''}`);
    if ('failure' in node) continue;
    const all = (node.body as NodeView).status?.addresses ?? [];
    const external = all.filter(({ type }) => type === 'ExternalIP');
    const chosen = external.length > 0 ? external : all.filter(({ type }) => type === 'InternalIP');
    for (const { address } of chosen) addresses.add(address);
  }
  return [...addresses].map((ip) => ({ ip }));
}

/** Where the controller is reached now; undefined when that cannot be found out. Models: statusSync.runningAddresses */
export function runningAddresses(api: PodApi, flags: StatusFlags, log: Klog): readonly LoadBalancerPoint[] | undefined {
  if (flags.publishAddress !== '')
    return flags.publishAddress
      .split(/,\s*/)
      .map((text) => (/^[\d.]+$/.test(text) ? { ip: text } : { hostname: text }));
  if (flags.publishService === '') return sorted(fromNodes(api, flags));
  const [namespace = '', name = ''] = flags.publishService.split('/');
  const found = api.request('GET', `/api/v1/namespaces/${namespace}/services/${name}`);
  if ('body' in found) return sorted(fromService(found.body as unknown as Service));
  log.line(
    'E',
    'queue.go:131',
    `"requeuing" err=${JSON.stringify(found.failure.message)} key="&ObjectMeta{Name:sync status}"`,
  );
  return undefined;
}

function sorted(points: readonly LoadBalancerPoint[]): readonly LoadBalancerPoint[] {
  const text = ({ hostname = '', ip = '' }: LoadBalancerPoint): string => `${hostname}/${ip}`;
  return [...points].sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0));
}

/** Whether other pods of the controller run beside this one. */
export function isOneOfMany(api: PodApi, flags: StatusFlags): boolean {
  const {
    'pod-template-hash': _,
    'controller-revision-hash': __,
    'pod-template-generation': ___,
    ...podLabels
  } = flags.podLabels;
  return ownPods(api, { ...flags, podLabels }).length > 1;
}

/** Writes the addresses into the Ingresses that show others. */
export function updateStatus(
  api: PodApi,
  ingresses: readonly Ingress[],
  points: readonly LoadBalancerPoint[],
  log: Klog,
): void {
  for (const { metadata, status } of ingresses) {
    const now = sorted(status?.loadBalancer?.ingress ?? []);
    const isSame =
      now.length === points.length &&
      now.every(({ ip, hostname }, at) => ip === points[at]?.ip && hostname === points[at]?.hostname);
    if (isSame) continue;
    const { namespace = '', name } = metadata;
    const path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/${name}`;
    const current = api.request('GET', path);
    if ('failure' in current) continue;
    log.info('status.go:311', 'updating Ingress status', {
      namespace,
      ingress: name,
      currentValue: now.length === 0 ? null : now,
      newValue: points,
    });
    const loadBalancer = points.length === 0 ? {} : { ingress: points as unknown as readonly JsonObject[] };
    const written = api.request('PUT', `${path}/status`, { ...current.body, status: { loadBalancer } });
    if ('failure' in written) log.line('W', 'status.go:315', `error updating ingress rule: ${written.failure.message}`);
  }
}
