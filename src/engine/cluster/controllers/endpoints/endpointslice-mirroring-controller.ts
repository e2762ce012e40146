import { ApiError } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { newControllerRef } from '../controller-ref.ts';
import { KeyedController } from '../keyed-controller.ts';
import { keyOf, type Service, splitKey } from '../kinds.ts';
import { type EndpointSlice, identityOf, type PortGroup, planSlices } from './slice-plan.ts';

const SLICES = 'endpointslices.discovery.k8s.io';
const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslicemirroring-controller.k8s.io';
const SKIP = 'endpointslice.kubernetes.io/skip-mirror';

interface Endpoints extends KubeObject {
  readonly subsets?: readonly {
    readonly addresses?: readonly JsonObject[];
    readonly notReadyAddresses?: readonly JsonObject[];
    readonly ports?: readonly JsonObject[];
  }[];
}

function mirrored(address: JsonObject, ready: boolean): JsonObject {
  const { ip, hostname, nodeName, targetRef } = address;
  return {
    addresses: [ip as string],
    conditions: { ready },
    ...(hostname === undefined ? {} : { hostname }),
    ...(targetRef === undefined ? {} : { targetRef }),
    ...(nodeName === undefined ? {} : { nodeName }),
  };
}

/** The addresses of hand-made Endpoints by their ports. */
function groupsOf({ subsets = [] }: Endpoints): readonly PortGroup[] {
  const groups = new Map<string, PortGroup>();
  for (const { addresses = [], notReadyAddresses = [], ports: of = [] } of subsets) {
    const ports = of.map(({ name = '', protocol = 'TCP', port, appProtocol }) => ({
      name,
      protocol,
      port,
      ...(appProtocol === undefined ? {} : { appProtocol }),
    }));
    const key = JSON.stringify(ports);
    const group: PortGroup = groups.get(key) ?? { ports, endpoints: new Map() };
    groups.set(key, group);
    for (const [list, ready] of [
      [addresses, true],
      [notReadyAddresses, false],
    ] as const)
      for (const address of list) {
        const endpoint = mirrored(address, ready);
        group.endpoints.set(identityOf(endpoint), endpoint);
      }
  }
  return [...groups.values()];
}

/** Copies hand-made Endpoints of Services without selector into EndpointSlices, which is what traffic follows. Models: pkg/controller/endpointslicemirroring */
export class EndpointSliceMirroringController implements Component {
  readonly name = 'endpointslice-mirroring-controller';
  private readonly frame: KeyedController;

  constructor(context: ComponentContext) {
    this.frame = new KeyedController(context, {
      account: 'endpointslicemirroring-controller',
      sync: (key) => this.sync(key),
      latency: { lowMs: 10, highMs: 40 },
    });
  }

  start(): void {
    const enqueue = (object: KubeObject): void => this.frame.queue.add(keyOf(object));
    const handler = { added: enqueue, updated: enqueue, deleted: enqueue };
    this.frame.watch(
      this.frame.informers.onChange('endpoints', handler),
      this.frame.informers.onChange('services', handler),
    );
  }

  stop(): void {
    this.frame.stop();
  }

  private sync(key: string): void {
    const [namespace, name] = splitKey(key);
    const endpoints = this.frame.informers.get('endpoints', namespace, name) as Endpoints | undefined;
    const service = this.frame.informers.get('services', namespace, name) as Service | undefined;
    const slices = this.frame.informers.byLabels(SLICES, namespace, { [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER });
    const isMirrored =
      endpoints !== undefined &&
      endpoints.metadata.deletionTimestamp === undefined &&
      endpoints.metadata.labels?.[SKIP] !== 'true' &&
      service !== undefined &&
      service.spec.selector === undefined;
    if (!isMirrored) {
      for (const slice of slices) this.remove(slice);
      return;
    }
    const groups = groupsOf(endpoints);
    if (groups.length === 0) {
      for (const slice of slices) this.remove(slice);
      return;
    }
    const plan = planSlices(groups, slices as readonly EndpointSlice[]);
    const labels = { ...endpoints.metadata.labels, [SERVICE_NAME]: name, [MANAGED_BY]: MANAGER };
    for (const { ports, endpoints: list } of plan.create)
      this.frame.client.create(SLICES, namespace, {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          generateName: `${name}-`,
          namespace,
          labels,
          ownerReferences: [newControllerRef(endpoints) as unknown as JsonObject],
        },
        addressType: 'IPv4',
        endpoints: list,
        ports,
      });
    for (const { slice, ports, endpoints: list } of plan.update)
      this.frame.client.update(SLICES, {
        ...slice,
        metadata: equalJson(slice.metadata.labels, labels) ? slice.metadata : { ...slice.metadata, labels },
        endpoints: list,
        ports,
      } as KubeObject);
    for (const slice of plan.remove) this.remove(slice);
  }

  private remove({ metadata: { namespace = '', name } }: KubeObject): void {
    try {
      this.frame.client.delete(SLICES, namespace, name);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}
