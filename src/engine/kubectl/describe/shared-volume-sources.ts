import { at, texts } from './read.ts';
import {
  fsType,
  get,
  map,
  orElse,
  type Row,
  readOnly,
  reference,
  type VolumeSource,
  words,
  yes,
  zero,
} from './volume-rows.ts';

// The sources that pods and persistent volumes have in common.
/** What stands after `Type:` for Glusterfs. */
export const glusterfs = "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)";
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
/** The rows of ScaleIO up to where the secret stands. */
export const scaleIO: readonly Row[] = [
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

/** A directory of the node. */
export const hostPath: VolumeSource = {
  key: 'hostPath',
  type: 'HostPath (bare host directory volume)',
  rows: [
    ['Path', get('path')],
    ['HostPathType', orElse('type', '<none>')],
  ],
};
/** A directory of an NFS server. */
export const nfs: VolumeSource = {
  key: 'nfs',
  type: 'NFS (an NFS mount that lasts the lifetime of a pod)',
  rows: [['Server', get('server')], ['Path', get('path')], readOnly],
};
/** Google's disks. */
export const gce: VolumeSource = {
  key: 'gcePersistentDisk',
  type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
  rows: [['PDName', get('pdName')], fsType, ['Partition', zero('partition')], readOnly],
};
/** Amazon's disks. */
export const aws: VolumeSource = {
  key: 'awsElasticBlockStore',
  type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
  rows: [['VolumeID', get('volumeID')], fsType, ['Partition', zero('partition')], readOnly],
};
/** Quobyte. */
export const quobyte: VolumeSource = {
  key: 'quobyte',
  type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
  rows: [['Registry', get('registry')], ['Volume', get('volume')], readOnly],
};
/** VMware's disks. */
export const vsphere: VolumeSource = {
  key: 'vsphereVolume',
  type: 'vSphereVolume (a Persistent Disk resource in vSphere)',
  rows: [['VolumePath', get('volumePath')], fsType, ['StoragePolicyName', get('storagePolicyName')]],
};
/** Azure's disks. */
export const azureDisk: VolumeSource = {
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
/** Photon. */
export const photon: VolumeSource = {
  key: 'photonPersistentDisk',
  type: 'PhotonPersistentDisk (a Persistent Disk resource in photon platform)',
  rows: [['PdID', get('pdID')], fsType],
};
/** Portworx. */
export const portworx: VolumeSource = {
  key: 'portworxVolume',
  type: 'PortworxVolume (a Portworx Volume resource)',
  rows: [['VolumeID', get('volumeID')]],
};
/** A Fibre Channel disk. */
export const fibreChannel: VolumeSource = {
  key: 'fc',
  type: 'FC (a Fibre Channel disk)',
  rows: [
    ['TargetWWNs', (source) => texts(source, 'targetWWNs').join(', ')],
    ['LUN', orElse('lun', '<none>')],
    fsType,
    readOnly,
  ],
};
/** Flocker. */
export const flocker: VolumeSource = {
  key: 'flocker',
  type: 'Flocker (a Flocker volume mounted by the Flocker agent)',
  rows: [
    ['DatasetName', get('datasetName')],
    ['DatasetUUID', get('datasetUUID')],
  ],
};

/** Sources whose rows differ between a pod's volume and a persistent volume only in how the secret is named. */
export function withSecrets(kind: 'LocalObjectReference' | 'SecretReference'): readonly VolumeSource[] {
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

/** The rows of a CSI volume in a pod. */
export const csiRows: readonly Row[] = [['Driver', get('driver')], fsType, readOnly];
/** What stands after `Type:` for CSI. */
export const CSI = 'CSI (a Container Storage Interface (CSI) volume source)';
/** What stands after `Type:` for ScaleIO. */
export const SCALEIO = 'ScaleIO (a persistent volume backed by a block device in ScaleIO)';
/** What stands after `Type:` for Azure files. */
export const AZURE_FILE = 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)';
