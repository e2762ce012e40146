import type { Informers } from '../cluster/client.ts';
import type { Json, JsonObject, KubeObject } from '../cluster/json.ts';
import { asJson } from '../cluster/resources/definition.ts';
import { parseTime } from '../cluster/timestamp.ts';
import { isGeneric } from '../runtime/registry.ts';
import type { MapChange, MapContainer, MapItem, Tone } from './map-item.ts';

/** What the map draws, by the store's key. */
export const MAP_RESOURCES = [
  'nodes',
  'pods',
  'deployments.apps',
  'replicasets.apps',
  'daemonsets.apps',
  'statefulsets.apps',
  'jobs.batch',
  'services',
] as const;

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function containersOf(pod: JsonObject): readonly MapContainer[] {
  const spec = object(pod['spec']);
  const status = object(pod['status']);
  const groups = [
    { specs: list(spec['initContainers']), statuses: list(status['initContainerStatuses']), kind: 'init' as const },
    { specs: list(spec['containers']), statuses: list(status['containerStatuses']), kind: 'main' as const },
    {
      specs: list(spec['ephemeralContainers']),
      statuses: list(status['ephemeralContainerStatuses']),
      kind: 'ephemeral' as const,
    },
  ];
  return groups.flatMap(({ specs, statuses, kind }) =>
    specs.map((container): MapContainer => {
      const found = statuses.find((candidate) => candidate['name'] === container['name']) ?? {};
      const state = object(found['state']);
      const phase =
        state['running'] !== undefined ? 'running' : state['terminated'] !== undefined ? 'terminated' : 'waiting';
      return {
        name: text(container['name']),
        kind: kind === 'init' && container['restartPolicy'] === 'Always' ? 'sidecar' : kind,
        state: phase,
        reason: text(object(state[phase])['reason']),
        ready: found['ready'] === true,
        restarts: Number(found['restartCount'] ?? 0),
        image: text(container['image']),
        ...(isGeneric(text(container['image'])) ? { generic: true as const } : {}),
      };
    }),
  );
}

const BAD = /Err|BackOff|Error|Failed|Unknown|Evicted|OOM|Invalid|Deadline|NotReady|StartError/;

function toneOf(status: string, ready: string | undefined): Tone {
  if (/Terminating/.test(status)) return 'ending';
  if (/Completed|Succeeded/.test(status)) return 'done';
  if (BAD.test(status)) return 'bad';
  if (ready !== undefined) {
    const [have, want] = ready.split('/').map(Number);
    if (have !== want) return 'waiting';
  }
  return /Pending|Creating|Init|Initializing/.test(status) ? 'waiting' : 'ok';
}

/** What the printed columns of a kind say of an object, by column name. */
export type Columns = (resource: string, object: KubeObject) => { readonly [column: string]: Json };

/** Gathers what changed on the map since it was last asked. Costs what changed. */
export class MapView {
  private readonly changed = new Map<string, { readonly resource: string; readonly object: KubeObject | undefined }>();
  private readonly disposers: (() => void)[] = [];

  constructor(
    private readonly informers: Informers,
    private readonly columns: Columns,
    kinds: readonly string[],
  ) {
    for (const resource of MAP_RESOURCES.filter((name) => kinds.includes(name))) {
      const mark = (it: KubeObject): void => this.mark(resource, it, true);
      this.disposers.push(
        informers.onChange(resource, { added: mark, updated: mark, deleted: (it) => this.mark(resource, it, false) }),
      );
    }
    const touch = (slice: KubeObject): void => {
      const { namespace = '', labels = {} } = slice.metadata;
      const service = informers.get('services', namespace, labels['kubernetes.io/service-name'] ?? '');
      if (service !== undefined) this.mark('services', service, true);
    };
    this.disposers.push(
      informers.onChange('endpointslices.discovery.k8s.io', { added: touch, updated: touch, deleted: touch }),
    );
  }

  private mark(resource: string, it: KubeObject, there: boolean): void {
    this.changed.set(`${resource}/${it.metadata.namespace ?? ''}/${it.metadata.name}`, {
      resource,
      object: there ? it : undefined,
    });
  }

  /** What changed since the last call. */
  take(): readonly MapChange[] {
    const changes = [...this.changed].map(
      ([key, { resource, object: it }]): MapChange => ({
        key,
        item: it === undefined ? undefined : this.item(key, resource, it),
      }),
    );
    this.changed.clear();
    return changes;
  }

  dispose(): void {
    for (const dispose of this.disposers) dispose();
  }

  private item(key: string, resource: string, it: KubeObject): MapItem {
    const json = asJson(it);
    const spec = object(json['spec']);
    const status = object(json['status']);
    const cells = this.columns(resource, it);
    const ready = /^\d+\/\d+$/.test(text(cells['Ready']))
      ? text(cells['Ready'])
      : resource === 'replicasets.apps'
        ? `${cells['Ready'] ?? 0}/${cells['Desired'] ?? 0}`
        : undefined;
    const words =
      text(cells['Status']) !== ''
        ? text(cells['Status'])
        : resource === 'services'
          ? text(cells['Type'])
          : (ready ?? '');
    const address =
      resource === 'pods'
        ? text(status['podIP'])
        : resource === 'services'
          ? text(spec['clusterIP'])
          : text(list(status['addresses']).find((entry) => entry['type'] === 'InternalIP')?.['address']);
    const owner = it.metadata.ownerReferences?.find((reference) => reference.controller === true);
    return {
      key,
      resource,
      kind: it.kind,
      namespace: it.metadata.namespace ?? '',
      name: it.metadata.name,
      uid: it.metadata.uid,
      status: words,
      tone: toneOf(words, ready),
      ready,
      node: resource === 'pods' && text(spec['nodeName']) !== '' ? text(spec['nodeName']) : undefined,
      address: address === '' ? undefined : address,
      ownerUid: owner?.uid,
      containers: resource === 'pods' ? containersOf(json) : [],
      targets: resource === 'services' ? this.targetsOf(it) : [],
      createdMs: parseTime(it.metadata.creationTimestamp) ?? 0,
    };
  }

  private targetsOf(service: KubeObject): readonly string[] {
    const slices = this.informers.byLabels('endpointslices.discovery.k8s.io', service.metadata.namespace ?? '', {
      'kubernetes.io/service-name': service.metadata.name,
    });
    return slices.flatMap((slice) =>
      list(asJson(slice)['endpoints'])
        .filter((endpoint) => object(endpoint['conditions'])['ready'] === true)
        .map((endpoint) => text(object(endpoint['targetRef'])['uid'])),
    );
  }
}
