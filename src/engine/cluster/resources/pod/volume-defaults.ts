import { canonicalQuantity } from '../quantity.ts';
import { mapList, omitEmpty, setMissing, withKey } from '../sharing.ts';
import { imageTag } from './image-name.ts';
import type { DownwardApiFile, Volume, VolumeProjection } from './types.ts';

/** 0644 */
const FILE_MODE = 420;
const NO_OPTIONS = {};

function defaultFile(file: DownwardApiFile): DownwardApiFile {
  if (file.fieldRef && !file.fieldRef.apiVersion) return { ...file, fieldRef: { ...file.fieldRef, apiVersion: 'v1' } };
  if (file.resourceFieldRef && file.resourceFieldRef.divisor === undefined)
    return { ...file, resourceFieldRef: { ...file.resourceFieldRef, divisor: '0' } };
  return file;
}

function defaultProjection(source: VolumeProjection): VolumeProjection {
  if (source.serviceAccountToken)
    return withKey(source, 'serviceAccountToken', setMissing(source.serviceAccountToken, { expirationSeconds: 3600 }));
  if (source.downwardAPI) return withKey(source, 'downwardAPI', mapList(source.downwardAPI, 'items', defaultFile));
  return source;
}

/** A volume without a source is an empty directory. */
function hasSource(volume: Volume): boolean {
  for (const key in volume) if (key !== 'name' && volume[key] !== undefined && volume[key] !== null) return true;
  return false;
}

/** The defaults of one volume. Models: apis/core/v1.SetDefaults_Volume and the SetDefaults_…VolumeSource */
export function defaultVolume(volume: Volume): Volume {
  if (volume.projected) {
    const projected = mapList(setMissing(volume.projected, { defaultMode: FILE_MODE }), 'sources', defaultProjection);
    return withKey(volume, 'projected', projected);
  }
  if (volume.configMap) return withKey(volume, 'configMap', setMissing(volume.configMap, { defaultMode: FILE_MODE }));
  if (volume.secret) return withKey(volume, 'secret', setMissing(volume.secret, { defaultMode: FILE_MODE }));
  if (volume.downwardAPI) {
    const source = setMissing(volume.downwardAPI, { defaultMode: FILE_MODE });
    return withKey(volume, 'downwardAPI', mapList(source, 'items', defaultFile));
  }
  if (volume.persistentVolumeClaim)
    return withKey(volume, 'persistentVolumeClaim', omitEmpty(volume.persistentVolumeClaim, ['readOnly']));
  if (volume.emptyDir?.sizeLimit !== undefined) {
    const sizeLimit = canonicalQuantity(volume.emptyDir.sizeLimit);
    return sizeLimit === volume.emptyDir.sizeLimit
      ? volume
      : { ...volume, emptyDir: { ...volume.emptyDir, sizeLimit } };
  }
  if (volume.hostPath) return withKey(volume, 'hostPath', setMissing(volume.hostPath, { type: '' }));
  if (volume.image && !volume.image.pullPolicy) {
    const pullPolicy = imageTag(volume.image.reference ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
    return withKey(volume, 'image', { ...volume.image, pullPolicy });
  }
  return hasSource(volume) ? volume : { ...volume, emptyDir: NO_OPTIONS };
}
