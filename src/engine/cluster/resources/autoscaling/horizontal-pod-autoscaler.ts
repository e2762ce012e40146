import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { canonicalQuantity } from '../quantity.ts';
import { setMissing, withKey } from '../sharing.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { type Behavior, defaultBehavior, validateBehavior } from './behavior.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const SHOWN_METRICS = 2;
const SOURCES: { readonly [type: string]: keyof Metric } = {
  Resource: 'resource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
  ContainerResource: 'containerResource',
};

interface Amount {
  readonly type?: string;
  readonly averageUtilization?: number;
  readonly averageValue?: string | number;
  readonly value?: string | number;
}

interface Source {
  readonly name?: string;
  readonly metric?: { readonly name?: string };
  readonly target?: Amount;
  readonly current?: Amount;
}

/** One metric of the spec (`target`) or of the status (`current`). Models: autoscaling/v2.MetricSpec, MetricStatus */
interface Metric {
  readonly type?: string;
  readonly resource?: Source;
  readonly pods?: Source;
  readonly object?: Source;
  readonly external?: Source;
  readonly containerResource?: Source;
}

interface AutoscalerSpec {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string; readonly apiVersion?: string };
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly metrics?: readonly Metric[];
  readonly behavior?: Behavior;
}

interface AutoscalerStatus {
  readonly currentReplicas?: number;
  readonly currentMetrics?: readonly Metric[] | null;
}

const specOf = (object: KubeObject): AutoscalerSpec => (object['spec'] ?? {}) as AutoscalerSpec;
const DEFAULT_METRICS: readonly Metric[] = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
];

/** Models: apis/autoscaling/v2.SetDefaults_HorizontalPodAutoscaler */
function defaults(object: KubeObject): KubeObject {
  const spec = setMissing(specOf(object), { minReplicas: 1 });
  const filled = (spec.metrics ?? []).length === 0 ? { ...spec, metrics: DEFAULT_METRICS } : spec;
  return withKey(object, 'spec', defaultBehavior(filled));
}

function sourceOf(metric: Metric | undefined): Source | undefined {
  const key = SOURCES[metric?.type ?? ''];
  return key === undefined ? undefined : (metric?.[key] as Source | undefined);
}

/** Models: apis/autoscaling/validation.validateHorizontalPodAutoscalerSpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { scaleTargetRef = {}, minReplicas = 1, maxReplicas = 0, metrics = [] } = specOf(object);
  const errors: FieldError[] = [];
  if (minReplicas < 1) errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  if (maxReplicas < 1) errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (maxReplicas < minReplicas)
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  for (const name of ['kind', 'name'] as const)
    if (!scaleTargetRef[name]) errors.push(required(`spec.scaleTargetRef.${name}`));
  for (const [at, metric] of metrics.entries()) {
    const where = `spec.metrics[${at}]`;
    if (!metric.type) errors.push(required(`${where}.type`, 'must specify a metric source type'));
    else if (SOURCES[metric.type] === undefined)
      errors.push(notSupported(`${where}.type`, metric.type, Object.keys(SOURCES).sort()));
    else if (sourceOf(metric) === undefined)
      errors.push(
        required(`${where}.${SOURCES[metric.type]}`, 'must populate information for the given metric source'),
      );
  }
  return [...errors, ...validateBehavior(specOf(object).behavior)];
}

function amountText({ averageUtilization, averageValue, value }: Amount, unknown: string): string {
  if (averageUtilization !== undefined) return `${averageUtilization}%`;
  const quantity = averageValue ?? value;
  return quantity === undefined ? unknown : canonicalQuantity(quantity);
}

/** Models: printers/internalversion.formatHPAMetrics */
function targetsText(spec: AutoscalerSpec, status: AutoscalerStatus): string {
  const metrics = spec.metrics ?? [];
  if (metrics.length === 0) return '<none>';
  const texts = metrics.map((metric, at) => {
    const source = sourceOf(metric) ?? {};
    const current = sourceOf(status.currentMetrics?.[at])?.current ?? {};
    const { averageValue, averageUtilization } = source.target ?? {};
    const isValue = averageValue !== undefined && averageUtilization === undefined;
    const { averageUtilization: _, ...valueOnly } = current;
    const now = amountText(isValue ? valueOnly : current, '<unknown>');
    const pair = `${now}/${amountText(source.target ?? {}, '<auto>')}`;
    return metric.type === 'Resource' || metric.type === 'ContainerResource' ? `${source.name ?? ''}: ${pair}` : pair;
  });
  const shown = texts.slice(0, SHOWN_METRICS).join(', ');
  return texts.length > SHOWN_METRICS ? `${shown} + ${texts.length - SHOWN_METRICS} more...` : shown;
}

/** Models: pkg/registry/autoscaling/horizontalpodautoscaler */
export const horizontalPodAutoscaler: ResourceDefinition = {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  subresources: { status: true },
  defaults,
  prepareForCreate: (object) => ({ ...object, status: { desiredReplicas: 0, currentMetrics: null } }),
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSpec(object)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateSpec(object)],
  columns: [
    NAME_COLUMN,
    column('Reference', 'What is scaled.'),
    column('Targets', 'Metrics now, and as they should be.'),
    column('MinPods', 'Fewest pods.'),
    column('MaxPods', 'Most pods.'),
    column('Replicas', 'Pods at the last look.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const status = (object['status'] ?? {}) as AutoscalerStatus;
    return [
      object.metadata.name,
      `${spec.scaleTargetRef?.kind ?? ''}/${spec.scaleTargetRef?.name ?? ''}`,
      targetsText(spec, status),
      spec.minReplicas === undefined ? '<unset>' : String(spec.minReplicas),
      spec.maxReplicas ?? 0,
      status.currentReplicas ?? 0,
      ageText(object.metadata.creationTimestamp, nowMs),
    ];
  },
  fieldSelectors: {},
};
