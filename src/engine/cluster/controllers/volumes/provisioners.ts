import type { JsonObject } from '../../json.ts';
import { type Claim, type PersistentVolume, SELECTED_NODE, type StorageClass } from './types.ts';

/** What a provisioner is asked for. */
export interface ProvisionRequest {
  readonly claim: Claim;
  readonly storageClass: StorageClass;
  /** `pvc-<uid of the claim>` */
  readonly volumeName: string;
}

/** The part of a volume that only its provisioner knows, or why there will be none. */
export type Provisioned =
  | {
      readonly kind: 'made';
      readonly spec: JsonObject;
      readonly annotations?: { readonly [key: string]: string };
      readonly finalizers?: readonly string[];
    }
  | { readonly kind: 'refused'; readonly message: string };

/** One of the programs that make volumes outside of Kubernetes' own code. */
export interface Provisioner {
  /** As storage classes name it. */
  readonly name: string;
  /** Who its events come from. */
  readonly component: string;
  /** Whether its volumes can grow, by an external resizer of the same driver. */
  readonly expands: boolean;
  provision(request: ProvisionRequest): Provisioned;
}

const LOCAL_PATH = 'rancher.io/local-path';
const NFS = 'nfs.csi.k8s.io';
/** Keeps a volume until its driver has deleted what is behind it. Models: external-provisioner HonorPVReclaimPolicy */
const CSI_FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer';

const isSingleWriter = (claim: Claim): boolean =>
  (claim.spec.accessModes ?? []).every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod');

/** Directories on the node that the claim's first pod was given. Models: github.com/rancher/local-path-provisioner */
const localPath: Provisioner = {
  name: LOCAL_PATH,
  component: `${LOCAL_PATH}_local-path-provisioner`,
  expands: false,
  provision({ claim, volumeName }) {
    const { namespace = '', name, annotations } = claim.metadata;
    const node = annotations?.[SELECTED_NODE];
    if (!isSingleWriter(claim))
      return {
        kind: 'refused',
        message: 'NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes',
      };
    if (node === undefined) return { kind: 'refused', message: 'configuration error, no node was specified' };
    return {
      kind: 'made',
      annotations: { 'local.path.provisioner/selected-node': node },
      spec: {
        hostPath: {
          path: `/var/local-path-provisioner/${volumeName}_${namespace}_${name}`,
          type: 'DirectoryOrCreate',
        },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
            ],
          },
        },
      },
    };
  },
};

/** Directories of whichever node the pod is on, as on a machine that is the whole cluster. Models: minikube's storage-provisioner, Docker Desktop's */
function hostDirectories(name: string, pathOf: (request: ProvisionRequest) => string): Provisioner {
  return {
    name,
    component: name,
    expands: false,
    provision: (request) => ({ kind: 'made', spec: { hostPath: { path: pathOf(request), type: '' } } }),
  };
}

/** A directory on a file server: reachable from all nodes, and it can grow. Models: github.com/kubernetes-csi/csi-driver-nfs */
const nfs: Provisioner = {
  name: NFS,
  component: `${NFS}_csi-nfs-controller`,
  expands: true,
  provision({ storageClass, volumeName }) {
    const { server, share = '/' } = storageClass.parameters ?? {};
    if (server === undefined)
      return { kind: 'refused', message: 'rpc error: code = InvalidArgument desc = server is a required parameter' };
    return {
      kind: 'made',
      finalizers: [CSI_FINALIZER],
      annotations: {
        'volume.kubernetes.io/provisioner-deletion-secret-name': '',
        'volume.kubernetes.io/provisioner-deletion-secret-namespace': '',
      },
      spec: {
        csi: {
          driver: NFS,
          volumeHandle: `${server}#${share.replace(/^\/|\/$/g, '')}#${volumeName}##`,
          volumeAttributes: { server, share, subdir: volumeName },
        },
      },
    };
  },
};

const ALL: readonly Provisioner[] = [
  localPath,
  hostDirectories(
    'k8s.io/minikube-hostpath',
    ({ claim }) => `/tmp/hostpath-provisioner/${claim.metadata.namespace}/${claim.metadata.name}`,
  ),
  hostDirectories(
    'docker.io/hostpath',
    ({ claim, volumeName }) => `/var/lib/k8s-pvs/${claim.metadata.name}/${volumeName}`,
  ),
  nfs,
];

/** The provisioners that run in a learner's cluster, by name. */
export const PROVISIONERS: ReadonlyMap<string, Provisioner> = new Map(ALL.map((each) => [each.name, each]));

/** The provisioner that made a volume, as the volume says. */
export function provisionerOf(volume: PersistentVolume): Provisioner | undefined {
  return PROVISIONERS.get(volume.metadata.annotations?.[PROVISIONED_BY] ?? '');
}

/** On a volume: who made it, and so who deletes it. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
