import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing } from '../sharing.ts';
import { unsimulatedWarnings } from '../unsimulated.ts';
import { forbidden, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain, qualifiedNameRule } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';

const METADATA = { namespaced: false, name: dns1123Subdomain };
const DEFAULT_MARK = 'storageclass.kubernetes.io/is-default-class';

interface StorageClass {
  readonly provisioner?: string;
  readonly parameters?: object;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
}

const classOf = (object: KubeObject): StorageClass => object as StorageClass;

/** Whether claims without a class get this one. Models: storage/util.IsDefaultAnnotation */
export function isDefaultClass(object: KubeObject): boolean {
  return object.metadata.annotations?.[DEFAULT_MARK] === 'true';
}

/** The class of claims that name none: the newest of those marked so. Models: storage/util.GetDefaultClass */
export function defaultClass(classes: Iterable<KubeObject>): KubeObject | undefined {
  let found: KubeObject | undefined;
  for (const each of classes) {
    if (!isDefaultClass(each)) continue;
    if (found === undefined || each.metadata.creationTimestamp > found.metadata.creationTimestamp) found = each;
  }
  return found;
}

/** Models: apis/storage/validation.ValidateStorageClass */
function validateFields(object: KubeObject): FieldError[] {
  const { provisioner = '', reclaimPolicy = '', volumeBindingMode = '' } = classOf(object);
  const errors =
    provisioner === ''
      ? [required('provisioner')]
      : validateText(provisioner.toLowerCase(), qualifiedNameRule, 'provisioner');
  if (reclaimPolicy !== 'Delete' && reclaimPolicy !== 'Retain')
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']));
  if (volumeBindingMode !== 'Immediate' && volumeBindingMode !== 'WaitForFirstConsumer')
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']));
  return errors;
}

/** Models: apis/storage/validation.ValidateStorageClassUpdate */
function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old), ...validateFields(object)];
  for (const name of ['parameters', 'provisioner', 'reclaimPolicy'] as const)
    if (!equalJson(classOf(object)[name], classOf(old)[name]))
      errors.push(forbidden(name, `updates to ${name} are forbidden.`));
  return errors;
}

/** Models: pkg/registry/storage/storageclass */
export const storageClass: ResourceDefinition = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  shortNames: ['sc'],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.storage.v1.StorageClass',
  subresources: {},
  defaults: (object) => setMissing(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  validate: (object, context) => {
    for (const text of unsimulatedWarnings(object, ['mountOptions'], 'spec')) context.warn(text.replace('spec.', ''));
    return [...validateObjectMeta(object, METADATA), ...validateFields(object)];
  },
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Provisioner', 'Who makes the volumes.'),
    column('ReclaimPolicy', 'What becomes of a volume when its claim goes.'),
    column('VolumeBindingMode', 'When a claim gets its volume.'),
    column('AllowVolumeExpansion', 'Whether claims may grow.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const { provisioner = '', reclaimPolicy, volumeBindingMode, allowVolumeExpansion = false } = classOf(object);
    const { name, creationTimestamp } = object.metadata;
    return [
      isDefaultClass(object) ? `${name} (default)` : name,
      provisioner,
      reclaimPolicy ?? 'Delete',
      volumeBindingMode ?? '<unset>',
      allowVolumeExpansion,
      ageText(creationTimestamp, nowMs),
    ];
  },
  fieldSelectors: {},
};
