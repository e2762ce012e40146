import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { startGeneration } from '../generation.ts';
import { type LabelSelector, selectorText } from '../label-selector.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateRunningTemplate, validateWorkloadSelector } from '../pod/template-validation.ts';
import type { IntOrString, PodTemplate } from '../pod/types.ts';
import { podWarnings } from '../pod/warnings.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, wideColumn } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { mapList, setMissing, withKey } from '../sharing.ts';
import { forbidden, invalid, notSupported } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Label } from '../validation/names.ts';
import { validateIntOrPercent, validateNonnegative } from '../validation/numbers.ts';

/** Pods are named after the set, and their names are host names. */
const METADATA = { namespaced: true, name: dns1123Label };
const CHANGEABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;

interface ClaimTemplate {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly volumeMode?: string };
  readonly status?: { readonly phase?: string };
}

interface StatefulSetSpec {
  readonly replicas?: number;
  readonly selector?: LabelSelector;
  readonly template?: PodTemplate;
  readonly volumeClaimTemplates?: readonly ClaimTemplate[];
  readonly serviceName?: string;
  readonly podManagementPolicy?: string;
  readonly updateStrategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly partition?: number; readonly maxUnavailable?: IntOrString };
  };
  readonly revisionHistoryLimit?: number;
  readonly minReadySeconds?: number;
  readonly ordinals?: { readonly start?: number };
  readonly persistentVolumeClaimRetentionPolicy?: { readonly whenDeleted?: string; readonly whenScaled?: string };
}

const specOf = (object: KubeObject): StatefulSetSpec => (object['spec'] ?? {}) as StatefulSetSpec;

function defaultClaim(claim: ClaimTemplate): ClaimTemplate {
  const filled = setMissing(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: { phase: 'Pending' } });
  return withKey(filled, 'spec', setMissing(filled.spec ?? {}, { volumeMode: 'Filesystem' }));
}

/** Models: apis/apps/v1.SetDefaults_StatefulSet */
function defaults(object: KubeObject): KubeObject {
  let spec = setMissing(specOf(object), {
    podManagementPolicy: 'OrderedReady',
    updateStrategy: {},
    replicas: 1,
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: {},
  });
  let strategy = spec.updateStrategy ?? {};
  if (!strategy.type) strategy = withKey(strategy, 'type', 'RollingUpdate');
  if (strategy.type === 'RollingUpdate')
    strategy = withKey(strategy, 'rollingUpdate', setMissing(strategy.rollingUpdate ?? {}, { partition: 0 }));
  spec = withKey(spec, 'updateStrategy', strategy);
  const retention = setMissing(spec.persistentVolumeClaimRetentionPolicy ?? {}, {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
  });
  spec = withKey(spec, 'persistentVolumeClaimRetentionPolicy', retention);
  spec = mapList(spec, 'volumeClaimTemplates', defaultClaim);
  if (spec.template) spec = withKey(spec, 'template', defaultTemplate(spec.template));
  return withKey(object, 'spec', spec);
}

/** The set's own claims are volumes of its pods: the template may mount them. */
function withClaims({ template, volumeClaimTemplates = [] }: StatefulSetSpec): PodTemplate | undefined {
  if (!template || volumeClaimTemplates.length === 0) return template;
  const claims = volumeClaimTemplates.map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: metadata?.name ?? '' },
  }));
  const own = new Set(claims.map((claim) => claim.name));
  const volumes = (template.spec?.volumes ?? []).filter((volume) => !own.has(volume.name ?? ''));
  return { ...template, spec: { ...template.spec, volumes: [...volumes, ...claims] } };
}

/** Models: apis/apps/validation.ValidateRollingUpdateStatefulSet */
function validateMaxUnavailable(value: IntOrString | undefined): FieldError[] {
  if (value === undefined) return [];
  const field = 'spec.updateStrategy.rollingUpdate.maxUnavailable';
  const errors = validateIntOrPercent(value, field);
  if (value === 0 || value === '0%') errors.push(invalid(field, value, 'cannot be 0'));
  if (typeof value === 'string' && Number.parseInt(value, 10) > 100)
    errors.push(invalid(field, value, 'must not be greater than 100%'));
  return errors;
}

/** Models: apis/apps/validation.ValidateStatefulSetSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const { podManagementPolicy = '', updateStrategy = {} } = spec;
  const errors: FieldError[] = [];
  if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel')
    errors.push(invalid('spec.podManagementPolicy', podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"));
  if (updateStrategy.type === 'RollingUpdate')
    errors.push(
      ...validateNonnegative(updateStrategy.rollingUpdate?.partition, 'spec.updateStrategy.rollingUpdate.partition'),
      ...validateMaxUnavailable(updateStrategy.rollingUpdate?.maxUnavailable),
    );
  else if (updateStrategy.type !== 'OnDelete')
    errors.push(
      invalid(
        'spec.updateStrategy',
        { Type: updateStrategy.type, RollingUpdate: null },
        "must be 'RollingUpdate' or 'OnDelete'",
      ),
    );
  for (const name of ['whenDeleted', 'whenScaled'] as const) {
    const value = spec.persistentVolumeClaimRetentionPolicy?.[name] ?? '';
    if (value !== 'Retain' && value !== 'Delete')
      errors.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${name}`, value, ['Delete', 'Retain']));
  }
  return errors.concat(
    validateNonnegative(spec.replicas, 'spec.replicas'),
    validateNonnegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    validateNonnegative(spec.ordinals?.start, 'spec.ordinals.start'),
    validateWorkloadSelector(spec.selector, 'spec.selector', 'statefulset'),
    validateRunningTemplate(withClaims(spec), spec.selector, 'spec.template'),
  );
}

function validate(object: KubeObject, context: StrategyContext): FieldError[] {
  const errors = [...validateObjectMeta(object, METADATA), ...validateSpec(object)];
  if (errors.length > 0) return errors;
  const spec = specOf(object);
  for (const text of podWarnings(spec.template?.spec ?? {}, 'spec.template.spec')) context.warn(text);
  return errors;
}

/** Models: apis/apps/validation.ValidateStatefulSetUpdate */
function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = validateObjectMetaUpdate(object, old);
  if (object['spec'] === old['spec']) return errors;
  const found = [...errors, ...validateSpec(object)];
  const kept: { [field: string]: unknown } = { ...specOf(object) };
  for (const name of CHANGEABLE) kept[name] = specOf(old)[name];
  if (!equalJson(kept, specOf(old))) {
    const list = CHANGEABLE.map((name) => `'${name}'`);
    found.push(
      forbidden(
        'spec',
        `updates to statefulset spec for fields other than ${list.slice(0, -1).join(', ')} and ${list.at(-1)} are forbidden`,
      ),
    );
  }
  return found;
}

/** Models: pkg/registry/apps/statefulset */
export const statefulSet: ResourceDefinition = {
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.apps.v1.StatefulSet',
  subresources: {
    status: true,
    scale: {
      specReplicasPath: 'spec.replicas',
      statusReplicasPath: 'status.replicas',
      selector: (object) => selectorText(specOf(object).selector),
    },
  },
  defaults,
  prepareForCreate: (object) => startGeneration({ ...object, status: { replicas: 0, availableReplicas: 0 } }),
  validate,
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Ready', 'Ready pods, of those wanted.'),
    AGE_COLUMN,
    wideColumn('Containers', 'Names of the containers in the template.'),
    wideColumn('Images', 'Images of the containers in the template.'),
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const { readyReplicas = 0 } = (object['status'] ?? {}) as { readonly readyReplicas?: number };
    return [
      object.metadata.name,
      `${readyReplicas}/${spec.replicas ?? 0}`,
      ageText(object.metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template?.spec?.containers),
    ];
  },
  fieldSelectors: {},
};
