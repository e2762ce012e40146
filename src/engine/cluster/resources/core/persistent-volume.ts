import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { canonicalResourceList } from '../pod/defaults.ts';
import type { ResourceList, Volume } from '../pod/types.ts';
import { validateVolumes } from '../pod/volume-validation.ts';
import { AGE_COLUMN, column, NAME_COLUMN, wideColumn } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { canonicalQuantity } from '../quantity.ts';
import { omitEmpty, setMissing, withKey } from '../sharing.ts';
import { ACCESS_MODES, accessModesText } from '../storage/access-modes.ts';
import { forbidden, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';

const METADATA = { namespaced: false, name: dns1123Subdomain };
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const NOT_SOURCES = new Set([
  'capacity',
  'accessModes',
  'claimRef',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'mountOptions',
  'volumeMode',
  'nodeAffinity',
  'volumeAttributesClassName',
]);

interface VolumeSpec {
  readonly capacity?: ResourceList;
  readonly accessModes?: readonly string[];
  readonly claimRef?: { readonly namespace?: string; readonly name?: string };
  readonly persistentVolumeReclaimPolicy?: string;
  readonly storageClassName?: string;
  readonly volumeMode?: string;
  readonly volumeAttributesClassName?: string;
  readonly hostPath?: Volume['hostPath'];
  readonly [source: string]: unknown;
}

const specOf = (object: KubeObject): VolumeSpec => (object['spec'] ?? {}) as VolumeSpec;
const statusOf = (object: KubeObject) =>
  (object['status'] ?? {}) as { readonly phase?: string; readonly reason?: string };

function sourceOf(spec: VolumeSpec): { readonly [source: string]: unknown } {
  return Object.fromEntries(
    Object.entries(spec).filter(([key, value]) => !NOT_SOURCES.has(key) && value !== undefined),
  );
}

/** Models: apis/core/v1.SetDefaults_PersistentVolume */
function defaults(object: KubeObject): KubeObject {
  let spec = setMissing(omitEmpty(specOf(object), ['storageClassName', 'accessModes', 'mountOptions']), {
    persistentVolumeReclaimPolicy: 'Retain',
    volumeMode: 'Filesystem',
  });
  if (spec.capacity) spec = withKey(spec, 'capacity', canonicalResourceList(spec.capacity));
  if (spec.hostPath) spec = withKey(spec, 'hostPath', setMissing(spec.hostPath, { type: '' }));
  return withKey(object, 'spec', spec);
}

/** Models: apis/core/validation.ValidatePersistentVolumeSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  if ((spec.accessModes ?? []).length === 0) errors.push(required('spec.accessModes'));
  for (const mode of spec.accessModes ?? [])
    if (!ACCESS_MODES.includes(mode)) errors.push(notSupported('spec.accessModes', mode, ACCESS_MODES));
  if (Object.keys(spec.capacity ?? {}).length === 0) errors.push(required('spec.capacity'));
  else if (spec.capacity?.['storage'] === undefined)
    errors.push(notSupported('spec.capacity', spec.capacity, ['storage']));
  const policy = spec.persistentVolumeReclaimPolicy ?? '';
  if (!RECLAIM_POLICIES.includes(policy))
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES));
  const source = sourceOf(spec);
  if (Object.keys(source).length === 0) errors.push(required('spec', 'must specify a volume type'));
  const { errors: found } = validateVolumes([{ name: 'volume', ...source }], 'volumes');
  for (const error of found) errors.push({ ...error, field: error.field.replace('volumes[0]', 'spec') });
  return errors;
}

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old), ...validateSpec(object)];
  if (!equalJson(sourceOf(specOf(object)), sourceOf(specOf(old))))
    errors.push(forbidden('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation'));
  return errors;
}

/** Models: pkg/registry/core/persistentvolume */
export const persistentVolume: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  shortNames: ['pv'],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.core.v1.PersistentVolume',
  subresources: { status: true },
  defaults,
  prepareForCreate: (object) => ({
    ...object,
    metadata: withFinalizer(object),
    status: { phase: 'Pending' },
  }),
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSpec(object)],
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Capacity', 'Size of the volume.'),
    column('Access Modes', 'How it may be mounted.'),
    column('Reclaim Policy', 'What becomes of it when its claim goes.'),
    column('Status', 'Phase of the volume.'),
    column('Claim', 'The claim that it is bound to.'),
    column('StorageClass', 'Its storage class.'),
    column('VolumeAttributesClass', 'Its volume attributes class.'),
    column('Reason', 'Why it is in its phase.'),
    AGE_COLUMN,
    wideColumn('VolumeMode', 'File system or block device.'),
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const status = statusOf(object);
    const claim = spec.claimRef;
    return [
      object.metadata.name,
      canonicalQuantity(spec.capacity?.['storage'] ?? '0'),
      accessModesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      object.metadata.deletionTimestamp === undefined ? (status.phase ?? '') : 'Terminating',
      claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`,
      spec.storageClassName ?? '',
      spec.volumeAttributesClassName || '<unset>',
      status.reason ?? '',
      ageText(object.metadata.creationTimestamp, nowMs),
      spec.volumeMode ?? '<unset>',
    ];
  },
  fieldSelectors: {},
};

/** Admission keeps volumes that are in use. Models: plugin/pkg/admission/storage/storageobjectinuseprotection */
function withFinalizer({ metadata }: KubeObject): KubeObject['metadata'] {
  const finalizer = 'kubernetes.io/pv-protection';
  const finalizers = metadata.finalizers ?? [];
  return finalizers.includes(finalizer) ? metadata : { ...metadata, finalizers: [...finalizers, finalizer] };
}
