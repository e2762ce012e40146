import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition, StrategyContext } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { startGeneration } from '../generation.ts';
import { formatLabels, formatSelector, type LabelSelector } from '../label-selector.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateRunningTemplate, validateWorkloadSelector } from '../pod/template-validation.ts';
import type { IntOrString, PodTemplate } from '../pod/types.ts';
import { podWarnings, workloadNameWarnings } from '../pod/warnings.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN, TEMPLATE_COLUMNS } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing, withKey } from '../sharing.ts';
import { FIELD_IMMUTABLE, invalid, notSupported } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validateIntOrPercent, validateNonnegative } from '../validation/numbers.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

interface DaemonSetSpec {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplate;
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly updateStrategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly maxUnavailable?: IntOrString; readonly maxSurge?: IntOrString };
  };
}

interface DaemonSetStatus {
  readonly desiredNumberScheduled?: number;
  readonly currentNumberScheduled?: number;
  readonly numberReady?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
}

const specOf = (object: KubeObject): DaemonSetSpec => (object['spec'] ?? {}) as DaemonSetSpec;
const NO_PODS = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };

/** Models: apis/apps/v1.SetDefaults_DaemonSet */
function defaults(object: KubeObject): KubeObject {
  let spec = setMissing(specOf(object), { updateStrategy: {}, revisionHistoryLimit: 10 });
  let strategy = spec.updateStrategy ?? {};
  if (!strategy.type) strategy = withKey(strategy, 'type', 'RollingUpdate');
  if (strategy.type === 'RollingUpdate')
    strategy = withKey(
      strategy,
      'rollingUpdate',
      setMissing(strategy.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 }),
    );
  spec = withKey(spec, 'updateStrategy', strategy);
  if (spec.template) spec = withKey(spec, 'template', defaultTemplate(spec.template));
  return withKey(object, 'spec', spec);
}

/** Counts the templates that the set has had. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

function withTemplateGeneration(object: KubeObject, generation: number): KubeObject {
  const { metadata } = object;
  const text = String(generation);
  if (metadata.annotations?.[TEMPLATE_GENERATION] === text) return object;
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [TEMPLATE_GENERATION]: text } },
  };
}

/** A change of the template raises its count, which nobody else may set. Models: daemonset.daemonSetStrategy.PrepareForUpdate */
function prepareForUpdate(object: KubeObject, old: KubeObject): KubeObject {
  const before = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? '1') || 1;
  const isSame = equalJson(specOf(object).template, specOf(old).template);
  return withTemplateGeneration(object, isSame ? before : before + 1);
}

const isZero = (value: IntOrString | undefined): boolean =>
  typeof value === 'string' ? Number.parseInt(value, 10) === 0 : (value ?? 0) === 0;

/** Models: apis/apps/validation.ValidateDaemonSetUpdateStrategy */
function validateStrategy({
  type = '',
  rollingUpdate = {},
}: NonNullable<DaemonSetSpec['updateStrategy']>): FieldError[] {
  const field = 'spec.updateStrategy';
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') return [notSupported(`${field}.type`, type, ['RollingUpdate', 'OnDelete'])];
  const { maxUnavailable, maxSurge } = rollingUpdate;
  const errors = [
    ...validateIntOrPercent(maxUnavailable, `${field}.rollingUpdate.maxUnavailable`),
    ...validateIntOrPercent(maxSurge, `${field}.rollingUpdate.maxSurge`),
  ];
  if (isZero(maxUnavailable) && isZero(maxSurge))
    errors.push(invalid(`${field}.rollingUpdate.maxUnavailable`, maxUnavailable, 'cannot be 0 when maxSurge is 0'));
  else if (!isZero(maxUnavailable) && !isZero(maxSurge))
    errors.push(invalid(`${field}.rollingUpdate.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  return errors;
}

/** Models: apis/apps/validation.ValidateDaemonSetSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { selector, template, minReadySeconds, revisionHistoryLimit, updateStrategy = {} } = specOf(object);
  return [
    ...validateWorkloadSelector(selector, 'spec.selector', 'daemonset'),
    ...validateRunningTemplate(template, selector, 'spec.template'),
    ...validateNonnegative(minReadySeconds, 'spec.minReadySeconds'),
    ...validateStrategy(updateStrategy),
    ...validateNonnegative(revisionHistoryLimit, 'spec.revisionHistoryLimit'),
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

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = validateObjectMetaUpdate(object, old);
  if (object['spec'] === old['spec']) return errors;
  const found = [...errors, ...validateSpec(object)];
  const { selector } = specOf(object);
  if (!equalJson(selector, specOf(old).selector)) found.push(invalid('spec.selector', selector, FIELD_IMMUTABLE));
  return found;
}

/** Models: pkg/registry/apps/daemonset */
export const daemonSet: ResourceDefinition = {
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  shortNames: ['ds'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.apps.v1.DaemonSet',
  subresources: { status: true },
  defaults,
  prepareForCreate: (object) => startGeneration(withTemplateGeneration({ ...object, status: NO_PODS }, 1)),
  prepareForUpdate,
  validate,
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Desired', 'Nodes that should run a pod.', 'integer'),
    column('Current', 'Nodes that run one.', 'integer'),
    column('Ready', 'Pods that are ready.', 'integer'),
    column('Up-to-date', 'Pods that follow the present template.', 'integer'),
    column('Available', 'Pods that have been ready long enough.', 'integer'),
    column('Node Selector', 'Labels of the nodes that it is for.'),
    AGE_COLUMN,
    ...TEMPLATE_COLUMNS,
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as DaemonSetStatus;
    return [
      object.metadata.name,
      status.desiredNumberScheduled ?? 0,
      status.currentNumberScheduled ?? 0,
      status.numberReady ?? 0,
      status.updatedNumberScheduled ?? 0,
      status.numberAvailable ?? 0,
      formatLabels(spec.template?.spec?.nodeSelector),
      ageText(object.metadata.creationTimestamp, nowMs),
      ...containerCells(spec.template?.spec?.containers),
      formatSelector(spec.selector),
    ];
  },
  fieldSelectors: {},
};
