/** What the map draws, by the store's key. */
export const MAP_RESOURCES = [
  'nodes',
  'pods',
  'deployments.apps',
  'replicasets.apps',
  'daemonsets.apps',
  'statefulsets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'services',
  'ingresses.networking.k8s.io',
  'configmaps',
  'secrets',
  'persistentvolumeclaims',
  'persistentvolumes',
] as const;

/** How a thing on the map is doing: what the colour and the word beside it say. */
export type Tone = 'ok' | 'waiting' | 'bad' | 'ending' | 'done';

/** One container of a pod, as the map draws it. */
export interface MapContainer {
  readonly name: string;
  readonly kind: 'init' | 'sidecar' | 'main' | 'ephemeral';
  readonly state: 'waiting' | 'running' | 'terminated';
  /** `ContainerCreating`, `CrashLoopBackOff`, `Completed` …, '' when running. */
  readonly reason: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly image: string;
  /** A stand-in runs: Skiff does not have the image's own program. */
  readonly generic?: true;
}

/** One object as the cluster map draws it: small, so that hundreds can change in a frame. */
export interface MapItem {
  /** `pods/default/web` */
  readonly key: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** What the STATUS or READY column of kubectl says. */
  readonly status: string;
  readonly tone: Tone;
  /** `1/1` for pods, `2/3` for workloads. */
  readonly ready: string | undefined;
  readonly node: string | undefined;
  readonly address: string | undefined;
  readonly ownerUid: string | undefined;
  readonly containers: readonly MapContainer[];
  /** For a Service: uids of the pods that answer. */
  readonly targets: readonly string[];
  /**
   * Keys of what it needs by name: a pod's ConfigMaps, Secrets and claims, an Ingress' Services, a claim's volume. They may name what does
   * not exist. Absent where there are none.
   */
  readonly uses?: readonly string[];
  readonly createdMs: number;
}

/** What changed on the map; `item` is absent when the object is gone. */
export interface MapChange {
  readonly key: string;
  readonly item: MapItem | undefined;
}
