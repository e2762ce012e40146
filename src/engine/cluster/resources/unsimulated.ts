/**
 * Fields that the API takes and that have no effect in this cluster, as paths below `spec`; `[]` goes through a list. Setting one gets
 * a warning. Fields that Kubernetes itself ignores on Linux (`windowsOptions`) count too. Listed in docs/limits.md.
 */
const CONTAINER = [
  'volumeDevices',
  'env[].valueFrom.fileKeyRef',
  'resources.claims',
  'lifecycle.stopSignal',
  'securityContext.appArmorProfile',
  'securityContext.capabilities.drop',
  'securityContext.privileged',
  'securityContext.procMount',
  'securityContext.seLinuxOptions',
  'securityContext.seccompProfile',
  'securityContext.windowsOptions',
  'volumeMounts[].mountPropagation',
] as const;

const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

const VOLUME_SOURCES = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'ephemeral',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'iscsi',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
  'image.pullPolicy',
  'projected.sources[].clusterTrustBundle',
  'projected.sources[].podCertificate',
] as const;

/** Of a pod spec. */
export const UNSIMULATED_POD_FIELDS: readonly string[] = [
  ...VOLUME_SOURCES.map((source) => `volumes[].${source}`),
  ...CONTAINER_LISTS.flatMap((list) => CONTAINER.map((field) => `${list}[].${field}`)),
  'hostIPC',
  'hostPID',
  'hostUsers',
  'hostnameOverride',
  'os',
  'resourceClaims',
  'schedulingGroup',
  'securityContext.appArmorProfile',
  'securityContext.fsGroupChangePolicy',
  'securityContext.seLinuxChangePolicy',
  'securityContext.seLinuxOptions',
  'securityContext.seccompProfile',
  'securityContext.supplementalGroupsPolicy',
  'securityContext.windowsOptions',
];

/** Of a Service's spec. */
export const UNSIMULATED_SERVICE_FIELDS: readonly string[] = ['trafficDistribution'];

const PERSISTENT_SOURCES = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'iscsi',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
  'csi.controllerExpandSecretRef',
  'csi.controllerPublishSecretRef',
  'csi.fsType',
  'csi.nodeExpandSecretRef',
  'csi.nodePublishSecretRef',
  'csi.nodeStageSecretRef',
  'local.fsType',
] as const;

/** Of whole objects, by the schema of their kind: warned of in one place, when one is written (`apiserver/write`). */
export const UNSIMULATED_FIELDS: { readonly [schema: string]: readonly string[] } = {
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler': ['spec.metrics[].object.describedObject'],
  'io.k8s.api.coordination.v1.Lease': ['spec.preferredHolder'],
  'io.k8s.api.core.v1.Node': ['spec.configSource'],
  'io.k8s.api.core.v1.PersistentVolume': PERSISTENT_SOURCES.map((source) => `spec.${source}`),
  'io.k8s.api.core.v1.PersistentVolumeClaim': ['spec.dataSource', 'spec.dataSourceRef'],
  'io.k8s.api.discovery.v1.EndpointSlice': ['endpoints[].hints'],
  'io.k8s.api.rbac.v1.ClusterRole': ['aggregationRule'],
};

/** The fields of a list as a tree, so that what an object lacks is passed over at once. A leaf is a field to warn of. */
interface FieldTree {
  readonly [name: string]: { readonly isList: boolean; readonly below: FieldTree | undefined };
}

interface GrowingTree {
  [name: string]: { isList: boolean; below: GrowingTree | undefined };
}

const trees = new WeakMap<readonly string[], FieldTree>();

function treeOf(fields: readonly string[]): FieldTree {
  const known = trees.get(fields);
  if (known !== undefined) return known;
  const root: GrowingTree = {};
  for (const field of fields) {
    const steps = field.split('.');
    let at = root;
    for (const [index, step] of steps.entries()) {
      const isList = step.endsWith('[]');
      const name = isList ? step.slice(0, -2) : step;
      at[name] ??= { isList, below: undefined };
      const entry = at[name];
      if (index === steps.length - 1) break;
      entry.below ??= {};
      at = entry.below;
    }
  }
  trees.set(fields, root);
  return root;
}

function visit(value: object, tree: FieldTree, at: string, found: string[]): void {
  for (const name in tree) {
    const member = (value as { readonly [key: string]: unknown })[name];
    if (member === undefined || member === null) continue;
    const entry = tree[name];
    const where = at === '' ? name : `${at}.${name}`;
    if (entry?.below === undefined) found.push(where);
    else if (!entry.isList) visit(member, entry.below, where, found);
    else
      for (const [index, each] of (member as readonly object[]).entries())
        visit(each, entry.below, `${where}[${index}]`, found);
  }
}

/** A warning for each field of the list that `value` sets. `at` is where the value stands: `spec`, or '' for a whole object. */
export function unsimulatedWarnings(value: object, fields: readonly string[], at: string): string[] {
  const found: string[] = [];
  visit(value, treeOf(fields), at, found);
  return found.map((where) => `${where}: Skiff does not simulate this field; it is kept and has no effect`);
}
