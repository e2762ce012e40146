import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { startGeneration } from '../generation.ts';
import { formatSelector, type LabelSelector, selectorText } from '../label-selector.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateRunningTemplate, validateWorkloadSelector } from '../pod/template-validation.ts';
import type { IntOrString, PodTemplate } from '../pod/types.ts';
import { podWarnings, workloadNameWarnings } from '../pod/warnings.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, TEMPLATE_COLUMNS } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing, withKey } from '../sharing.ts';
import { FIELD_IMMUTABLE, forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateIntOrPercent, validateNonnegative } from '../validation/numbers.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

interface RollingUpdate {
  readonly maxUnavailable?: IntOrString;
  readonly maxSurge?: IntOrString;
}

interface DeploymentSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly progressDeadlineSeconds?: number;
  readonly paused?: boolean;
  readonly selector?: LabelSelector;
  readonly template?: PodTemplate;
  readonly strategy?: { readonly type?: string; readonly rollingUpdate?: RollingUpdate };
}

interface DeploymentStatus {
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
}

const specOf = (object: KubeObject): DeploymentSpec => (object['spec'] ?? {}) as DeploymentSpec;
const statusOf = (object: KubeObject): DeploymentStatus => (object['status'] ?? {}) as DeploymentStatus;

/** Models: apis/apps/v1.SetDefaults_Deployment */
function defaults(object: KubeObject): KubeObject {
  let spec = setMissing(specOf(object), {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: {},
  });
  let strategy = spec.strategy ?? {};
  if (!strategy.type) strategy = withKey(strategy, 'type', 'RollingUpdate');
  if (strategy.type === 'RollingUpdate') {
    const rollingUpdate = setMissing(strategy.rollingUpdate ?? {}, { maxUnavailable: '25%', maxSurge: '25%' });
    strategy = withKey(strategy, 'rollingUpdate', rollingUpdate);
  }
  spec = withKey(spec, 'strategy', strategy);
  if (spec.template) spec = withKey(spec, 'template', defaultTemplate(spec.template));
  return withKey(object, 'spec', spec);
}

const isZero = (value: IntOrString | undefined): boolean =>
  typeof value === 'string' ? Number.parseInt(value, 10) === 0 : (value ?? 0) === 0;

/** Models: apis/apps/validation.ValidateRollingUpdateDeployment */
function validateRollingUpdate({ maxUnavailable, maxSurge }: RollingUpdate, field: string): FieldError[] {
  const errors = [
    ...validateIntOrPercent(maxUnavailable, `${field}.maxUnavailable`),
    ...validateIntOrPercent(maxSurge, `${field}.maxSurge`),
  ];
  if (isZero(maxUnavailable) && isZero(maxSurge))
    errors.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  if (typeof maxUnavailable === 'string' && Number.parseInt(maxUnavailable, 10) > 100)
    errors.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'));
  return errors;
}

/** Models: apis/apps/validation.ValidateDeploymentStrategy */
function validateStrategy(strategy: NonNullable<DeploymentSpec['strategy']>, field: string): FieldError[] {
  const { type = '', rollingUpdate } = strategy;
  if (type === 'Recreate')
    return rollingUpdate
      ? [forbidden(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")]
      : [];
  if (type !== 'RollingUpdate')
    return [notSupported(field, { Type: type, RollingUpdate: null }, ['Recreate', 'RollingUpdate'])];
  return rollingUpdate
    ? validateRollingUpdate(rollingUpdate, `${field}.rollingUpdate`)
    : [required(`${field}.rollingUpdate`, 'this should be defaulted and never be nil')];
}

/** Models: apis/apps/validation.ValidateDeploymentSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const { minReadySeconds = 0, progressDeadlineSeconds } = spec;
  const errors = [
    ...validateNonnegative(spec.replicas, 'spec.replicas'),
    ...validateWorkloadSelector(spec.selector, 'spec.selector', 'deployment'),
    ...validateRunningTemplate(spec.template, spec.selector, 'spec.template'),
    ...validateStrategy(spec.strategy ?? {}, 'spec.strategy'),
    ...validateNonnegative(minReadySeconds, 'spec.minReadySeconds'),
    ...validateNonnegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ];
  if (progressDeadlineSeconds === undefined) return errors;
  errors.push(...validateNonnegative(progressDeadlineSeconds, 'spec.progressDeadlineSeconds'));
  if (progressDeadlineSeconds <= minReadySeconds)
    errors.push(
      invalid('spec.progressDeadlineSeconds', progressDeadlineSeconds, 'must be greater than minReadySeconds'),
    );
  return errors;
}

function warn(object: KubeObject, context: StrategyContext): void {
  for (const text of podWarnings(specOf(object).template?.spec ?? {}, 'spec.template.spec')) context.warn(text);
}

function validate(object: KubeObject, context: StrategyContext): FieldError[] {
  const errors = [...validateObjectMeta(object, METADATA), ...validateSpec(object)];
  if (errors.length > 0) return errors;
  for (const text of workloadNameWarnings(object.metadata)) context.warn(text);
  warn(object, context);
  return errors;
}

/** Models: apis/apps/validation.ValidateDeploymentUpdate, deploymentStrategy.ValidateUpdate */
function validateUpdate(object: KubeObject, old: KubeObject, context: StrategyContext): FieldError[] {
  const errors = validateObjectMetaUpdate(object, old);
  if (object['spec'] === old['spec']) return errors;
  const found = [...errors, ...validateSpec(object)];
  const { selector, template } = specOf(object);
  if (!equalJson(selector, specOf(old).selector)) found.push(invalid('spec.selector', selector, FIELD_IMMUTABLE));
  if (found.length === 0 && !equalJson(template, specOf(old).template)) warn(object, context);
  return found;
}

/** Models: pkg/registry/apps/deployment */
export const deployment: ResourceDefinition = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.apps.v1.Deployment',
  subresources: {
    status: true,
    scale: {
      specReplicasPath: 'spec.replicas',
      statusReplicasPath: 'status.replicas',
      selector: (object) => selectorText(specOf(object).selector),
    },
  },
  defaults,
  prepareForCreate: (object) => startGeneration({ ...object, status: {} }),
  /** A change of annotations counts too. */
  raisesGeneration: (object, old) =>
    !equalJson(object['spec'], old['spec']) || !equalJson(object.metadata.annotations, old.metadata.annotations),
  validate,
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Ready', 'Ready pods, of those wanted.'),
    column('Up-to-date', 'Pods that follow the present template.'),
    column('Available', 'Pods that have been ready long enough.'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const status = statusOf(object);
    return [
      object.metadata.name,
      `${status.readyReplicas ?? 0}/${spec.replicas ?? 0}`,
      String(status.updatedReplicas ?? 0),
      String(status.availableReplicas ?? 0),
      ageText(object.metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template?.spec?.containers),
      formatSelector(spec.selector),
    ];
  },
  fieldSelectors: {},
};
