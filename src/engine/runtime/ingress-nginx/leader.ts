import type { JsonObject } from '../../cluster/json.ts';
import { formatMicroTime, parseTime } from '../../cluster/timestamp.ts';
import type { PodApi } from '../pod-api.ts';
import type { Klog } from './klog.ts';

const LEASE_SECONDS = 30;
/** How often the holder renews, and the others look. Milliseconds. */
export const ELECTION_PERIOD_MS = 10_000;

interface LeaseView {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
    readonly acquireTime?: string;
  };
}

/** Which of several controllers writes: the holder of a Lease. Models: client-go leaderelection */
export class Election {
  isLeader = false;

  constructor(
    private readonly api: PodApi,
    private readonly log: Klog,
    private readonly lease: { readonly namespace: string; readonly name: string },
    private readonly identity: string,
  ) {
    log.line('I', 'leaderelection.go:257', `attempting to acquire leader lease ${lease.namespace}/${lease.name}...`);
  }

  private path(name = ''): string {
    return `/apis/coordination.k8s.io/v1/namespaces/${this.lease.namespace}/leases${name === '' ? '' : `/${name}`}`;
  }

  /** Takes or renews the lease if it is free or its own. */
  tick(nowMs: number): void {
    const { namespace, name } = this.lease;
    const stamp = formatMicroTime(nowMs);
    const found = this.api.request('GET', this.path(name));
    const wrote = 'failure' in found ? this.create(found.failure.code, stamp) : this.renew(found.body, nowMs, stamp);
    if (wrote && !this.isLeader)
      this.log.line('I', 'leaderelection.go:271', `successfully acquired lease ${namespace}/${name}`);
    this.isLeader = wrote;
  }

  private spec(stamp: string, transitions: number, acquired: string): JsonObject {
    return {
      holderIdentity: this.identity,
      leaseDurationSeconds: LEASE_SECONDS,
      acquireTime: acquired,
      renewTime: stamp,
      leaseTransitions: transitions,
    };
  }

  private create(code: number, stamp: string): boolean {
    if (code !== 404) return false;
    const made = this.api.request('POST', this.path(), {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...this.lease },
      spec: this.spec(stamp, 0, stamp),
    });
    return 'body' in made;
  }

  private renew(lease: JsonObject, nowMs: number, stamp: string): boolean {
    const { holderIdentity = '', renewTime = '', leaseTransitions = 0, acquireTime } = (lease as LeaseView).spec ?? {};
    const isOwn = holderIdentity === this.identity;
    const isFree = holderIdentity === '' || (parseTime(renewTime) ?? 0) + LEASE_SECONDS * 1000 < nowMs;
    if (!isOwn && !isFree) return false;
    const spec = this.spec(
      stamp,
      isOwn ? leaseTransitions : leaseTransitions + 1,
      isOwn ? (acquireTime ?? stamp) : stamp,
    );
    return 'body' in this.api.request('PUT', this.path(this.lease.name), { ...lease, spec });
  }

  /** Lets the lease go, so that another takes it at once. */
  release(nowMs: number): void {
    if (!this.isLeader) return;
    const found = this.api.request('GET', this.path(this.lease.name));
    if ('body' in found)
      this.api.request('PUT', this.path(this.lease.name), {
        ...found.body,
        spec: { ...this.spec(formatMicroTime(nowMs), 0, formatMicroTime(nowMs)), holderIdentity: '' },
      });
    this.isLeader = false;
  }
}
