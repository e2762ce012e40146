import { ApiError } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { KeyedController } from '../keyed-controller.ts';
import { type Service, splitKey } from '../kinds.ts';
import {
  EndpointLatency,
  HEADLESS_LABEL,
  LAST_CHANGE_TRIGGER_TIME,
  podsOf,
  TriggerTimes,
  watchServicePods,
} from './service-pods.ts';
import { endpointSubsets } from './subsets.ts';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
/** More addresses than this are cut off. */
const MAX_ADDRESSES = 1000;

/** Writes the Endpoints of each Service that selects pods. Models: pkg/controller/endpoint/endpoints_controller.go */
export class EndpointsController implements Component {
  readonly name = 'endpoints-controller';
  private readonly frame: KeyedController;
  private readonly triggers = new TriggerTimes();
  private readonly latency = new EndpointLatency();

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, {
      account: 'endpoint-controller',
      sync: (key) => this.sync(key),
      latency: this.latency.of,
    });
  }

  start(): void {
    this.frame.watch(...watchServicePods(this.frame.informers, (key) => this.frame.queue.add(key)));
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const service = this.frame.informers.get('services', namespace, name) as Service | undefined;
    const current = this.frame.informers.get('endpoints', namespace, name);
    if (service === undefined) {
      this.triggers.forget(key);
      if (current !== undefined) this.remove(current);
      return;
    }
    if (service.spec.selector === undefined || service.metadata.deletionTimestamp !== undefined) return;
    const pods = podsOf(this.frame.informers, service);
    this.latency.note(key, pods.length);
    const { subsets, isCut } = cut(endpointSubsets(service, pods));
    const labels = {
      ...service.metadata.labels,
      ...(service.spec.clusterIP === 'None' ? { [HEADLESS_LABEL]: '' } : {}),
      [MANAGED_BY]: 'endpoint-controller',
    };
    const trigger = this.triggers.next(service, pods);
    if (current !== undefined && equalJson(current['subsets'], subsets) && equalJson(current.metadata.labels, labels))
      return;
    const { [LAST_CHANGE_TRIGGER_TIME]: _, [OVER_CAPACITY]: __, ...kept } = current?.metadata.annotations ?? {};
    const annotations = {
      ...kept,
      ...(trigger === undefined ? {} : { [LAST_CHANGE_TRIGGER_TIME]: trigger }),
      ...(isCut ? { [OVER_CAPACITY]: 'truncated' } : {}),
    };
    this.write(current, namespace, name, labels, annotations, subsets);
  }

  private write(
    current: KubeObject | undefined,
    namespace: string,
    name: string,
    labels: { readonly [key: string]: string },
    annotations: { readonly [key: string]: string },
    subsets: readonly JsonObject[],
  ): void {
    const content = subsets.length > 0 ? { subsets } : {};
    if (current === undefined) {
      this.frame.client.create('endpoints', namespace, {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name, namespace, labels, annotations },
        ...content,
      });
      return;
    }
    const { subsets: _, ...rest } = current;
    this.frame.client.update('endpoints', {
      ...rest,
      metadata: { ...current.metadata, labels, annotations },
      ...content,
    } as KubeObject);
  }

  private remove({ metadata: { namespace = '', name } }: KubeObject): void {
    try {
      this.frame.client.delete('endpoints', namespace, name);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}

/** At most MAX_ADDRESSES addresses, ready ones first. Models: truncateEndpoints */
function cut(subsets: readonly JsonObject[]): { readonly subsets: readonly JsonObject[]; readonly isCut: boolean } {
  const count = (key: string): number =>
    subsets.reduce((sum, subset) => sum + ((subset[key] as readonly JsonObject[] | undefined)?.length ?? 0), 0);
  if (count('addresses') + count('notReadyAddresses') <= MAX_ADDRESSES) return { subsets, isCut: false };
  let room = MAX_ADDRESSES;
  const take = (list: readonly JsonObject[] | undefined): readonly JsonObject[] | undefined => {
    const taken = list?.slice(0, room);
    room -= taken?.length ?? 0;
    return taken !== undefined && taken.length > 0 ? taken : undefined;
  };
  const ready = subsets.map((subset) => take(subset['addresses'] as readonly JsonObject[] | undefined));
  const out = subsets.map((subset, at): JsonObject => {
    const notReady = take(subset['notReadyAddresses'] as readonly JsonObject[] | undefined);
    const addresses = ready[at];
    return {
      ...(addresses ? { addresses } : {}),
      ...(notReady ? { notReadyAddresses: notReady } : {}),
      ...(subset['ports'] === undefined ? {} : { ports: subset['ports'] }),
    };
  });
  return { subsets: out.filter((each) => each['addresses'] ?? each['notReadyAddresses']), isCut: true };
}
