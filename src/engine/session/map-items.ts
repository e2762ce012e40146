import type { Informers } from '../cluster/client.ts';
import type { Json, JsonObject, KubeObject } from '../cluster/json.ts';
import { objects, record, text } from '../cluster/json-readers.ts';
import { asJson } from '../cluster/resources/definition.ts';
import { parseTime } from '../cluster/timestamp.ts';
import { isGeneric } from '../runtime/registry.ts';
import type { MapContainer, MapItem, Tone } from './map-item.ts';
import { ingressHosts, usesOf } from './map-uses.ts';

/** What the printed columns of a kind say of an object, by column name. */
export type Columns = (resource: string, object: KubeObject) => { readonly [column: string]: Json };

/** What an item is made from: the objects around it, and what kubectl would print of it. */
export interface MapSource {
  readonly informers: Informers;
  readonly columns: Columns;
}

function containersOf(pod: JsonObject): readonly MapContainer[] {
  const spec = record(pod['spec']);
  const status = record(pod['status']);
  const groups = [
    {
      specs: objects(spec['initContainers']),
      statuses: objects(status['initContainerStatuses']),
      kind: 'init' as const,
    },
    { specs: objects(spec['containers']), statuses: objects(status['containerStatuses']), kind: 'main' as const },
    {
      specs: objects(spec['ephemeralContainers']),
      statuses: objects(status['ephemeralContainerStatuses']),
      kind: 'ephemeral' as const,
    },
  ];
  return groups.flatMap(({ specs, statuses, kind }) =>
    specs.map((container): MapContainer => {
      const found = statuses.find((candidate) => candidate['name'] === container['name']) ?? {};
      const state = record(found['state']);
      const phase =
        state['running'] !== undefined ? 'running' : state['terminated'] !== undefined ? 'terminated' : 'waiting';
      return {
        name: text(container['name']),
        kind: kind === 'init' && container['restartPolicy'] === 'Always' ? 'sidecar' : kind,
        state: phase,
        reason: text(record(state[phase])['reason']),
        ready: found['ready'] === true,
        restarts: Number(found['restartCount'] ?? 0),
        image: text(container['image']),
        ...(isGeneric(text(container['image'])) ? { generic: true as const } : {}),
      };
    }),
  );
}

const BAD = /Lost|Err|BackOff|Error|Failed|Unknown|Evicted|OOM|Invalid|Deadline|NotReady|StartError/;

/** How an object is doing, by its STATUS and READY. */
export function toneOf(status: string, ready: string | undefined): Tone {
  if (/Terminating/.test(status)) return 'ending';
  if (/Completed|Succeeded/.test(status)) return 'done';
  if (BAD.test(status)) return 'bad';
  if (ready !== undefined) {
    const [have, want] = ready.split('/').map(Number);
    if (have !== want) return 'waiting';
  }
  return /Pending|Creating|Init|Initializing/.test(status) ? 'waiting' : 'ok';
}

function targetsOf(informers: Informers, service: KubeObject): readonly string[] {
  const slices = informers.byLabels('endpointslices.discovery.k8s.io', service.metadata.namespace ?? '', {
    'kubernetes.io/service-name': service.metadata.name,
  });
  return slices.flatMap((slice) =>
    objects(asJson(slice)['endpoints'])
      .filter((endpoint) => record(endpoint['conditions'])['ready'] === true)
      .map((endpoint) => text(record(endpoint['targetRef'])['uid'])),
  );
}

/** An object as the map draws it. */
export function mapItem(source: MapSource, key: string, resource: string, it: KubeObject): MapItem {
  const json = asJson(it);
  const spec = record(json['spec']);
  const status = record(json['status']);
  const cells = source.columns(resource, it);
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
        : resource === 'ingresses.networking.k8s.io'
          ? ingressHosts(json)
          : (ready ?? '');
  const uses = usesOf(resource, json);
  const address =
    resource === 'pods'
      ? text(status['podIP'])
      : resource === 'services'
        ? text(spec['clusterIP'])
        : resource === 'ingresses.networking.k8s.io'
          ? text(cells['Address'])
          : text(objects(status['addresses']).find((entry) => entry['type'] === 'InternalIP')?.['address']);
  const owner = it.metadata.ownerReferences?.find((reference) => reference.controller === true);
  return {
    key,
    resource,
    kind: it.kind,
    namespace: it.metadata.namespace ?? '',
    name: it.metadata.name,
    uid: it.metadata.uid,
    status: words,
    tone: resource === 'ingresses.networking.k8s.io' ? (address === '' ? 'waiting' : 'ok') : toneOf(words, ready),
    ready,
    node: resource === 'pods' && text(spec['nodeName']) !== '' ? text(spec['nodeName']) : undefined,
    address: address === '' ? undefined : address,
    ownerUid: owner?.uid,
    containers: resource === 'pods' ? containersOf(json) : [],
    targets: resource === 'services' ? targetsOf(source.informers, it) : [],
    ...(uses.length === 0 ? {} : { uses }),
    createdMs: parseTime(it.metadata.creationTimestamp) ?? 0,
  };
}
