import { ApiError } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { newControllerRef } from '../controller-ref.ts';
import { KeyedController } from '../keyed-controller.ts';
import { type Node, type Pod, type Service, splitKey } from '../kinds.ts';
import { podEndpoint, podEndpointPorts } from './endpoint.ts';
import {
  EndpointLatency,
  HEADLESS_LABEL,
  LAST_CHANGE_TRIGGER_TIME,
  podsOf,
  TriggerTimes,
  watchServicePods,
} from './service-pods.ts';
import { type EndpointSlice, type PortGroup, planSlices } from './slice-plan.ts';

const SLICES = 'endpointslices.discovery.k8s.io';
const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';

/** Writes the EndpointSlices of each Service that selects pods. Models: pkg/controller/endpointslice */
export class EndpointSliceController implements Component {
  readonly name = 'endpointslice-controller';
  private readonly frame: KeyedController;
  private readonly triggers = new TriggerTimes();
  private readonly latency = new EndpointLatency();
  /** A pod's endpoint, as long as neither the pod nor the Service changes. */
  private cached = new WeakMap<
    Pod,
    { readonly service: Service; readonly endpoint: JsonObject | undefined; readonly ports: string }
  >();

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, {
      account: 'endpointslice-controller',
      sync: (key) => this.sync(key),
      latency: this.latency.of,
    });
  }

  start(): void {
    const sliceChanged = ({ metadata }: KubeObject): void => {
      const service = metadata.labels?.[SERVICE_NAME];
      if (service !== undefined && metadata.labels?.[MANAGED_BY] === MANAGER)
        this.frame.queue.add(`${metadata.namespace}/${service}`);
    };
    this.frame.watch(...watchServicePods(this.frame.informers, (key) => this.frame.queue.add(key)));
    this.frame.watch(
      this.frame.informers.onChange(SLICES, { added() {}, updated() {}, deleted: sliceChanged }),
      this.frame.informers.onChange('nodes', {
        added() {},
        updated: (node, old) => {
          // Zones are part of endpoints, which are remembered by pod.
          if (!equalJson(node.metadata.labels, old.metadata.labels)) this.cached = new WeakMap();
        },
        deleted() {},
      }),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const service = this.frame.informers.get('services', namespace, name) as Service | undefined;
    if (service === undefined || service.metadata.deletionTimestamp !== undefined) {
      // The garbage collector takes the slices of a Service that is gone.
      if (service === undefined) this.triggers.forget(key);
      return;
    }
    if (service.spec.selector === undefined || service.spec.type === 'ExternalName') return;
    const pods = podsOf(this.frame.informers, service);
    this.latency.note(key, pods.length);
    const slices = this.frame.informers.byLabels(SLICES, namespace, { [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER });
    const trigger = this.triggers.next(service, pods);
    const plan = planSlices(this.group(service, pods), slices as readonly EndpointSlice[]);

    const labels = this.labels(service);
    const written = new Set<EndpointSlice>(plan.remove);
    for (const { ports, endpoints } of plan.create) this.create(service, labels, trigger, ports, endpoints);
    for (const { slice, ports, endpoints } of plan.update) {
      written.add(slice);
      this.update(slice, labels, trigger, ports, endpoints);
    }
    for (const slice of slices as readonly EndpointSlice[])
      if (!written.has(slice) && !equalJson(slice.metadata.labels, labels))
        this.update(slice, labels, trigger, slice.ports ?? [], slice.endpoints ?? []);
    for (const { metadata } of plan.remove) {
      try {
        this.frame.client.delete(SLICES, namespace, metadata.name);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 404) throw error;
      }
    }
  }

  /** Endpoints by the ports that their pods offer. */
  private group(service: Service, pods: readonly Pod[]): readonly PortGroup[] {
    const groups = new Map<string, PortGroup>();
    for (const pod of pods) {
      let known = this.cached.get(pod);
      if (known === undefined || known.service !== service) {
        const node = this.frame.informers.get('nodes', '', pod.spec.nodeName ?? '') as Node | undefined;
        const ports = JSON.stringify(podEndpointPorts(pod, service));
        known = { service, endpoint: podEndpoint(pod, service, node), ports };
        this.cached.set(pod, known);
      }
      if (known.endpoint === undefined) continue;
      let group = groups.get(known.ports);
      if (group === undefined) {
        group = { ports: podEndpointPorts(pod, service), endpoints: new Map() };
        groups.set(known.ports, group);
      }
      group.endpoints.set(pod.metadata.uid, known.endpoint);
    }
    return [...groups.values()];
  }

  private labels(service: Service): { readonly [key: string]: string } {
    return {
      ...service.metadata.labels,
      [MANAGED_BY]: MANAGER,
      [SERVICE_NAME]: service.metadata.name,
      ...(service.spec.clusterIP === 'None' ? { [HEADLESS_LABEL]: '' } : {}),
    };
  }

  private create(
    service: Service,
    labels: { readonly [key: string]: string },
    trigger: string | undefined,
    ports: readonly JsonObject[],
    endpoints: readonly JsonObject[],
  ): void {
    const { namespace = '', name } = service.metadata;
    this.frame.client.create(SLICES, namespace, {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        generateName: `${name}-`,
        namespace,
        labels,
        ...(trigger === undefined ? {} : { annotations: { [LAST_CHANGE_TRIGGER_TIME]: trigger } }),
        ownerReferences: [newControllerRef(service) as unknown as JsonObject],
      },
      addressType: service.spec.ipFamilies?.[0] ?? 'IPv4',
      endpoints: endpoints.length > 0 ? endpoints : null,
      ports: endpoints.length > 0 ? ports : null,
    });
  }

  private update(
    slice: EndpointSlice,
    labels: { readonly [key: string]: string },
    trigger: string | undefined,
    ports: readonly JsonObject[],
    endpoints: readonly JsonObject[],
  ): void {
    const { annotations: before, ...metadata } = slice.metadata;
    const { [LAST_CHANGE_TRIGGER_TIME]: _, ...kept } = before ?? {};
    const annotations = trigger === undefined ? kept : { ...kept, [LAST_CHANGE_TRIGGER_TIME]: trigger };
    const isEmpty = endpoints.length === 0;
    this.frame.client.update(SLICES, {
      ...slice,
      metadata: { ...metadata, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
      endpoints: isEmpty ? null : endpoints,
      ports: isEmpty ? null : ports,
    } as KubeObject);
  }
}
