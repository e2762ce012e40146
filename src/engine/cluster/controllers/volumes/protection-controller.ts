import { ApiError, type Client, type Informers } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { controllerClient } from '../controller-client.ts';
import { keyOf, type Pod, splitKey } from '../kinds.ts';
import { isPodTerminal } from '../pod-state.ts';
import { WorkQueue } from '../workqueue.ts';
import { ClaimUsers, claimsOfPod } from './claim-users.ts';
import { CLAIMS, type PersistentVolume, VOLUMES } from './types.ts';

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

/** Lets a deleted claim go when no pod uses it, and a deleted volume when no claim does. Models: pkg/controller/volume/{pvcprotection,pvprotection} */
export class VolumeProtectionController implements Component {
  readonly name = 'persistentvolume-protection-controller';
  private readonly informers: Informers;
  private readonly client: Client;
  private readonly claims: WorkQueue;
  private readonly volumes: WorkQueue;
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    const { clock, random } = context;
    this.informers = context.informers;
    this.client = controllerClient(context, 'pvc-protection-controller');
    const latency = { lowMs: 6, highMs: 20 };
    this.claims = new WorkQueue({ clock, random: random.fork('claims'), latency, sync: (key) => this.freeClaim(key) });
    this.volumes = new WorkQueue({
      clock,
      random: random.fork('volumes'),
      latency,
      sync: (key) => this.freeVolume(key),
    });
  }

  start(): void {
    const claimChanged = (claim: KubeObject): void => {
      if (claim.metadata.deletionTimestamp !== undefined) this.claims.add(keyOf(claim));
    };
    const volumeChanged = (volume: KubeObject): void => {
      if (volume.metadata.deletionTimestamp !== undefined) this.volumes.add(volume.metadata.name);
    };
    const podEnded = (object: KubeObject): void => {
      const pod = object as Pod;
      for (const claim of claimsOfPod(pod)) this.claims.add(`${pod.metadata.namespace}/${claim}`);
    };
    this.disposers.push(
      this.informers.onChange(CLAIMS, { added: claimChanged, updated: claimChanged, deleted() {} }),
      this.informers.onChange(VOLUMES, { added: volumeChanged, updated: volumeChanged, deleted() {} }),
      this.informers.onChange('pods', {
        added() {},
        updated: (pod, old) => {
          if (isPodTerminal(pod as Pod) && !isPodTerminal(old as Pod)) podEnded(pod);
        },
        deleted: podEnded,
      }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.claims.stop();
    this.volumes.stop();
  }

  private freeClaim(key: string): void {
    const [namespace, name] = splitKey(key);
    const claim = this.informers.get(CLAIMS, namespace, name);
    if (claim?.metadata.deletionTimestamp === undefined) return;
    const isUsed = ClaimUsers.of(this.informers)
      .podsOf(claim)
      .some((pod) => !isPodTerminal(pod));
    if (!isUsed) this.free(CLAIMS, claim, CLAIM_FINALIZER);
  }

  private freeVolume(name: string): void {
    const volume = this.informers.get(VOLUMES, '', name) as PersistentVolume | undefined;
    if (volume?.metadata.deletionTimestamp === undefined || volume.status?.phase === 'Bound') return;
    this.free(VOLUMES, volume, VOLUME_FINALIZER);
  }

  private free(resource: string, object: KubeObject, finalizer: string): void {
    if (!object.metadata.finalizers?.includes(finalizer)) return;
    const { finalizers, ...metadata } = object.metadata;
    const left = (finalizers ?? []).filter((each) => each !== finalizer);
    try {
      this.client.update(resource, {
        ...object,
        metadata: left.length === 0 ? metadata : { ...metadata, finalizers: left },
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}
