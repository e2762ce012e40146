import { ApiError, type Client, type Informers } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { equalJson } from '../../resources/equality.ts';
import { defaultClass } from '../../resources/storage/storage-class.ts';
import { formatTime } from '../../timestamp.ts';
import { controllerClient } from '../controller-client.ts';
import { keyOf, splitKey } from '../kinds.ts';
import { createRecorder, type EventRecorder } from '../recorder.ts';
import { WorkQueue } from '../workqueue.ts';
import { findVolume, mismatch } from './match.ts';
import { PROVISIONED_BY } from './provisioners.ts';
import { isRecyclable } from './recycler.ts';
import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  CLAIMS,
  CLASSES,
  type Claim,
  isMeantFor,
  OLD_STORAGE_PROVISIONER,
  type PersistentVolume,
  referenceTo,
  SELECTED_NODE,
  STORAGE_PROVISIONER,
  type StorageClass,
  VOLUMES,
} from './types.ts';
import { whyWaiting } from './waiting.ts';

/** Claims that wait are looked at again this long after a volume has become available, and anyway from time to time. */
const RETRY_MS = 1_500;
const RESYNC_MS = 15_000;

const isBound = (claim: Claim): boolean => claim.metadata.annotations?.[BIND_COMPLETED] === 'yes';

/** Binds claims to volumes, asks provisioners for volumes, and sees to volumes whose claim has gone. Models: pkg/controller/volume/persistentvolume */
export class PersistentVolumeController implements Component {
  readonly name = 'persistentvolume-binder-controller';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly recorder: EventRecorder;
  private readonly claims: WorkQueue;
  private readonly volumes: WorkQueue;
  private readonly disposers: (() => void)[] = [];

  constructor(context: ComponentContext) {
    const { clock, random } = context;
    this.informers = context.informers;
    this.clock = clock;
    this.client = controllerClient(context, 'persistent-volume-binder');
    this.recorder = createRecorder(this.client, clock, { component: 'persistentvolume-controller' });
    const latency = { lowMs: 6, highMs: 20 };
    this.claims = new WorkQueue({ clock, random: random.fork('claims'), latency, sync: (key) => this.syncClaim(key) });
    this.volumes = new WorkQueue({
      clock,
      random: random.fork('volumes'),
      latency,
      sync: (key) => this.syncVolume(key),
    });
  }

  start(): void {
    const claimChanged = (claim: KubeObject): void => {
      this.claims.add(keyOf(claim));
      const { volumeName } = (claim as Claim).spec;
      if (volumeName) this.volumes.add(volumeName);
    };
    const volumeChanged = (object: KubeObject): void => {
      const volume = object as PersistentVolume;
      this.volumes.add(volume.metadata.name);
      const { claimRef } = volume.spec;
      if (claimRef?.name) this.claims.add(`${claimRef.namespace}/${claimRef.name}`);
    };
    const classChanged = (): void => this.retryWaiting(0);
    this.disposers.push(
      this.informers.onChange(CLAIMS, { added: claimChanged, updated: claimChanged, deleted: claimChanged }),
      this.informers.onChange(VOLUMES, { added: volumeChanged, updated: volumeChanged, deleted: volumeChanged }),
      this.informers.onChange(CLASSES, { added: classChanged, updated: classChanged, deleted() {} }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.claims.stop();
    this.volumes.stop();
  }

  private retryWaiting(afterMs: number): void {
    for (const claim of this.informers.list(CLAIMS) as readonly Claim[])
      if (!isBound(claim) && claim.metadata.deletionTimestamp === undefined)
        this.claims.addAfter(keyOf(claim), afterMs, 'work');
  }

  private volume(name: string): PersistentVolume | undefined {
    return this.informers.get(VOLUMES, '', name) as PersistentVolume | undefined;
  }

  private syncClaim(key: string): void {
    const [namespace, name] = splitKey(key);
    const claim = this.informers.get(CLAIMS, namespace, name) as Claim | undefined;
    if (claim === undefined) return;
    if (isBound(claim)) this.checkBound(claim);
    else if (claim.metadata.deletionTimestamp === undefined) this.bindUnbound(claim);
  }

  /** Models: syncUnboundClaim */
  private bindUnbound(claim: Claim): void {
    const { volumeName } = claim.spec;
    if (volumeName) {
      const volume = this.volume(volumeName);
      if (volume === undefined) return;
      if (volume.spec.claimRef !== undefined && !isMeantFor(volume, claim)) {
        const message = `volume "${volumeName}" already bound to a different claim.`;
        this.recorder.event(claim, 'Warning', 'FailedBinding', message);
        return;
      }
      const why = volume.spec.claimRef === undefined ? mismatch(volume, claim) : undefined;
      if (why === undefined) this.bind(volume, claim);
      else
        this.recorder.event(
          claim,
          'Warning',
          'VolumeMismatch',
          `Cannot bind to requested volume "${volumeName}": ${why}`,
        );
      return;
    }
    if (this.takesDefaultClass(claim)) return;
    const volumes = this.informers.list(VOLUMES) as readonly PersistentVolume[];
    const reserved = volumes.find((volume) => isMeantFor(volume, claim));
    const waits = this.waitsForPod(claim) && reserved === undefined;
    const volume = waits ? undefined : findVolume(volumes, claim);
    if (volume !== undefined) this.bind(volume, claim);
    else this.tellWaiting(claim, waits);
  }

  /** A claim made before there was a default class gets it now; the update has it looked at again. Models: assignDefaultStorageClass */
  private takesDefaultClass(claim: Claim): boolean {
    if (claim.spec.storageClassName !== undefined) return false;
    const fallback = defaultClass(this.informers.list(CLASSES));
    if (fallback === undefined) return false;
    this.client.update(CLAIMS, { ...claim, spec: { ...claim.spec, storageClassName: fallback.metadata.name } });
    return true;
  }

  /** A class may bind only when a pod that uses the claim has been given a node. Models: IsDelayBindingMode */
  private waitsForPod(claim: Claim): boolean {
    const storageClass = this.informers.get(CLASSES, '', claim.spec.storageClassName ?? '') as StorageClass | undefined;
    const isDelayed = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
    return isDelayed && claim.metadata.annotations?.[SELECTED_NODE] === undefined;
  }

  /** Says why the claim waits, asks the provisioner, and says it again as long as it lasts. Models: provisionClaimOperationExternal */
  private tellWaiting(claim: Claim, waits: boolean): void {
    const { type, reason, message, provisioner } = whyWaiting(claim, waits, this.informers);
    const asked = provisioner === undefined ? claim : this.ask(claim, provisioner);
    this.recorder.event(asked, type, reason, message);
    this.claims.addAfter(keyOf(claim), RESYNC_MS, 'background');
  }

  private ask(claim: Claim, provisioner: string): Claim {
    if (claim.metadata.annotations?.[STORAGE_PROVISIONER] === provisioner) return claim;
    const marks = { [OLD_STORAGE_PROVISIONER]: provisioner, [STORAGE_PROVISIONER]: provisioner };
    return this.client.update(CLAIMS, { ...claim, metadata: annotated(claim, marks) }) as Claim;
  }

  /** Both sides, each in object and status: volume first. Models: bind */
  private bind(found: PersistentVolume, wanted: Claim): void {
    let volume = found;
    const chosen = volume.spec.claimRef === undefined;
    if (volume.spec.claimRef?.uid !== wanted.metadata.uid) {
      volume = this.client.update(VOLUMES, {
        ...volume,
        metadata: chosen ? annotated(volume, { [BOUND_BY_CONTROLLER]: 'yes' }) : volume.metadata,
        spec: { ...volume.spec, claimRef: referenceTo(wanted) },
      }) as PersistentVolume;
    }
    this.setPhase(volume, 'Bound');
    let claim = wanted;
    if (claim.spec.volumeName !== volume.metadata.name || !isBound(claim)) {
      const byController = claim.spec.volumeName ? {} : { [BOUND_BY_CONTROLLER]: 'yes' };
      claim = this.client.update(CLAIMS, {
        ...claim,
        metadata: annotated(claim, { ...byController, [BIND_COMPLETED]: 'yes' }),
        spec: { ...claim.spec, volumeName: volume.metadata.name },
      }) as Claim;
    }
    const { accessModes = [] } = volume.spec;
    // A bound claim keeps the size that it has grown to as far as its file system has followed.
    const known = claim.status?.phase === 'Bound' ? claim.status.capacity : undefined;
    const status = { ...claim.status, phase: 'Bound', accessModes, capacity: known ?? volume.spec.capacity ?? {} };
    if (!equalJson(claim.status, status)) this.client.updateStatus(CLAIMS, { ...claim, status });
  }

  /** A bound claim whose volume has gone, or is another's, is lost. Models: syncBoundClaim */
  private checkBound(claim: Claim): void {
    const volume = this.volume(claim.spec.volumeName ?? '');
    if (volume !== undefined && (volume.spec.claimRef === undefined || isMeantFor(volume, claim))) {
      this.bind(volume, claim);
      return;
    }
    if (claim.status?.phase === 'Lost') return;
    this.client.updateStatus(CLAIMS, { ...claim, status: { phase: 'Lost' } });
    if (volume === undefined)
      this.recorder.event(
        claim,
        'Warning',
        'ClaimLost',
        'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
      );
    else
      this.recorder.event(
        claim,
        'Warning',
        'ClaimMisbound',
        'Two claims are bound to the same volume, this one is bound incorrectly',
      );
  }

  private setPhase(volume: PersistentVolume, phase: string, why: { reason?: string; message?: string } = {}): void {
    const { status } = volume;
    if (status?.phase === phase && status.message === why.message) return;
    const lastPhaseTransitionTime = formatTime(this.clock.nowMs());
    this.client.updateStatus(VOLUMES, { ...volume, status: { phase, lastPhaseTransitionTime, ...why } });
  }

  /** Models: syncVolume */
  private syncVolume(name: string): void {
    const volume = this.volume(name);
    if (volume === undefined) return;
    const { claimRef } = volume.spec;
    if (claimRef === undefined || !claimRef.uid) {
      const isNew = volume.status?.phase !== 'Available';
      this.setPhase(volume, 'Available');
      if (isNew) this.retryWaiting(RETRY_MS);
      return;
    }
    const claim = this.informers.get(CLAIMS, claimRef.namespace ?? '', claimRef.name ?? '') as Claim | undefined;
    if (claim === undefined || claim.metadata.uid !== claimRef.uid) this.reclaim(volume);
    else if (claim.spec.volumeName === name) this.setPhase(volume, 'Bound');
    else if (!claim.spec.volumeName) this.claims.add(keyOf(claim));
  }

  /** What becomes of a volume whose claim has gone. Models: reclaimVolume */
  private reclaim(volume: PersistentVolume): void {
    if (volume.status?.phase === 'Failed') return;
    this.setPhase(volume, 'Released');
    const policy = volume.spec.persistentVolumeReclaimPolicy ?? 'Retain';
    if (policy === 'Retain' || volume.metadata.deletionTimestamp !== undefined) return;
    // Who made the volume deletes it. Models: findDeletablePlugin
    if (policy === 'Delete' && volume.metadata.annotations?.[PROVISIONED_BY] !== undefined) return;
    if (isRecyclable(volume)) return;
    const path = volume.spec.hostPath?.path;
    if (policy === 'Delete' && path !== undefined && /^\/tmp\/.+/.test(path)) {
      try {
        this.client.delete(VOLUMES, '', volume.metadata.name);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 404) throw error;
      }
      return;
    }
    const [reason, message] =
      policy === 'Recycle'
        ? ['VolumeFailedRecycle', 'No recycler plugin found for the volume!']
        : [
            'VolumeFailedDelete',
            path === undefined
              ? `error getting deleter volume plugin for volume "${volume.metadata.name}": no deletable volume plugin matched`
              : `host_path deleter only supports /tmp/.+ but received provided ${path}`,
          ];
    const current = this.volume(volume.metadata.name);
    if (current !== undefined) this.setPhase(current, 'Failed', { message });
    this.recorder.event(volume, 'Warning', reason, message);
  }
}

function annotated(object: KubeObject, more: { readonly [key: string]: string }): KubeObject['metadata'] {
  return { ...object.metadata, annotations: { ...object.metadata.annotations, ...more } };
}
