import { ApiError } from '../../client.ts';
import type { Timer } from '../../clock.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import type { NodeServices } from '../node-services.ts';
import { configHash, type Pod, podKey } from '../pod.ts';
import { ManifestSource } from './manifest-source.ts';

/** Tells which static pods the node should run. */
export interface StaticPodListener {
  appeared(pod: Pod): void;
  vanished(pod: Pod): void;
  /** Its mirror was made (again). */
  mirrored(pod: Pod): void;
}

/**
 * The pods of the node's manifest folder, and their mirrors in the API server. Models: pkg/kubelet/config/file.go, common.go;
 * pkg/kubelet/pod/mirror_client.go
 */
export class StaticPods {
  private readonly source: ManifestSource;
  /** What the listener was told of, by namespace/name. */
  private readonly shown = new Map<string, Pod>();
  private timer: Timer | undefined;

  constructor(
    private readonly services: NodeServices,
    private readonly listener: StaticPodListener,
    private readonly isConnected: () => boolean,
  ) {
    this.source = new ManifestSource(services);
  }

  start(): void {
    this.list();
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** Something was written below the manifest folder. */
  changed(): void {
    this.source.watch();
    this.show();
  }

  private list(): void {
    this.timer = this.services.clock.after(this.services.configuration().fileCheckMs, () => this.list(), 'background');
    this.source.list();
    this.show();
  }

  /** Tells the listener what has gone and what has come. */
  private show(): void {
    const pods = new Map([...this.source.pods()].map((pod) => [podKey(pod), pod]));
    for (const [key, pod] of this.shown) {
      if (pods.get(key)?.metadata.uid === pod.metadata.uid) continue;
      this.shown.delete(key);
      this.listener.vanished(pod);
      this.removeMirror(pod);
    }
    for (const [key, pod] of pods) {
      if (this.shown.has(key)) continue;
      this.shown.set(key, pod);
      this.listener.appeared(pod);
    }
    this.ensureMirrors();
  }

  /** A mirror has changed or gone: deleted ones come back at once. */
  mirrorChanged(mirror: KubeObject): void {
    if (!this.shown.has(podKey(mirror))) return;
    this.services.clock.after(this.services.random.between(100, 400), () => this.ensureMirrors());
  }

  /** Makes the API server show every static pod as it is. */
  private ensureMirrors(): void {
    if (!this.isConnected()) return;
    for (const pod of this.shown.values()) {
      const { namespace = '', name } = pod.metadata;
      const mirror = this.services.informers.get('pods', namespace, name);
      if (
        mirror !== undefined &&
        (mirror.metadata.deletionTimestamp !== undefined || configHash(mirror) !== configHash(pod))
      ) {
        this.attempt(() => this.services.client.delete('pods', namespace, name, { gracePeriodSeconds: 0 }));
      }
      if (this.services.informers.get('pods', namespace, name) === undefined) this.createMirror(pod);
    }
  }

  private createMirror(pod: Pod): void {
    const { informers, client, node } = this.services;
    const owner = informers.get('nodes', '', node.name);
    const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, ...metadata } = pod.metadata;
    const { status: _status, ...object } = pod;
    const mirror = {
      ...object,
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, 'kubernetes.io/config.mirror': configHash(pod) ?? '' },
        ...(owner === undefined
          ? {}
          : {
              ownerReferences: [
                { apiVersion: 'v1', controller: true, kind: 'Node', name: node.name, uid: owner.metadata.uid },
              ],
            }),
      },
    };
    try {
      client.create('pods', pod.metadata.namespace ?? '', mirror as unknown as JsonObject);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.services.log.error('kubelet.go:1981', 'Failed creating a mirror pod', {
        err: error.message,
        pod: podKey(pod),
      });
    }
    this.listener.mirrored(pod);
  }

  private removeMirror(pod: Pod): void {
    const { namespace = '', name } = pod.metadata;
    const mirror = this.services.informers.get('pods', namespace, name);
    if (mirror === undefined || configHash(mirror) !== configHash(pod) || !this.isConnected()) return;
    this.attempt(() => this.services.client.delete('pods', namespace, name, { gracePeriodSeconds: 0 }));
  }

  private attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
