import { ApiError, type Client, type Informers } from '../client.ts';
import type { Clock } from '../clock.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { equalJson } from '../resources/equality.ts';
import { formatTime } from '../timestamp.ts';

const API_SERVICES = 'apiservices.apiregistration.k8s.io';
/** The aggregated API that this cluster can serve, when its server runs. */
export const METRICS_API_SERVICE = 'v1beta1.metrics.k8s.io';
/** After a change of a Service's endpoints the aggregator looks again this much later. */
const LOOK_AGAIN_MS = 600;

interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

interface ServiceReference {
  readonly namespace?: string;
  readonly name?: string;
  readonly port?: number;
}

interface Slice extends KubeObject {
  readonly endpoints?: readonly {
    readonly conditions?: { readonly ready?: boolean };
    readonly targetRef?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
}

/**
 * Says of each APIService whether what stands behind it can be reached, and tells when the metrics API comes and goes.
 * Models: kube-aggregator/pkg/controllers/status/remote
 */
export class ApiServiceAvailability implements Component {
  readonly name = 'apiservice-availability-controller';
  private readonly informers: Informers;
  private readonly client: Client;
  private readonly clock: Clock;
  private readonly disposers: (() => void)[] = [];
  private isQueued = false;
  /** Those that point at a Service, as they were when they were last looked at. */
  private remote: readonly KubeObject[] = [];

  constructor(
    context: ComponentContext,
    /** Called with whether the metrics API's APIService is there. */
    private readonly declared: (isDeclared: boolean) => void,
  ) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = context.client('kube-apiserver', {
      name: 'system:kube-aggregator',
      groups: ['system:masters', 'system:authenticated'],
    });
  }

  start(): void {
    const all = { added: () => this.later(), updated: () => this.later(), deleted: () => this.later() };
    this.disposers.push(this.informers.onChange(API_SERVICES, all));
    // A change of a Service matters only while an APIService points at one.
    const behind = (object: KubeObject): void => {
      if (this.isBehind(object)) this.later();
    };
    const relevant = { added: behind, updated: behind, deleted: behind };
    this.disposers.push(this.informers.onChange('services', relevant));
    this.disposers.push(this.informers.onChange('endpointslices.discovery.k8s.io', relevant));
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
  }

  /** Whether the metrics API can be reached now. */
  isMetricsServed(): boolean {
    const object = this.informers.get(API_SERVICES, '', METRICS_API_SERVICE);
    return object !== undefined && conditionOf(object)?.['status'] === 'True';
  }

  private isBehind(object: KubeObject): boolean {
    if (this.remote.length === 0) return false;
    const name = object.metadata.labels?.['kubernetes.io/service-name'] ?? object.metadata.name;
    return this.remote.some((each) => {
      const reference = referenceOf(each);
      return reference?.name === name && reference.namespace === object.metadata.namespace;
    });
  }

  private later(): void {
    if (this.isQueued) return;
    this.isQueued = true;
    this.clock.after(LOOK_AGAIN_MS, () => {
      this.isQueued = false;
      const all = this.informers.list(API_SERVICES);
      this.remote = all.filter((object) => referenceOf(object) !== undefined);
      for (const object of all) this.look(object);
      this.declared(this.informers.get(API_SERVICES, '', METRICS_API_SERVICE) !== undefined);
    });
  }

  private look(object: KubeObject): void {
    const verdict = this.verdict(object);
    const old = conditionOf(object);
    const since = old?.['status'] === verdict.status ? old['lastTransitionTime'] : undefined;
    const condition = { type: 'Available', ...verdict, lastTransitionTime: since ?? formatTime(this.clock.nowMs()) };
    if (equalJson(old, condition)) return;
    try {
      this.client.updateStatus(API_SERVICES, { ...object, status: { conditions: [condition] } } as KubeObject);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private verdict(object: KubeObject): Verdict {
    const reference = referenceOf(object);
    if (reference === undefined)
      return { status: 'True', reason: 'Local', message: 'Local APIServices are always available' };
    const { namespace = '', name = '', port = 443 } = reference;
    const service = this.informers.get('services', namespace, name);
    const down = (reason: string, message: string): Verdict => ({ status: 'False', reason, message });
    if (service === undefined) return down('ServiceNotFound', `service/${name} in "${namespace}" is not present`);
    const spec = (service['spec'] ?? {}) as {
      readonly clusterIP?: string;
      readonly ports?: readonly { readonly port?: number; readonly name?: string }[];
    };
    const servicePort = spec.ports?.find((each) => each.port === port);
    if (servicePort === undefined)
      return down('ServicePortError', `service/${name} in "${namespace}" is not listening on port ${port}`);
    const slices = this.informers.byLabels('endpointslices.discovery.k8s.io', namespace, {
      'kubernetes.io/service-name': name,
    }) as readonly Slice[];
    const ready = slices.flatMap(({ endpoints = [] }) =>
      endpoints.filter(({ conditions }) => conditions?.ready === true),
    );
    if (ready.length === 0) {
      const portName = servicePort.name ?? '';
      return down(
        'MissingEndpoints',
        `endpoints for service/${name} in "${namespace}" have no addresses with port name "${portName}"`,
      );
    }
    if (object.metadata.name === METRICS_API_SERVICE && ready.some(({ targetRef }) => this.isMetricsServer(targetRef)))
      return { status: 'True', reason: 'Passed', message: 'all checks passed' };
    const [version = '', group = ''] = object.metadata.name.split(/\.(.*)/, 2);
    return down(
      'FailedDiscoveryCheck',
      `failing or missing response from https://${spec.clusterIP}:${port}/apis/${group}/${version}: bad status from https://${spec.clusterIP}:${port}/apis/${group}/${version}: 404`,
    );
  }

  /** Whether a metrics server runs in the pod behind an endpoint. */
  private isMetricsServer(target: NonNullable<Slice['endpoints']>[number]['targetRef']): boolean {
    if (target?.kind !== 'Pod') return false;
    const pod = this.informers.get('pods', target.namespace ?? '', target.name ?? '');
    const spec = (pod?.['spec'] ?? {}) as { readonly containers?: readonly { readonly image?: string }[] };
    return (spec.containers ?? []).some(({ image = '' }) => image.includes('metrics-server'));
  }
}

function referenceOf(object: KubeObject): ServiceReference | undefined {
  return ((object['spec'] ?? {}) as { readonly service?: ServiceReference | null }).service ?? undefined;
}

function conditionOf(object: KubeObject): JsonObject | undefined {
  const { conditions } = (object['status'] ?? {}) as { readonly conditions?: readonly JsonObject[] };
  return conditions?.find(({ type }) => type === 'Available');
}
