import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { startGeneration } from '../generation.ts';
import { formatSelector, type LabelSelector, selectorText } from '../label-selector.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateRunningTemplate, validateWorkloadSelector } from '../pod/template-validation.ts';
import type { PodTemplate } from '../pod/types.ts';
import { podWarnings, workloadNameWarnings } from '../pod/warnings.ts';
import { containerCells, REPLICA_COLUMNS } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing, withKey } from '../sharing.ts';
import { FIELD_IMMUTABLE, invalid } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateNonnegative } from '../validation/numbers.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

interface ReplicaSetSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly selector?: LabelSelector;
  readonly template?: PodTemplate;
}

interface ReplicaSetStatus {
  readonly replicas?: number;
  readonly readyReplicas?: number;
}

const specOf = (object: KubeObject): ReplicaSetSpec => (object['spec'] ?? {}) as ReplicaSetSpec;
const statusOf = (object: KubeObject): ReplicaSetStatus => (object['status'] ?? {}) as ReplicaSetStatus;

/** Models: apis/apps/v1.SetDefaults_ReplicaSet */
function defaults(object: KubeObject): KubeObject {
  let spec = setMissing(specOf(object), { replicas: 1 });
  if (spec.template) spec = withKey(spec, 'template', defaultTemplate(spec.template));
  return withKey(object, 'spec', spec);
}

/** Models: apis/apps/validation.ValidateReplicaSetSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { replicas, minReadySeconds, selector, template } = specOf(object);
  return [
    ...validateNonnegative(replicas, 'spec.replicas'),
    ...validateNonnegative(minReadySeconds, 'spec.minReadySeconds'),
    ...validateWorkloadSelector(selector, 'spec.selector', 'deployment'),
    ...validateRunningTemplate(template, selector, 'spec.template'),
  ];
}

function validate(object: KubeObject, context: StrategyContext): FieldError[] {
  const errors = [...validateObjectMeta(object, METADATA), ...validateSpec(object)];
  if (errors.length > 0) return errors;
  const spec = specOf(object).template?.spec ?? {};
  for (const text of [...workloadNameWarnings(object.metadata), ...podWarnings(spec, 'spec.template.spec')])
    context.warn(text);
  return errors;
}

/** Scaling, the usual change, leaves template and selector as they are and is not worth a full check. */
function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = validateObjectMetaUpdate(object, old);
  const now = specOf(object);
  const before = specOf(old);
  if (now.template === before.template && now.selector === before.selector)
    return [...errors, ...validateNonnegative(now.replicas, 'spec.replicas')];
  const found = [...errors, ...validateSpec(object)];
  if (!equalJson(now.selector, before.selector)) found.push(invalid('spec.selector', now.selector, FIELD_IMMUTABLE));
  return found;
}

/** Models: pkg/registry/apps/replicaset */
export const replicaSet: ResourceDefinition = {
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.apps.v1.ReplicaSet',
  subresources: {
    status: true,
    scale: {
      specReplicasPath: 'spec.replicas',
      statusReplicasPath: 'status.replicas',
      selector: (object) => selectorText(specOf(object).selector),
    },
  },
  defaults,
  prepareForCreate: (object) => startGeneration({ ...object, status: { replicas: 0 } }),
  validate,
  validateUpdate,
  columns: REPLICA_COLUMNS,
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const status = statusOf(object);
    return [
      object.metadata.name,
      spec.replicas ?? 0,
      status.replicas ?? 0,
      status.readyReplicas ?? 0,
      ageText(object.metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template?.spec?.containers),
      formatSelector(spec.selector),
    ];
  },
  fieldSelectors: { 'status.replicas': (object) => String(statusOf(object).replicas ?? 0) },
};
