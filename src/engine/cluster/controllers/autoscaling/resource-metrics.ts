import { ApiError, type Client, type Informers } from '../../client.ts';
import type { KubeObject } from '../../json.ts';
import { quantityMilliValue } from '../../resources/quantity.ts';
import { parseTime } from '../../timestamp.ts';

const METRICS_API = 'v1beta1.metrics.k8s.io';
const POD_METRICS = 'pods.metrics.k8s.io';

/** One pod's figure: thousandths of the resource's unit, and of which span of time it is. */
export interface PodMetric {
  readonly milli: number;
  readonly timeMs: number;
  readonly windowMs: number;
}

interface PodMetricsObject extends KubeObject {
  readonly timestamp: string;
  readonly window: string;
  readonly containers: readonly {
    readonly name: string;
    readonly usage: { readonly [resource: string]: string | undefined };
  }[];
}

/** Why there are no figures, as the metrics client words it. */
export class MetricsError extends Error {}

/**
 * Figures of pods by name, from the resource metrics API; one container's where it is named. A pod without figures is left out.
 * Throws `MetricsError`. Models: pkg/controller/podautoscaler/metrics.resourceMetricsClient
 */
export function podMetrics(
  informers: Informers,
  client: Client,
  pods: readonly KubeObject[],
  resource: string,
  container: string | undefined,
): Map<string, PodMetric> {
  const api = 'unable to fetch metrics from resource metrics API';
  if (informers.get('apiservices.apiregistration.k8s.io', '', METRICS_API) === undefined)
    throw new MetricsError(`${api}: the server could not find the requested resource (get ${POD_METRICS})`);
  const figures = new Map<string, PodMetric>();
  let any = false;
  for (const { metadata } of pods) {
    const object = fetch(client, metadata.namespace ?? '', metadata.name, api);
    if (object === undefined) continue;
    any = true;
    const milli = usageOf(object, resource, container);
    if (milli === undefined) continue;
    figures.set(metadata.name, {
      milli,
      timeMs: parseTime(object.timestamp) ?? 0,
      windowMs: Number.parseFloat(object.window) * 1000,
    });
  }
  if (!any) throw new MetricsError('no metrics returned from resource metrics API');
  return figures;
}

function fetch(client: Client, namespace: string, name: string, api: string): PodMetricsObject | undefined {
  try {
    return client.get(POD_METRICS, namespace, name) as PodMetricsObject | undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 404) return undefined;
    throw new MetricsError(`${api}: the server is currently unable to handle the request (get ${POD_METRICS})`);
  }
}

/** The sum over the containers, or the named one's; undefined where one has no figure. */
function usageOf(object: PodMetricsObject, resource: string, container: string | undefined): number | undefined {
  let sum: number | undefined;
  for (const { name, usage } of object.containers) {
    if (container !== undefined && name !== container) continue;
    const amount = usage[resource];
    if (amount === undefined) return undefined;
    sum = (sum ?? 0) + quantityMilliValue(amount);
  }
  return sum;
}
