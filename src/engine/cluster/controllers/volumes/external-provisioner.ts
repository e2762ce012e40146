import { ApiError, type Client, type Informers } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import type { Component, ComponentContext } from '../../component.ts';
import { directory, nodeAt, putNode } from '../../files.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import { keyOf, splitKey } from '../kinds.ts';
import type { EventRecorder } from '../recorder.ts';
import { WorkQueue } from '../workqueue.ts';
import { PROVISIONED_BY, PROVISIONERS, provisionerOf } from './provisioners.ts';
import { recordersBy } from './recorders.ts';
import { removeDirectory, type StorageBackends } from './storage-backends.ts';
import {
  CLAIMS,
  CLASSES,
  type Claim,
  type PersistentVolume,
  referenceTo,
  SELECTED_NODE,
  STORAGE_PROVISIONER,
  type StorageClass,
  VOLUMES,
} from './types.ts';

/** Making a directory on a node or a server takes a while. */
const LATENCY = { lowMs: 900, highMs: 2_400 };
/** A request that failed is made again after a second, then doubling. */
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 300_000;

/**
 * The provisioners of the cluster: each makes volumes for the claims that ask for it by name, and deletes them when they are released.
 * Models: sigs.k8s.io/sig-storage-lib-external-provisioner
 */
export class ExternalProvisioner implements Component {
  readonly name = 'external-provisioner';
  private readonly informers: Informers;
  private readonly clock: Clock;
  private readonly client: Client;
  private readonly recorderOf: (component: string) => EventRecorder;
  private readonly claims: WorkQueue;
  private readonly volumes: WorkQueue;
  private readonly retries = new Map<string, number>();
  private readonly disposers: (() => void)[] = [];

  constructor(
    context: ComponentContext,
    private readonly backends: StorageBackends,
  ) {
    const { clock, random } = context;
    this.informers = context.informers;
    this.clock = clock;
    this.client = context.client('external-provisioner', {
      name: 'system:serviceaccount:local-path-storage:local-path-provisioner-service-account',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:local-path-storage', 'system:authenticated'],
    });
    this.recorderOf = recordersBy(this.client, clock);
    const latency = LATENCY;
    this.claims = new WorkQueue({ clock, random: random.fork('claims'), latency, sync: (key) => this.provision(key) });
    this.volumes = new WorkQueue({ clock, random: random.fork('volumes'), latency, sync: (key) => this.delete(key) });
  }

  start(): void {
    const claimChanged = (object: KubeObject): void => {
      const claim = object as Claim;
      const { metadata, spec } = claim;
      if (spec.volumeName || metadata.deletionTimestamp !== undefined) return;
      const provisioner = PROVISIONERS.get(metadata.annotations?.[STORAGE_PROVISIONER] ?? '');
      if (provisioner === undefined || this.retries.has(metadata.uid)) return;
      this.recorderOf(provisioner.component).event(
        claim,
        'Normal',
        'Provisioning',
        `External provisioner is provisioning volume for claim "${keyOf(claim)}"`,
      );
      this.retries.set(metadata.uid, 0);
      this.claims.add(keyOf(claim));
    };
    const volumeChanged = (object: KubeObject): void => {
      const volume = object as PersistentVolume;
      if (provisionerOf(volume) === undefined) return;
      const isReleased = volume.status?.phase === 'Released' && volume.spec.persistentVolumeReclaimPolicy === 'Delete';
      if (isReleased || volume.metadata.deletionTimestamp !== undefined) this.volumes.add(volume.metadata.name);
    };
    this.disposers.push(
      this.informers.onChange(CLAIMS, {
        added: claimChanged,
        updated: claimChanged,
        deleted: (claim) => this.retries.delete(claim.metadata.uid),
      }),
      this.informers.onChange(VOLUMES, { added: volumeChanged, updated: volumeChanged, deleted() {} }),
    );
  }

  stop(): void {
    for (const dispose of this.disposers.splice(0)) dispose();
    this.claims.stop();
    this.volumes.stop();
  }

  private provision(key: string): void {
    const claim = this.informers.get(CLAIMS, ...splitKey(key)) as Claim | undefined;
    if (claim === undefined || claim.spec.volumeName || claim.metadata.deletionTimestamp !== undefined) return;
    const provisioner = PROVISIONERS.get(claim.metadata.annotations?.[STORAGE_PROVISIONER] ?? '');
    const storageClass = this.informers.get(CLASSES, '', claim.spec.storageClassName ?? '') as StorageClass | undefined;
    if (provisioner === undefined || storageClass === undefined) return;
    const volumeName = `pvc-${claim.metadata.uid}`;
    const made = provisioner.provision({ claim, storageClass, volumeName });
    const recorder = this.recorderOf(provisioner.component);
    if (made.kind === 'refused') {
      const message = `failed to provision volume with StorageClass "${storageClass.metadata.name}": ${made.message}`;
      recorder.event(claim, 'Warning', 'ProvisioningFailed', message);
      this.retryLater(key, claim.metadata.uid);
      return;
    }
    this.makeStorage(claim, made.spec);
    const { requests } = claim.spec.resources ?? {};
    this.create({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: {
        name: volumeName,
        annotations: { ...made.annotations, [PROVISIONED_BY]: provisioner.name },
        ...(made.finalizers === undefined ? {} : { finalizers: made.finalizers }),
      },
      spec: {
        capacity: { storage: requests?.['storage'] ?? '0' },
        accessModes: claim.spec.accessModes ?? [],
        claimRef: referenceTo(claim) as unknown as JsonObject,
        persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
        storageClassName: storageClass.metadata.name,
        volumeMode: claim.spec.volumeMode ?? 'Filesystem',
        ...(storageClass.mountOptions === undefined ? {} : { mountOptions: storageClass.mountOptions }),
        ...made.spec,
      },
    });
    recorder.event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volumeName}`);
  }

  private create(volume: JsonObject): void {
    try {
      this.client.create(VOLUMES, '', volume);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    }
  }

  private retryLater(key: string, uid: string): void {
    const tries = this.retries.get(uid) ?? 0;
    this.retries.set(uid, tries + 1);
    this.claims.addAfter(key, Math.min(RETRY_MS * 2 ** tries, MAX_RETRY_MS), 'background');
  }

  /** The directory behind the volume: everybody may write to it. */
  private makeStorage(claim: Claim, spec: JsonObject): void {
    const nowMs = this.clock.nowMs();
    const { hostPath, csi } = spec as PersistentVolume['spec'];
    if (csi?.volumeHandle !== undefined) this.backends.network.create(csi.volumeHandle, nowMs);
    if (hostPath?.path === undefined) return;
    const node = claim.metadata.annotations?.[SELECTED_NODE];
    for (const name of node === undefined ? this.backends.nodes : [node]) {
      const root = this.backends.nodeFiles(name);
      if (root !== undefined && nodeAt(root, hostPath.path) === undefined)
        putNode(root, hostPath.path, directory(nowMs, 0o777), nowMs);
    }
  }

  /** Deletes what is behind a volume, then the volume. */
  private delete(name: string): void {
    const volume = this.informers.get(VOLUMES, '', name) as PersistentVolume | undefined;
    if (volume === undefined || volume.spec.persistentVolumeReclaimPolicy !== 'Delete') return;
    if (volume.status?.phase === 'Bound') return;
    const { hostPath, csi } = volume.spec;
    if (csi?.volumeHandle !== undefined) this.backends.network.remove(csi.volumeHandle);
    if (hostPath?.path !== undefined) removeDirectory(this.backends, this.backends.nodes, hostPath.path);
    const { finalizers = [], ...metadata } = volume.metadata;
    const kept = finalizers.filter((each) => !each.startsWith('external-provisioner.'));
    try {
      if (metadata.deletionTimestamp === undefined) this.client.delete(VOLUMES, '', name);
      const current = this.informers.get(VOLUMES, '', name);
      if (current !== undefined && kept.length < finalizers.length)
        this.client.update(VOLUMES, { ...current, metadata: { ...current.metadata, finalizers: kept } });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}
