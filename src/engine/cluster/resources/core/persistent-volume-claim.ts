import type { KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { canonicalResources } from '../pod/defaults.ts';
import type { ResourceList, ResourceRequirements } from '../pod/types.ts';
import { AGE_COLUMN, column, NAME_COLUMN, wideColumn } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { canonicalQuantity, compareQuantities } from '../quantity.ts';
import { setMissing, withKey } from '../sharing.ts';
import { ACCESS_MODES, accessModesText } from '../storage/access-modes.ts';
import { defaultClass } from '../storage/storage-class.ts';
import { unsimulatedWarnings } from '../unsimulated.ts';
import { forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const FINALIZER = 'kubernetes.io/pvc-protection';
/** A claim starts empty, and all volumes of a class are alike. */
const WITHOUT_EFFECT: readonly string[] = ['dataSource', 'dataSourceRef', 'volumeAttributesClassName'];
const CLASSES = 'storageclasses.storage.k8s.io';

interface ClaimSpec {
  readonly accessModes?: readonly string[];
  readonly resources?: ResourceRequirements;
  readonly storageClassName?: string;
  readonly volumeName?: string;
  readonly volumeMode?: string;
  readonly volumeAttributesClassName?: string;
}

interface ClaimStatus {
  readonly phase?: string;
  readonly accessModes?: readonly string[];
  readonly capacity?: ResourceList;
}

const specOf = (object: KubeObject): ClaimSpec => (object['spec'] ?? {}) as ClaimSpec;
const statusOf = (object: KubeObject): ClaimStatus => (object['status'] ?? {}) as ClaimStatus;

/** Models: apis/core/v1.SetDefaults_PersistentVolumeClaim */
function defaults(object: KubeObject): KubeObject {
  let spec = setMissing(specOf(object), { volumeMode: 'Filesystem', resources: {} });
  if (spec.resources) spec = withKey(spec, 'resources', canonicalResources(spec.resources));
  return withKey(object, 'spec', spec);
}

/** A claim that names no class gets the default one; every claim is kept while pods use it. Models: plugin/pkg/admission/storage/{storageclass/setdefault,storageobjectinuseprotection} */
function prepareForCreate(object: KubeObject, context: StrategyContext): KubeObject {
  let spec = specOf(object);
  if (spec.storageClassName === undefined) {
    const fallback = defaultClass(context.list(CLASSES, ''));
    if (fallback) spec = { ...spec, storageClassName: fallback.metadata.name };
  }
  const { metadata } = object;
  const finalizers = metadata.finalizers ?? [];
  const kept = finalizers.includes(FINALIZER) ? finalizers : [...finalizers, FINALIZER];
  return { ...object, metadata: { ...metadata, finalizers: kept }, spec, status: { phase: 'Pending' } };
}

/** A claim may grow when it is bound and its class says so. Throws `ApiError` (403). Models: plugin/pkg/admission/storage/persistentvolume/resize */
function admitGrowth(object: KubeObject, old: KubeObject, context: StrategyContext): KubeObject {
  const [now, before] = [specOf(object), specOf(old)];
  const [size, oldSize] = [now.resources?.requests?.['storage'] ?? '0', before.resources?.requests?.['storage'] ?? '0'];
  if (size === oldSize || compareQuantities(size, oldSize) <= 0) return object;
  const refuse = (why: string) => forbiddenByAdmission('persistentvolumeclaims', '', object.metadata.name, why);
  if (statusOf(old).phase !== 'Bound') throw refuse('Only bound persistent volume claims can be expanded');
  const storageClass = context.get(CLASSES, '', now.storageClassName ?? '');
  if (storageClass?.['allowVolumeExpansion'] !== true)
    throw refuse(
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  return object;
}

/** Models: apis/core/validation.ValidatePersistentVolumeClaimSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { accessModes = [], resources = {}, volumeMode = '' } = specOf(object);
  const errors: FieldError[] = [];
  if (accessModes.length === 0) errors.push(required('spec.accessModes', 'at least 1 access mode is required'));
  for (const mode of accessModes)
    if (!ACCESS_MODES.includes(mode)) errors.push(notSupported('spec.accessModes', mode, ACCESS_MODES));
  const storage = resources.requests?.['storage'];
  if (storage === undefined) errors.push(required('spec.resources[storage]'));
  else if (compareQuantities(storage, '0') <= 0)
    errors.push(invalid('spec.resources[storage]', canonicalQuantity(storage), 'must be greater than zero'));
  if (volumeMode !== 'Block' && volumeMode !== 'Filesystem')
    errors.push(notSupported('spec.volumeMode', volumeMode, ['Block', 'Filesystem']));
  return errors;
}

/** Models: apis/core/validation.ValidatePersistentVolumeClaimUpdate */
function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old), ...validateSpec(object)];
  const now = specOf(object);
  const before = specOf(old);
  const { storageClassName = before.storageClassName, volumeName } = before;
  const kept = {
    ...now,
    resources: before.resources,
    ...(volumeName === undefined && { volumeName }),
    ...(before.storageClassName === undefined && { storageClassName }),
  };
  if (!equalJson(kept, before))
    errors.push(
      forbidden(
        'spec',
        'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
      ),
    );
  const [size, oldSize] = [now.resources?.requests?.['storage'] ?? '0', before.resources?.requests?.['storage'] ?? '0'];
  if (compareQuantities(size, oldSize) < 0)
    errors.push(forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  return errors;
}

/** Models: pkg/registry/core/persistentvolumeclaim */
export const persistentVolumeClaim: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  shortNames: ['pvc'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.PersistentVolumeClaim',
  subresources: { status: true },
  defaults,
  prepareForCreate,
  prepareForUpdate: admitGrowth,
  validate: (object, context) => {
    for (const text of unsimulatedWarnings(specOf(object), WITHOUT_EFFECT, 'spec')) context.warn(text);
    return [...validateObjectMeta(object, METADATA), ...validateSpec(object)];
  },
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Status', 'Phase of the claim.'),
    column('Volume', 'The volume that it is bound to.'),
    column('Capacity', 'Size of that volume.'),
    column('Access Modes', 'How that volume may be mounted.'),
    column('StorageClass', 'Its storage class.'),
    column('VolumeAttributesClass', 'Its volume attributes class.'),
    AGE_COLUMN,
    wideColumn('VolumeMode', 'File system or block device.'),
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const status = statusOf(object);
    const isBound = Boolean(spec.volumeName);
    return [
      object.metadata.name,
      object.metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
      spec.volumeName ?? '',
      isBound ? canonicalQuantity(status.capacity?.['storage'] ?? '0') : '',
      isBound ? accessModesText(status.accessModes) : '',
      spec.storageClassName ?? '',
      spec.volumeAttributesClassName || '<unset>',
      ageText(object.metadata.creationTimestamp, nowMs),
      spec.volumeMode ?? '<unset>',
    ];
  },
  fieldSelectors: {},
};
