import type { ResourceKey } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { Store } from '../store.ts';
import { formatTime } from '../timestamp.ts';
import { KUBERNETES_SERVICE_ADDRESS } from './api-service.ts';
import { flowObjects } from './flow-control.ts';

/** What the server keeps of its own groups: `group version groupPriorityMinimum versionPriority`. Models: pkg/controlplane/apiserver/aggregator.go */
const SERVED = `
- v1 18000 1; apps v1 17800 15; events.k8s.io v1 17750 15; authentication.k8s.io v1 17700 15
authorization.k8s.io v1 17600 15; autoscaling v2 17500 30; autoscaling v1 17500 15; batch v1 17400 15
certificates.k8s.io v1 17300 15; networking.k8s.io v1 17200 15; policy v1 17100 15; rbac.authorization.k8s.io v1 17000 15
storage.k8s.io v1 16800 15; admissionregistration.k8s.io v1 16700 15; apiextensions.k8s.io v1 16700 15
scheduling.k8s.io v1 16600 15; coordination.k8s.io v1 16500 15; node.k8s.io v1 16300 15; discovery.k8s.io v1 16200 15
resource.k8s.io v1 16200 21; flowcontrol.apiserver.k8s.io v1 16100 21`;

/** An APIService that the server itself stands behind. `kept`: from its start (`onstart`), or as long as something is served (`true`). */
export function localApiService(
  group: string,
  version: string,
  priorities: readonly [group: number, version: number],
  kept: 'onstart' | 'true',
  now: string,
): JsonObject {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: {
      name: `${version}.${group}`,
      labels: { 'kube-aggregator.kubernetes.io/automanaged': kept },
    },
    spec: {
      ...(group === '' ? {} : { group }),
      version,
      groupPriorityMinimum: priorities[0],
      versionPriority: priorities[1],
    },
    status: {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastTransitionTime: now,
          reason: 'Local',
          message: 'Local APIServices are always available',
        },
      ],
    },
  };
}

function apiServices(now: string): readonly JsonObject[] {
  return SERVED.split(/[;\n]/).flatMap((line) => {
    const [group = '', version = '', first, second] = line.trim().split(' ');
    if (version === '') return [];
    const priorities = [Number(first), Number(second)] as const;
    return [localApiService(group === '-' ? '' : group, version, priorities, 'onstart', now)];
  });
}

/** The range of service addresses. Models: pkg/controlplane/controller/defaultservicecidr */
function serviceCidr(now: string): JsonObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes', finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
    spec: { cidrs: [`${KUBERNETES_SERVICE_ADDRESS.replace(/\d+$/, '0')}/12`] },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          lastTransitionTime: now,
          reason: '',
          message: 'Kubernetes Service CIDR is ready',
        },
      ],
    },
  };
}

const RESOURCES: { readonly [kind: string]: ResourceKey } = {
  APIService: 'apiservices.apiregistration.k8s.io',
  FlowSchema: 'flowschemas.flowcontrol.apiserver.k8s.io',
  PriorityLevelConfiguration: 'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  ServiceCIDR: 'servicecidrs.networking.k8s.io',
};

/**
 * Stores what an API server finds or makes when it starts: what it serves, how it shares its seats, which addresses it hands out. They are
 * there before the first request, and draw from a stream of their own, so that the names of all else are as they were without them.
 */
export function storeServerObjects(store: Store, random: Random, nowMs: number): void {
  const now = formatTime(nowMs);
  const objects = [...apiServices(now), ...flowObjects(now), serviceCidr(now)];
  for (const object of objects) {
    const resource = RESOURCES[String(object['kind'])];
    if (resource === undefined) continue;
    const { metadata, ...rest } = object;
    const full = { ...(metadata as JsonObject), uid: random.uuid(), resourceVersion: '', creationTimestamp: now };
    const { apiVersion, kind, ...fields } = rest;
    store.create(resource, { apiVersion, kind, metadata: full, ...fields } as unknown as KubeObject, {
      manager: 'kube-apiserver',
      operation: 'Update',
      subresource: '',
    });
  }
}
