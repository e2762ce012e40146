import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { formatLabels } from '../label-selector.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateRunningTemplate } from '../pod/template-validation.ts';
import type { PodTemplate } from '../pod/types.ts';
import { podWarnings, workloadNameWarnings } from '../pod/warnings.ts';
import { containerCells, REPLICA_COLUMNS } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing, withKey } from '../sharing.ts';
import { required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateNonnegative } from '../validation/numbers.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

interface ReplicationControllerSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly selector?: { readonly [label: string]: string };
  readonly template?: PodTemplate;
}

const specOf = (object: KubeObject): ReplicationControllerSpec => (object['spec'] ?? {}) as ReplicationControllerSpec;

/** Selector and labels come from the template where they are missing. Models: apis/core/v1.SetDefaults_ReplicationController */
function defaults(object: KubeObject): KubeObject {
  let spec = setMissing(specOf(object), { replicas: 1 });
  const labels = spec.template?.metadata?.labels;
  if (labels && Object.keys(spec.selector ?? {}).length === 0) spec = { ...spec, selector: labels };
  if (spec.template) spec = withKey(spec, 'template', defaultTemplate(spec.template));
  const out = withKey(object, 'spec', spec);
  if (!labels || Object.keys(object.metadata.labels ?? {}).length > 0) return out;
  return { ...out, metadata: { ...out.metadata, labels } };
}

/** Models: apis/core/validation.ValidateReplicationControllerSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { replicas, minReadySeconds, selector = {}, template } = specOf(object);
  const errors = validateNonnegative(minReadySeconds, 'spec.minReadySeconds');
  if (Object.keys(selector).length === 0) errors.push(required('spec.selector'));
  errors.push(...validateNonnegative(replicas, 'spec.replicas'));
  return errors.concat(validateRunningTemplate(template, { matchLabels: selector }, 'spec.template'));
}

function validate(object: KubeObject, context: StrategyContext): FieldError[] {
  const errors = [...validateObjectMeta(object, METADATA), ...validateSpec(object)];
  if (errors.length > 0) return errors;
  const spec = specOf(object).template?.spec ?? {};
  for (const text of [...workloadNameWarnings(object.metadata), ...podWarnings(spec, 'spec.template.spec')])
    context.warn(text);
  return errors;
}

/** Models: pkg/registry/core/replicationcontroller */
export const replicationController: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  shortNames: ['rc'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.ReplicationController',
  subresources: {
    status: true,
    scale: {
      specReplicasPath: 'spec.replicas',
      statusReplicasPath: 'status.replicas',
      selector: (object) => formatLabels(specOf(object).selector),
    },
  },
  defaults,
  prepareForCreate: (object) => startGeneration({ ...object, status: { replicas: 0 } }),
  validate,
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object, old),
    ...(object['spec'] === old['spec'] ? [] : validateSpec(object)),
  ],
  columns: REPLICA_COLUMNS,
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const { replicas = 0, readyReplicas = 0 } = (object['status'] ?? {}) as {
      readonly replicas?: number;
      readonly readyReplicas?: number;
    };
    return [
      object.metadata.name,
      spec.replicas ?? 0,
      replicas,
      readyReplicas,
      ageText(object.metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template?.spec?.containers),
      formatLabels(spec.selector),
    ];
  },
  fieldSelectors: {
    'status.replicas': (object) => String((object['status'] as { replicas?: number } | undefined)?.replicas ?? 0),
  },
};
