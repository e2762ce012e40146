/**
 * Fields that the API takes and that have no effect in this cluster, as paths below `spec`; `[]` goes through a list. Setting one gets
 * a warning. Fields that Kubernetes itself ignores on Linux (`windowsOptions`) count too. Listed in docs/limits.md.
 */
const CONTAINER = [
  'volumeDevices',
  'env[].valueFrom.fileKeyRef',
  'resources.claims',
  'lifecycle.stopSignal',
  'securityContext.allowPrivilegeEscalation',
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
  'emptyDir.medium',
  'emptyDir.sizeLimit',
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
  'imagePullSecrets',
  'os',
  'resourceClaims',
  'runtimeClassName',
  'schedulingGroup',
  'securityContext.appArmorProfile',
  'securityContext.fsGroupChangePolicy',
  'securityContext.seLinuxChangePolicy',
  'securityContext.seLinuxOptions',
  'securityContext.seccompProfile',
  'securityContext.supplementalGroupsPolicy',
  'securityContext.sysctls',
  'securityContext.windowsOptions',
];

/** Of a Service's spec. */
export const UNSIMULATED_SERVICE_FIELDS: readonly string[] = [
  'healthCheckNodePort',
  'loadBalancerClass',
  'loadBalancerIP',
  'loadBalancerSourceRanges',
  'trafficDistribution',
];

/** A path in steps: a name, and whether what it names is a list to go through. */
type Path = readonly { readonly name: string; readonly isList: boolean }[];

const parsed = new WeakMap<readonly string[], readonly Path[]>();

function pathsOf(fields: readonly string[]): readonly Path[] {
  let paths = parsed.get(fields);
  if (paths === undefined) {
    paths = fields.map((field) =>
      field.split('.').map((step) => {
        const isList = step.endsWith('[]');
        return { name: isList ? step.slice(0, -2) : step, isList };
      }),
    );
    parsed.set(fields, paths);
  }
  return paths;
}

function visit(value: unknown, path: Path, step: number, at: string, found: string[]): void {
  const { name, isList } = path[step] ?? { name: '', isList: false };
  const member = (value as Record<string, unknown> | undefined)?.[name];
  if (member === undefined || member === null) return;
  const where = `${at}.${name}`;
  if (isList) {
    for (const [index, each] of (member as readonly unknown[]).entries())
      visit(each, path, step + 1, `${where}[${index}]`, found);
  } else if (step === path.length - 1) found.push(where);
  else visit(member, path, step + 1, where, found);
}

/** A warning for each field of the list that `value` sets. `at` is where the value stands: `spec`. */
export function unsimulatedWarnings(value: unknown, fields: readonly string[], at: string): string[] {
  const found: string[] = [];
  for (const path of pathsOf(fields)) visit(value, path, 0, at, found);
  return found.map((where) => `${where}: Skiff does not simulate this field; it is kept and has no effect`);
}
