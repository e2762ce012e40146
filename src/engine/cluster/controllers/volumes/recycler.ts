import type { Client, Informers } from '../../client.ts';
import type { Component, ComponentContext } from '../../component.ts';
import type { KubeObject } from '../../json.ts';
import { controllerClient } from '../controller-client.ts';
import { createRecorder, type EventRecorder } from '../recorder.ts';
import { WorkQueue } from '../workqueue.ts';
import { emptyDirectory, type StorageBackends } from './storage-backends.ts';
import { BOUND_BY_CONTROLLER, type PersistentVolume, VOLUMES } from './types.ts';

/** How long the scrubbing takes: a pod's life on a real cluster. */
const LATENCY = { lowMs: 3_000, highMs: 5_000 };

/** True where the reclaim policy asks for scrubbing and the kind of volume can be scrubbed. */
export function isRecyclable(volume: PersistentVolume): boolean {
  return volume.spec.persistentVolumeReclaimPolicy === 'Recycle' && volume.spec.hostPath?.path !== undefined;
}

/** Empties released volumes with the (deprecated) policy Recycle and offers them again. Models: persistentvolume.recycleVolumeOperation */
export class VolumeRecycler implements Component {
  readonly name = 'volume-recycler';
  private readonly informers: Informers;
  private readonly client: Client;
  private readonly recorder: EventRecorder;
  private readonly queue: WorkQueue;
  private dispose: () => void = () => {};

  constructor(
    context: ComponentContext,
    private readonly backends: StorageBackends,
  ) {
    const { clock, random } = context;
    this.informers = context.informers;
    this.client = controllerClient(context, 'persistent-volume-binder');
    this.recorder = createRecorder(this.client, clock, { component: 'persistentvolume-controller' });
    this.queue = new WorkQueue({ clock, random, latency: LATENCY, sync: (name) => this.recycle(name) });
  }

  start(): void {
    const changed = (object: KubeObject): void => {
      const volume = object as PersistentVolume;
      if (volume.status?.phase === 'Released' && isRecyclable(volume)) this.queue.add(volume.metadata.name);
    };
    this.dispose = this.informers.onChange(VOLUMES, { added: changed, updated: changed, deleted() {} });
  }

  stop(): void {
    this.dispose();
    this.queue.stop();
  }

  private recycle(name: string): void {
    const volume = this.informers.get(VOLUMES, '', name) as PersistentVolume | undefined;
    if (volume?.status?.phase !== 'Released' || !isRecyclable(volume)) return;
    emptyDirectory(this.backends, this.backends.nodes, volume.spec.hostPath?.path ?? '');
    this.recorder.event(volume, 'Normal', 'VolumeRecycled', 'Volume recycled');
    const { claimRef, ...spec } = volume.spec;
    const { [BOUND_BY_CONTROLLER]: byController, ...annotations } = volume.metadata.annotations ?? {};
    // A reference that the administrator wrote stays; only its uid goes.
    const { namespace, name: claim } = claimRef ?? {};
    const kept =
      byController === undefined && claim !== undefined
        ? { claimRef: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name: claim } }
        : {};
    this.client.update(VOLUMES, {
      ...volume,
      metadata: { ...volume.metadata, annotations },
      spec: { ...spec, ...kept },
    } as KubeObject);
  }
}
