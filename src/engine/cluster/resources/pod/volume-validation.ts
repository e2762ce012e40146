import type { FieldError } from '../definition.ts';
import { parseQuantity } from '../quantity.ts';
import { duplicate, forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { dns1123Label } from '../validation/names.ts';
import { VOLUME_FIELD_PATHS, validateFieldSelector, validateResourceSelector } from './env-validation.ts';
import { validateLocalPath, validateNoBacksteps } from './mount-validation.ts';
import type { DownwardApiFile, KeyToPath, Volume, VolumeProjection } from './types.ts';

const MODE_MESSAGE = 'must be a number between 0 and 0777 (octal), both inclusive';
const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function validateMode(mode: number | undefined, field: string): FieldError[] {
  return mode === undefined || (mode >= 0 && mode <= 0o777) ? [] : [invalid(field, mode, MODE_MESSAGE)];
}

/** As a local path, and not one of the names that atomic updates use. Models: validateLocalNonReservedPath */
function validateFilePath(path: string | undefined, field: string): FieldError[] {
  if (!path) return [required(field)];
  const errors = validateLocalPath(path, field);
  if (path.startsWith('..')) errors.push(invalid(field, path, "must not start with '..'"));
  return errors;
}

function validateItems(items: readonly KeyToPath[] | undefined, field: string): FieldError[] {
  return (items ?? []).flatMap((item, at) => {
    const where = `${field}[${at}]`;
    return [
      ...(item.key ? [] : [required(`${where}.key`)]),
      ...validateFilePath(item.path, `${where}.path`),
      ...validateMode(item.mode, `${where}.mode`),
    ];
  });
}

function validateDownwardFiles(files: readonly DownwardApiFile[] | undefined, field: string): FieldError[] {
  return (files ?? []).flatMap((file, at) => {
    const where = `${field}[${at}]`;
    const errors = validateFilePath(file.path, `${where}.path`);
    if (file.fieldRef) {
      errors.push(...validateFieldSelector(file.fieldRef, VOLUME_FIELD_PATHS, `${where}.fieldRef`));
      if (file.resourceFieldRef)
        errors.push(invalid(where, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
    } else if (file.resourceFieldRef)
      errors.push(...validateResourceSelector(file.resourceFieldRef, `${where}.resourceFieldRef`, true));
    else errors.push(required(where, 'one of fieldRef and resourceFieldRef is required'));
    return errors.concat(validateMode(file.mode, `${where}.mode`));
  });
}

function validateProjection(source: VolumeProjection, field: string): FieldError[] {
  if (source.secret)
    return [
      ...(source.secret.name ? [] : [required(`${field}.secret.name`)]),
      ...validateItems(source.secret.items, `${field}.secret.items`),
    ];
  if (source.configMap)
    return [
      ...(source.configMap.name ? [] : [required(`${field}.configMap.name`)]),
      ...validateItems(source.configMap.items, `${field}.configMap.items`),
    ];
  if (source.downwardAPI) return validateDownwardFiles(source.downwardAPI.items, `${field}.downwardAPI.items`);
  if (source.serviceAccountToken) {
    const { expirationSeconds = 3600, path } = source.serviceAccountToken;
    const where = `${field}.serviceAccountToken`;
    const errors: FieldError[] = [];
    if (expirationSeconds < 600)
      errors.push(
        invalid(`${where}.expirationSeconds`, expirationSeconds, 'may not specify a duration less than 10 minutes'),
      );
    return errors.concat(validateFilePath(path, `${where}.path`));
  }
  return [];
}

type Check = (volume: Volume, field: string) => FieldError[];

/** The sources that are looked into, in the order in which Kubernetes does. */
const CHECKS: { readonly [source: string]: Check } = {
  emptyDir: ({ emptyDir }, field) =>
    emptyDir?.sizeLimit !== undefined && (parseQuantity(emptyDir.sizeLimit)?.nano ?? 0n) < 0n
      ? [forbidden(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  hostPath: ({ hostPath }, field) => {
    if (!hostPath?.path) return [required(`${field}.path`)];
    const errors = validateNoBacksteps(hostPath.path, `${field}.path`);
    if (!HOST_PATH_TYPES.includes(hostPath.type ?? ''))
      errors.push(notSupported(`${field}.type`, hostPath.type, HOST_PATH_TYPES));
    return errors;
  },
  secret: ({ secret }, field) => [
    ...(secret?.secretName ? [] : [required(`${field}.secretName`)]),
    ...validateMode(secret?.defaultMode, `${field}.defaultMode`),
    ...validateItems(secret?.items, `${field}.items`),
  ],
  persistentVolumeClaim: ({ persistentVolumeClaim }, field) =>
    persistentVolumeClaim?.claimName ? [] : [required(`${field}.claimName`)],
  configMap: ({ configMap }, field) => [
    ...(configMap?.name ? [] : [required(`${field}.name`)]),
    ...validateMode(configMap?.defaultMode, `${field}.defaultMode`),
    ...validateItems(configMap?.items, `${field}.items`),
  ],
  downwardAPI: ({ downwardAPI }, field) => [
    ...validateMode(downwardAPI?.defaultMode, `${field}.defaultMode`),
    ...validateDownwardFiles(downwardAPI?.items, `${field}.items`),
  ],
  projected: ({ projected }, field) => {
    if (projected === undefined || sound.has(projected)) return [];
    const errors = [
      ...validateMode(projected.defaultMode, `${field}.defaultMode`),
      ...(projected.sources ?? []).flatMap((source, at) => validateProjection(source, `${field}.sources[${at}]`)),
    ];
    if (errors.length === 0) sound.add(projected);
    return errors;
  },
};

/** Sources found right before: the one that admission gives to every pod is looked at once. */
const sound = new WeakSet<object>();

/** Models: apis/core/validation.validateVolumeSource */
function validateSource(volume: Volume, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const sources = Object.keys(volume).filter(
    (key) => key !== 'name' && volume[key] !== undefined && volume[key] !== null,
  );
  for (const [at, source] of sources.entries()) {
    if (at > 0) errors.push(forbidden(`${field}.${source}`, 'may not specify more than 1 volume type'));
    else errors.push(...(CHECKS[source]?.(volume, `${field}.${source}`) ?? []));
  }
  if (sources.length === 0) errors.push(required(field, 'must specify a volume type'));
  return errors;
}

/** Checks volumes and says which are sound enough to be mounted. Models: apis/core/validation.ValidateVolumes */
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  field: string,
): { readonly errors: FieldError[]; readonly byName: ReadonlyMap<string, Volume> } {
  const errors: FieldError[] = [];
  const byName = new Map<string, Volume>();
  for (const [at, volume] of (volumes ?? []).entries()) {
    const where = `${field}[${at}]`;
    const found = validateSource(volume, where);
    const name = volume.name ?? '';
    if (name === '') found.push(required(`${where}.name`));
    else for (const message of dns1123Label(name)) found.push(invalid(`${where}.name`, name, message));
    if (byName.has(name)) found.push(duplicate(`${where}.name`, name));
    if (found.length === 0) byName.set(name, volume);
    else errors.push(...found);
  }
  return { errors, byName };
}
