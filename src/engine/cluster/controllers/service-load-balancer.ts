import { ApiError, type Client, type Informers } from '../client.ts';
import type { Component, ComponentContext } from '../component.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { type Cidr, formatIpv4, parseIpv4 } from '../network/addresses.ts';
import { controllerClient } from './controller-client.ts';
import { createRecorder, type EventRecorder } from './recorder.ts';
import { WorkQueue } from './workqueue.ts';

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
/** What a cloud takes to make a balancer, or to take one down. */
const PROVIDER_MS = { lowMs: 1500, highMs: 3500 };
/** Addresses of balancers, in the network of the nodes: 172.30.255.0/24. */
const RANGE: Cidr = { first: 0xac1eff00, size: 256 };

interface Service extends KubeObject {
  readonly spec?: { readonly type?: string; readonly loadBalancerClass?: string; readonly loadBalancerIP?: string };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
}

const wants = ({ spec, metadata }: Service): boolean =>
  spec?.type === 'LoadBalancer' && spec.loadBalancerClass === undefined && metadata.deletionTimestamp === undefined;
const hasFinalizer = ({ metadata }: Service): boolean => (metadata.finalizers ?? []).includes(FINALIZER);
const addressOf = ({ status }: Service): string | undefined => status?.loadBalancer?.ingress?.[0]?.ip;

/**
 * A cloud's load balancers: gives each Service of type LoadBalancer an address that the world outside reaches. Only clusters that ask for a
 * provider have it. Models: k8s.io/cloud-provider/controllers/service
 */
export class ServiceLoadBalancer implements Component {
  readonly name = 'service-lb-controller';
  private readonly informers: Informers;
  private readonly client: Client;
  private readonly recorder: EventRecorder;
  private readonly queue: WorkQueue;
  private readonly taken = new Map<string, number>();
  private dispose: () => void = () => {};

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.client = controllerClient(context, 'service-controller');
    this.recorder = createRecorder(this.client, context.clock, { component: 'service-controller' });
    this.queue = new WorkQueue({
      clock: context.clock,
      random: context.random,
      latency: PROVIDER_MS,
      sync: (key) => this.sync(key),
    });
  }

  start(): void {
    const changed = (object: KubeObject): void => {
      const service = object as Service;
      const address = addressOf(service);
      const value = address === undefined ? undefined : parseIpv4(address);
      if (value !== undefined) this.taken.set(service.metadata.uid, value);
      if (wants(service) ? address === undefined || !hasFinalizer(service) : hasFinalizer(service))
        this.announce(service);
    };
    this.dispose = this.informers.onChange('services', {
      added: changed,
      updated: changed,
      deleted: ({ metadata }) => void this.taken.delete(metadata.uid),
    });
  }

  stop(): void {
    this.dispose();
    this.queue.stop();
  }

  private announce(service: Service): void {
    this.queue.add(`${service.metadata.namespace ?? ''}/${service.metadata.name}`);
  }

  private sync(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    const service = this.informers.get('services', namespace, name) as Service | undefined;
    if (service === undefined) return;
    try {
      if (wants(service)) this.ensure(service);
      else if (hasFinalizer(service)) this.remove(service);
    } catch (error) {
      // The service changed or went meanwhile: its next change comes back here.
      if (!(error instanceof ApiError) || (error.code !== 404 && error.code !== 409)) throw error;
    }
  }

  private ensure(service: Service): void {
    const current = hasFinalizer(service)
      ? service
      : this.withFinalizers(service, (finalizers) => [...finalizers, FINALIZER]);
    if (addressOf(current) !== undefined) return;
    this.recorder.event(current, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
    const wanted = current.spec?.loadBalancerIP ?? '';
    const address = this.allocate(current.metadata.uid, wanted);
    if (address === undefined) {
      const what = wanted === '' ? 'no address is left' : `${wanted} is not free`;
      const why = `failed to ensure load balancer: ${what} in 172.30.255.0/24`;
      this.recorder.event(current, 'Warning', 'SyncLoadBalancerFailed', `Error syncing load balancer: ${why}`);
      return;
    }
    const ingress: JsonObject = { ip: address, ipMode: 'VIP' };
    this.client.updateStatus('services', {
      ...current,
      status: { ...current.status, loadBalancer: { ingress: [ingress] } },
    });
    this.recorder.event(current, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
  }

  private remove(service: Service): void {
    this.recorder.event(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
    this.taken.delete(service.metadata.uid);
    let current = service;
    if (addressOf(service) !== undefined)
      current = this.client.updateStatus('services', { ...service, status: { ...service.status, loadBalancer: {} } });
    this.withFinalizers(current, (finalizers) => finalizers.filter((each) => each !== FINALIZER));
    this.recorder.event(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
  }

  private withFinalizers(service: Service, change: (finalizers: readonly string[]) => readonly string[]): Service {
    const finalizers = change(service.metadata.finalizers ?? []);
    return this.client.update('services', { ...service, metadata: { ...service.metadata, finalizers } });
  }

  /** The address that is asked for, or the lowest that no Service has; undefined when it cannot be had. */
  private allocate(uid: string, wanted: string): string | undefined {
    const taken = new Set(this.taken.values());
    for (let value = RANGE.first + 1; value < RANGE.first + RANGE.size - 1; value++) {
      if (taken.has(value) || (wanted !== '' && formatIpv4(value) !== wanted)) continue;
      this.taken.set(uid, value);
      return formatIpv4(value);
    }
    return undefined;
  }
}
