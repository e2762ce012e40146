import type { Json, JsonObject, KubeObject } from '../../json.ts';
import type { ResourceDefinition } from '../definition.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';

/** Where version 1 keeps what it has no fields for. Models: apis/autoscaling.MetricSpecsAnnotation and its neighbours */
const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const KEPT = { metrics: 'metrics', behavior: 'behavior' } as const;
const KEPT_STATUS = { currentMetrics: 'current-metrics', conditions: 'conditions' } as const;

const record = (value: Json | undefined): JsonObject => (value ?? {}) as JsonObject;
const list = (value: Json | undefined): readonly JsonObject[] =>
  (Array.isArray(value) ? value : []) as readonly JsonObject[];

/** Whether a metric (or its present value) is the share of requested CPU, the one that version 1 has a field for. */
function utilization(metric: JsonObject, part: 'target' | 'current'): number | undefined {
  const resource = record(metric['resource']);
  if (metric['type'] !== 'Resource' || resource['name'] !== 'cpu') return undefined;
  const value = record(resource[part])['averageUtilization'];
  return typeof value === 'number' ? value : undefined;
}

function split(
  metrics: readonly JsonObject[],
  part: 'target' | 'current',
): readonly [number | undefined, readonly JsonObject[]] {
  const at = metrics.findIndex((metric) => utilization(metric, part) !== undefined);
  const found = metrics[at];
  return [found === undefined ? undefined : utilization(found, part), metrics.filter((_, index) => index !== at)];
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name))) as JsonObject;
}

/** Models: apis/autoscaling/v1.Convert_autoscaling_HorizontalPodAutoscaler_To_v1_HorizontalPodAutoscaler */
function show(object: KubeObject): KubeObject {
  const spec = record(object['spec'] as Json | undefined);
  const status = record(object['status'] as Json | undefined);
  const [target, metrics] = split(list(spec['metrics']), 'target');
  const [current, currentMetrics] = split(list(status['currentMetrics']), 'current');
  const kept: { [key: string]: string } = {};
  const keep = (name: string, value: Json | undefined): void => {
    const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) kept[`${PREFIX}${name}`] = JSON.stringify(value);
  };
  keep(KEPT.metrics, metrics);
  keep(KEPT_STATUS.currentMetrics, currentMetrics);
  keep(KEPT_STATUS.conditions, status['conditions']);
  keep(KEPT.behavior, spec['behavior']);
  const hasKept = Object.keys(kept).length > 0;
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    metadata: hasKept
      ? { ...object.metadata, annotations: { ...object.metadata.annotations, ...kept } }
      : object.metadata,
    spec: {
      ...without(spec, Object.keys(KEPT)),
      ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }),
    },
    status: {
      ...without(status, Object.keys(KEPT_STATUS)),
      currentReplicas: status['currentReplicas'] ?? 0,
      ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }),
    },
  };
}

function parsed(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    // What somebody wrote there by hand and is not JSON is no metric: as a real server, drop it.
    return undefined;
  }
}

/** Models: apis/autoscaling/v1.Convert_v1_HorizontalPodAutoscaler_To_autoscaling_HorizontalPodAutoscaler */
function take(object: JsonObject): JsonObject {
  const metadata = record(object['metadata']);
  const annotations = record(metadata['annotations']) as { readonly [key: string]: string };
  const { targetCPUUtilizationPercentage: target, ...spec } = record(object['spec']);
  const { currentCPUUtilizationPercentage: current, ...status } = record(object['status']);
  const rest = Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.startsWith(PREFIX)));
  const read = (name: string): Json | undefined => parsed(annotations[`${PREFIX}${name}`]);
  const cpu = (part: string, value: Json | undefined): readonly JsonObject[] =>
    value === undefined
      ? []
      : [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              [part]:
                part === 'target' ? { type: 'Utilization', averageUtilization: value } : { averageUtilization: value },
            },
          },
        ];
  const metrics = [...list(read(KEPT.metrics)), ...cpu('target', target)];
  const currentMetrics = [...list(read(KEPT_STATUS.currentMetrics)), ...cpu('current', current)];
  const behavior = read(KEPT.behavior);
  const conditions = read(KEPT_STATUS.conditions);
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    metadata: metadata['annotations'] === undefined ? metadata : { ...metadata, annotations: rest },
    spec: {
      ...spec,
      ...(metrics.length === 0 ? {} : { metrics }),
      ...(behavior === undefined ? {} : { behavior }),
    },
    ...(object['status'] === undefined
      ? {}
      : {
          status: {
            ...status,
            ...(currentMetrics.length === 0 ? {} : { currentMetrics }),
            ...(conditions === undefined ? {} : { conditions }),
          },
        }),
  };
}

/** The older version of the autoscaler, of CPU alone: stored as version 2. */
export const horizontalPodAutoscalerV1: ResourceDefinition = {
  ...horizontalPodAutoscaler,
  version: 'v1',
  schema: 'io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler',
  view: { of: 'horizontalpodautoscalers.autoscaling', show, take },
  cells: (object, context) =>
    horizontalPodAutoscaler.cells(take(object as unknown as JsonObject) as unknown as KubeObject, context),
};
