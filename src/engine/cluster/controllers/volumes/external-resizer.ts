import type { Client, Informers } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { compareQuantities } from '../../resources/quantity.ts';
import { formatTime } from '../../timestamp.ts';
import { keyOf, splitKey } from '../kinds.ts';
import type { EventRecorder } from '../recorder.ts';
import { WorkQueue } from '../workqueue.ts';
import { provisionerOf } from './provisioners.ts';
import { recordersBy } from './recorders.ts';
import { CLAIMS, type Claim, type PersistentVolume, VOLUMES } from './types.ts';

const START_LATENCY = { lowMs: 40, highMs: 120 };
/** How long the storage takes to grow. */
const RESIZE_MS = 1_200;

const sizeOf = (list: { readonly [resource: string]: string | number } | undefined): string =>
  String(list?.['storage'] ?? '0');

const isGrowing = (claim: Claim): boolean =>
  claim.status?.phase === 'Bound' &&
  compareQuantities(sizeOf(claim.spec.resources?.requests), sizeOf(claim.status.capacity)) > 0;

/**
 * Makes a claim's volume as large as the claim asks for, where the volume's driver can: first the storage, then volume and claim say so.
 * A claim whose driver cannot is told to wait. Models: pkg/controller/volume/expand, github.com/kubernetes-csi/external-resizer
 */
export class ExternalResizer implements Component {
  readonly name = 'external-resizer';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly recorderOf: (component: string) => EventRecorder;
  private readonly queue: WorkQueue;
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    this.informers = context.informers;
    this.clock = context.clock;
    this.client = context.client('external-resizer', {
      name: 'system:serviceaccount:kube-system:expand-controller',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
    });
    const { clock, random } = context;
    this.recorderOf = recordersBy(this.client, clock);
    this.queue = new WorkQueue({ clock, random, latency: START_LATENCY, sync: (key) => this.sync(key) });
  }

  start(): void {
    const changed = (claim: KubeObject): void => {
      if (isGrowing(claim as Claim)) this.queue.add(keyOf(claim));
    };
    this.disposers.push(this.informers.onChange(CLAIMS, { added: changed, updated: changed, deleted() {} }));
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.queue.stop();
  }

  private sync(key: string): void {
    const claim = this.informers.get(CLAIMS, ...splitKey(key)) as Claim | undefined;
    if (claim === undefined || !isGrowing(claim)) return;
    const volume = this.informers.get(VOLUMES, '', claim.spec.volumeName ?? '') as PersistentVolume | undefined;
    if (volume === undefined) return;
    const conditions = claim.status?.conditions ?? [];
    if (conditions.some((condition) => condition.type === 'Resizing')) return;
    const event = (component: string, reason: string, message: string): void =>
      this.recorderOf(component).event(claim, 'Normal', reason, message);
    event('volume_expand', 'ExternalExpanding', 'waiting for an external controller to expand this PVC');
    const driver = provisionerOf(volume);
    if (driver?.expands !== true) return;
    const resizing = {
      type: 'Resizing',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: formatTime(this.clock.nowMs()),
    };
    this.client.updateStatus(CLAIMS, { ...claim, status: { ...claim.status, conditions: [...conditions, resizing] } });
    const component = `external-resizer ${driver.name}`;
    event(component, 'Resizing', `External resizer is resizing volume ${volume.metadata.name}`);
    this.clock.after(RESIZE_MS, () => {
      if (this.finish(key)) event(component, 'VolumeResizeSuccessful', 'Resize volume succeeded');
    });
  }

  private finish(key: string): boolean {
    const claim = this.informers.get(CLAIMS, ...splitKey(key)) as Claim | undefined;
    const volume = this.informers.get(VOLUMES, '', claim?.spec.volumeName ?? '') as PersistentVolume | undefined;
    if (claim === undefined || volume === undefined) return false;
    const storage = sizeOf(claim.spec.resources?.requests);
    this.client.update(VOLUMES, {
      ...volume,
      spec: { ...volume.spec, capacity: { ...volume.spec.capacity, storage } },
    });
    const { conditions = [], ...status } = claim.status ?? {};
    const left = conditions.filter((condition) => condition.type !== 'Resizing');
    this.client.updateStatus(CLAIMS, {
      ...claim,
      status: {
        ...status,
        capacity: { ...status.capacity, storage },
        ...(left.length > 0 ? { conditions: left } : {}),
      },
    });
    return true;
  }
}
