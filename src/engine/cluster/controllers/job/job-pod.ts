import type { JsonObject } from '../../json.ts';
import { podFromTemplate } from '../pod-control.ts';
import { countsPerIndex, FAILURE_COUNT, IGNORED_COUNT, type IndexFailures } from './failed-indexes.ts';
import { COMPLETION_INDEX, type Job, TRACKING_FINALIZER } from './types.ts';

/** What a pod carries of the failures of those before it. */
function failureCounts(job: Job, failures: IndexFailures | undefined): { readonly [annotation: string]: string } {
  if (!countsPerIndex(job)) return {};
  const ignored = failures?.ignored ?? 0;
  return {
    [FAILURE_COUNT]: String(failures?.failures ?? 0),
    ...(ignored > 0 ? { [IGNORED_COUNT]: String(ignored) } : {}),
  };
}

/** A pod of the job; of an Indexed one for this index, which it knows by label, annotation, variable and hostname. Models: manageJob, addCompletionIndexEnvVariables */
export function jobPod(job: Job, index: number | undefined, failures?: IndexFailures): JsonObject {
  const { template } = job.spec;
  const { metadata } = template;
  const finalizers = [...(metadata?.finalizers ?? []), TRACKING_FINALIZER];
  if (index === undefined) return podFromTemplate({ ...template, metadata: { ...metadata, finalizers } }, job);
  const number = String(index);
  const env = {
    name: 'JOB_COMPLETION_INDEX',
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } },
  };
  const withIndex = <T extends { readonly env?: readonly { readonly name?: string }[] }>(container: T): T =>
    container.env?.some((each) => each.name === env.name)
      ? container
      : { ...container, env: [...(container.env ?? []), env] };
  const spec = template.spec ?? {};
  const pod = podFromTemplate(
    {
      metadata: {
        ...metadata,
        finalizers,
        labels: { ...metadata?.labels, [COMPLETION_INDEX]: number },
        annotations: { ...metadata?.annotations, [COMPLETION_INDEX]: number, ...failureCounts(job, failures) },
      },
      spec: {
        ...spec,
        hostname: spec.hostname ?? `${job.metadata.name}-${number}`,
        containers: (spec.containers ?? []).map(withIndex),
        ...(spec.initContainers ? { initContainers: spec.initContainers.map(withIndex) } : {}),
      },
    },
    job,
  );
  return {
    ...pod,
    metadata: { ...(pod['metadata'] as JsonObject), generateName: `${job.metadata.name}-${number}-` },
  };
}
