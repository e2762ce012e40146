import type { Informers } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { matchesLabels } from '../../resources/label-selector.ts';
import type { Container } from '../../resources/pod/types.ts';
import { parseTime } from '../../timestamp.ts';
import { keyOf, type Pod, type Service, type ServicePort } from '../kinds.ts';
import { findCondition, isPodReady } from '../pod-state.ts';

export const HEADLESS_LABEL = 'service.kubernetes.io/headless';
export const LAST_CHANGE_TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

/** The pods that the Service's selector matches, found by their labels' index. */
export function podsOf(informers: Informers, service: Service): readonly Pod[] {
  return informers.byLabels('pods', service.metadata.namespace ?? '', service.spec.selector ?? {}) as readonly Pod[];
}

/** The number that a Service port means on this pod; undefined when the pod has no port of that name. Models: podutil.FindPort */
export function findPort(pod: Pod, { targetPort, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (targetPort === undefined) return port;
  if (typeof targetPort === 'number') return targetPort === 0 ? port : targetPort;
  const sidecars = (pod.spec.initContainers ?? []).filter(
    (container: Container) => container.restartPolicy === 'Always',
  );
  for (const container of [...(pod.spec.containers ?? []), ...sidecars])
    for (const { name, containerPort, protocol: of = 'TCP' } of container.ports ?? [])
      if (name === targetPort && of === protocol) return containerPort;
  return undefined;
}

/** The pod's hostname as its endpoint shows it: only where the pod is named within this Service. Models: shouldSetHostname */
export function endpointHostname(pod: Pod, service: Service): string | undefined {
  const { hostname, subdomain } = pod.spec;
  const isNamedHere =
    hostname && subdomain === service.metadata.name && pod.metadata.namespace === service.metadata.namespace;
  return isNamedHere ? hostname : undefined;
}

/** Whether a change of the pod can change an endpoint. Models: endpointutil.podEndpointsChanged */
function matters(pod: Pod, old: Pod): boolean {
  return (
    pod.status?.podIP !== old.status?.podIP ||
    pod.status?.phase !== old.status?.phase ||
    pod.metadata.deletionTimestamp !== old.metadata.deletionTimestamp ||
    isPodReady(pod) !== isPodReady(old) ||
    pod.spec.nodeName !== old.spec.nodeName ||
    pod.spec.hostname !== old.spec.hostname ||
    !equalJson(pod.metadata.labels, old.metadata.labels)
  );
}

/** Calls `enqueue` with the key of each Service whose endpoints a change of Services or pods may change. Returns disposers. */
export function watchServicePods(informers: Informers, enqueue: (key: string) => void): (() => void)[] {
  const wake = (labels: KubeObject['metadata']['labels'], namespace: string): void => {
    for (const service of informers.list('services', namespace) as readonly Service[]) {
      const { selector } = service.spec;
      if (selector !== undefined && matchesLabels(selector, labels)) enqueue(keyOf(service));
    }
  };
  const podChanged = ({ metadata }: KubeObject): void => wake(metadata.labels, metadata.namespace ?? '');
  const serviceChanged = (service: KubeObject): void => enqueue(keyOf(service));
  return [
    informers.onChange('services', { added: serviceChanged, updated: serviceChanged, deleted: serviceChanged }),
    informers.onChange('pods', {
      added: podChanged,
      updated(pod, old) {
        if (!matters(pod as Pod, old as Pod)) return;
        podChanged(pod);
        if (!equalJson(pod.metadata.labels, old.metadata.labels)) podChanged(old);
      },
      deleted: podChanged,
    }),
  ];
}

/** Remembers when pods and Services last changed, for the last-change-trigger-time annotation. Models: endpointslice/trigger_time_tracker.go */
export class TriggerTimes {
  private readonly seen = new Map<string, { serviceMs: number; pods: ReadonlyMap<string, number> }>();

  /** The earliest change since the last call for this Service, as RFC 3339 text; undefined when there was none. */
  next(service: Service, pods: readonly Pod[]): string | undefined {
    const key = keyOf(service);
    const before = this.seen.get(key);
    const serviceMs = parseTime(service.metadata.creationTimestamp) ?? 0;
    let first: { ms: number; text: string } | undefined;
    const consider = (ms: number, text: string, seenMs: number): void => {
      if (ms > seenMs && (first === undefined || ms < first.ms)) first = { ms, text };
    };
    const times = new Map<string, number>();
    for (const pod of pods) {
      const text = findCondition(pod.status?.conditions, 'Ready')?.lastTransitionTime;
      const ms = parseTime(text);
      if (ms === undefined || !text) continue;
      times.set(pod.metadata.name, ms);
      // Of a Service seen for the first time, only its own creation counts.
      if (before !== undefined) consider(ms, text, before.pods.get(pod.metadata.name) ?? 0);
    }
    consider(serviceMs, service.metadata.creationTimestamp, before?.serviceMs ?? 0);
    this.seen.set(key, { serviceMs, pods: times });
    return (first as { text: string } | undefined)?.text;
  }

  forget(key: string): void {
    this.seen.delete(key);
  }
}

/** Queue latency that grows with the Service: what many pods' changes come to is written together. */
export class EndpointLatency {
  private readonly pods = new Map<string, number>();

  note(key: string, count: number): void {
    this.pods.set(key, count);
  }

  of = (key: string): { lowMs: number; highMs: number } => {
    const extraMs = (this.pods.get(key) ?? 0) / 4;
    return { lowMs: 10 + extraMs, highMs: 35 + extraMs };
  };
}
