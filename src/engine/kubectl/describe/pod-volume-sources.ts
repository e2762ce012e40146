import type { JsonObject } from '../../cluster/json.ts';
import { parseQuantity, ZERO } from './quantity.ts';
import { flag, items, object, text } from './read.ts';
import {
  AZURE_FILE,
  aws,
  azureDisk,
  CSI,
  csiRows,
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
import { fsType, get, optional, readOnly, type VolumeSource } from './volume-rows.ts';

const sizeLimit = (source: JsonObject): string => {
  const limit = text(source, 'sizeLimit');
  return (parseQuantity(limit) ?? ZERO).nano > 0n ? limit : '<unset>';
};
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
