import { text } from './read.ts';
import {
  AZURE_FILE,
  aws,
  azureDisk,
  CSI,
  fibreChannel,
  flocker,
  gce,
  glusterfs,
  hostPath,
  nfs,
  photon,
  portworx,
  quobyte,
  SCALEIO,
  scaleIO,
  vsphere,
  withSecrets,
} from './shared-volume-sources.ts';
import { fsType, get, orElse, readOnly, type VolumeSource } from './volume-rows.ts';

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
