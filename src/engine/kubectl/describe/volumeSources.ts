import type { Json, JsonObject } from '../../cluster/json.ts';
import { parseQuantity, ZERO } from './quantity.ts';
import { at, flag, goList, items, object, pairs, text, texts } from './read.ts';

/** One line under a volume: a label and how to read its value. */
type Row = readonly [label: string, value: (source: JsonObject) => string];

/** How one kind of volume source is described: its sentence and its rows. */
export interface VolumeSource {
  /** The field that holds it. */
  readonly key: string;
  /** What stands after `Type:`. */
  readonly type: string;
  readonly rows: readonly Row[];
}

const get =
  (key: string) =>
  (source: JsonObject): string =>
    text(source, key);
const zero =
  (key: string) =>
  (source: JsonObject): string =>
    text(source, key) || '0';
const yes =
  (key: string) =>
  (source: JsonObject): string =>
    String(flag(source, key));
const words =
  (key: string) =>
  (source: JsonObject): string =>
    goList(texts(source, key));
const orElse =
  (key: string, otherwise: string) =>
  (source: JsonObject): string =>
    at(source, key) === undefined ? otherwise : text(source, key);
/** A pointer to a reference, as Go prints it. */
const reference =
  (kind: 'LocalObjectReference' | 'SecretReference') =>
  (source: JsonObject): string => {
    const found = object(source, 'secretRef');
    if (found === undefined) return 'nil';
    const namespace = kind === 'SecretReference' ? `Namespace:${text(found, 'namespace')},` : '';
    return `&${kind}{Name:${text(found, 'name')},${namespace}}`;
  };

const fsType: Row = ['FSType', get('fsType')];
const readOnly: Row = ['ReadOnly', yes('readOnly')];
const optional: Row = ['Optional', yes('optional')];

const sizeLimit = (source: JsonObject): string => {
  const limit = text(source, 'sizeLimit');
  return (parseQuantity(limit) ?? ZERO).nano > 0n ? limit : '<unset>';
};
const map = (value: Json | undefined): string =>
  `map[${pairs(value)
    .map(([key, entry]) => `${key}:${entry}`)
    .join(' ')}]`;

const glusterfs = "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)";
const iscsi: readonly Row[] = [
  ['TargetPortal', get('targetPortal')],
  ['IQN', get('iqn')],
  ['Lun', zero('lun')],
  ['ISCSIInterface', get('iscsiInterface')],
  fsType,
  readOnly,
  ['Portals', words('portals')],
  ['DiscoveryCHAPAuth', yes('chapAuthDiscovery')],
  ['SessionCHAPAuth', yes('chapAuthSession')],
];
const rbd: readonly Row[] = [
  ['CephMonitors', words('monitors')],
  ['RBDImage', get('image')],
  fsType,
  ['RBDPool', get('pool')],
  ['RadosUser', get('user')],
  ['Keyring', get('keyring')],
];
const scaleIO: readonly Row[] = [
  ['Gateway', get('gateway')],
  ['System', get('system')],
  ['Protection Domain', get('protectionDomain')],
  ['Storage Pool', get('storagePool')],
  ['Storage Mode', get('storageMode')],
  ['VolumeName', get('volumeName')],
];
const cephFS: readonly Row[] = [
  ['Monitors', words('monitors')],
  ['Path', get('path')],
  ['User', get('user')],
  ['SecretFile', get('secretFile')],
];
const storageOS: readonly Row[] = [
  ['VolumeName', get('volumeName')],
  ['VolumeNamespace', get('volumeNamespace')],
  fsType,
  readOnly,
];

const hostPath: VolumeSource = {
  key: 'hostPath',
  type: 'HostPath (bare host directory volume)',
  rows: [
    ['Path', get('path')],
    ['HostPathType', orElse('type', '<none>')],
  ],
};
const nfs: VolumeSource = {
  key: 'nfs',
  type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
  rows: [['Server', get('server')], ['Path', get('path')], readOnly],
};
const gce: VolumeSource = {
  key: 'gcePersistentDisk',
  type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
  rows: [['PDName', get('pdName')], fsType, ['Partition', zero('partition')], readOnly],
};
const aws: VolumeSource = {
  key: 'awsElasticBlockStore',
  type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
  rows: [['VolumeID', get('volumeID')], fsType, ['Partition', zero('partition')], readOnly],
};
const quobyte: VolumeSource = {
  key: 'quobyte',
  type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
  rows: [['Registry', get('registry')], ['Volume', get('volume')], readOnly],
};
const vsphere: VolumeSource = {
  key: 'vsphereVolume',
  type: 'vSphereVolume (a Persistent Disk resource in vSphere)',
  rows: [['VolumePath', get('volumePath')], fsType, ['StoragePolicyName', get('storagePolicyName')]],
};
const azureDisk: VolumeSource = {
  key: 'azureDisk',
  type: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
  rows: [
    ['DiskName', get('diskName')],
    ['DiskURI', get('diskURI')],
    ['Kind', get('kind')],
    fsType,
    ['CachingMode', get('cachingMode')],
    readOnly,
  ],
};
const photon: VolumeSource = {
  key: 'photonPersistentDisk',
  type: 'PhotonPersistentDisk (a Persistent Disk resource in photon platform)',
  rows: [['PdID', get('pdID')], fsType],
};
const portworx: VolumeSource = {
  key: 'portworxVolume',
  type: 'PortworxVolume (a Portworx Volume resource)',
  rows: [['VolumeID', get('volumeID')]],
};
const fibreChannel: VolumeSource = {
  key: 'fc',
  type: 'FC (a Fibre Channel disk)',
  rows: [
    ['TargetWWNs', (source) => texts(source, 'targetWWNs').join(', ')],
    ['LUN', orElse('lun', '<none>')],
    fsType,
    readOnly,
  ],
};
const flocker: VolumeSource = {
  key: 'flocker',
  type: 'Flocker (a Flocker volume mounted by the Flocker agent)',
  rows: [
    ['DatasetName', get('datasetName')],
    ['DatasetUUID', get('datasetUUID')],
  ],
};

/** Sources whose rows differ between a pod's volume and a persistent volume only in how the secret is named. */
function withSecrets(kind: 'LocalObjectReference' | 'SecretReference'): readonly VolumeSource[] {
  const secretRef: Row = ['SecretRef', reference(kind)];
  return [
    {
      key: 'iscsi',
      type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
      rows: [...iscsi, secretRef, ['InitiatorName', orElse('initiatorName', '<none>')]],
    },
    {
      key: 'rbd',
      type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
      rows: [...rbd, secretRef, readOnly],
    },
    {
      key: 'cinder',
      type: 'Cinder (a Persistent Disk resource in OpenStack)',
      rows: [['VolumeID', get('volumeID')], fsType, readOnly, secretRef],
    },
    {
      key: 'cephfs',
      type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
      rows: [...cephFS, secretRef, readOnly],
    },
    { key: 'storageos', type: 'StorageOS (a StorageOS Persistent Disk resource)', rows: storageOS },
    {
      key: 'flexVolume',
      type: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
      rows: [
        ['Driver', get('driver')],
        fsType,
        secretRef,
        readOnly,
        ['Options', (source) => map(at(source, 'options'))],
      ],
    },
  ];
}

const csiRows: readonly Row[] = [['Driver', get('driver')], fsType, readOnly];
const CSI = 'CSI (a Container Storage Interface (CSI) volume source)';
const SCALEIO = 'ScaleIO (a persistent volume backed by a block device in ScaleIO)';
const AZURE_FILE = 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)';

/** The volume sources of a pod that are plain rows. Models: kubectl/pkg/describe.describeVolumes */
export const POD_SOURCES: readonly VolumeSource[] = [
  hostPath,
  {
    key: 'emptyDir',
    type: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    rows: [
      ['Medium', get('medium')],
      ['SizeLimit', sizeLimit],
    ],
  },
  gce,
  aws,
  {
    key: 'gitRepo',
    type: 'GitRepo (a volume that is pulled from git when the pod is created)',
    rows: [
      ['Repository', get('repository')],
      ['Revision', get('revision')],
    ],
  },
  {
    key: 'secret',
    type: 'Secret (a volume populated by a Secret)',
    rows: [['SecretName', get('secretName')], optional],
  },
  { key: 'configMap', type: 'ConfigMap (a volume populated by a ConfigMap)', rows: [['Name', get('name')], optional] },
  nfs,
  { key: 'glusterfs', type: glusterfs, rows: [['EndpointsName', get('endpoints')], ['Path', get('path')], readOnly] },
  {
    key: 'persistentVolumeClaim',
    type: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
    rows: [['ClaimName', get('claimName')], readOnly],
  },
  quobyte,
  azureDisk,
  vsphere,
  photon,
  portworx,
  { key: 'scaleIO', type: SCALEIO, rows: [...scaleIO, fsType, readOnly] },
  fibreChannel,
  {
    key: 'azureFile',
    type: AZURE_FILE,
    rows: [['SecretName', get('secretName')], ['ShareName', get('shareName')], readOnly],
  },
  flocker,
  { key: 'csi', type: CSI, rows: csiRows },
  {
    key: 'image',
    type: 'Image (a container image or OCI artifact)',
    rows: [
      ['Reference', get('reference')],
      ['PullPolicy', get('pullPolicy')],
    ],
  },
  ...withSecrets('LocalObjectReference'),
];

/** The sources of a persistent volume. Models: kubectl/pkg/describe.describePersistentVolume */
export const PERSISTENT_SOURCES: readonly VolumeSource[] = [
  hostPath,
  gce,
  aws,
  nfs,
  {
    key: 'glusterfs',
    type: glusterfs,
    rows: [
      ['EndpointsName', get('endpoints')],
      ['EndpointsNamespace', orElse('endpointsNamespace', '<unset>')],
      ['Path', get('path')],
      readOnly,
    ],
  },
  quobyte,
  vsphere,
  azureDisk,
  photon,
  portworx,
  {
    key: 'scaleIO',
    type: SCALEIO,
    rows: [
      ...scaleIO,
      ['SecretName', (source) => text(source, 'secretRef', 'name')],
      ['SecretNamespace', (source) => text(source, 'secretRef', 'namespace')],
      fsType,
      readOnly,
    ],
  },
  {
    key: 'local',
    type: 'LocalVolume (a persistent volume backed by local storage on a node)',
    rows: [['Path', get('path')]],
  },
  fibreChannel,
  {
    key: 'azureFile',
    type: AZURE_FILE,
    rows: [
      ['SecretName', get('secretName')],
      ['SecretNamespace', get('secretNamespace')],
      ['ShareName', get('shareName')],
      readOnly,
    ],
  },
  flocker,
  { key: 'csi', type: CSI, rows: [['Driver', get('driver')], fsType, ['VolumeHandle', get('volumeHandle')], readOnly] },
  ...withSecrets('SecretReference'),
];

/** What a projected volume brings together, in pairs of lines. Models: kubectl/pkg/describe.printProjectedVolumeSource */
export function projectedRows(source: JsonObject): readonly (readonly [string, string])[] {
  return items(source, 'sources').flatMap((each): (readonly [string, string])[] => {
    const secret = object(each, 'secret');
    if (secret !== undefined)
      return [
        ['SecretName', text(secret, 'name')],
        ['Optional', String(flag(secret, 'optional'))],
      ];
    if (object(each, 'downwardAPI') !== undefined) return [['DownwardAPI', 'true']];
    const configMap = object(each, 'configMap');
    if (configMap !== undefined) {
      return [
        ['ConfigMapName', text(configMap, 'name')],
        ['Optional', String(flag(configMap, 'optional'))],
      ];
    }
    const token = object(each, 'serviceAccountToken');
    return token === undefined ? [] : [['TokenExpirationSeconds', text(token, 'expirationSeconds')]];
  });
}
