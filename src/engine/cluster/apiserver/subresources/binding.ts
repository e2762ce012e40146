import type { Json, JsonObject, KubeObject } from '../../json.ts';
import { formatTime } from '../../timestamp.ts';
import { type Core, writerOf } from '../core.ts';
import { JsonSyntaxError, parseJson } from '../decode/json-text.ts';
import type { ApiRequest } from '../http.ts';
import { jsonResponse } from '../response.ts';
import { conflict, invalid } from '../status.ts';
import type { SubresourceHandler } from '../subresource.ts';

interface Condition {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The pod's conditions with PodScheduled true. Models: podutil.UpdatePodCondition */
function scheduledConditions(pod: KubeObject, now: string): readonly Condition[] {
  const { conditions = [] } = (pod['status'] ?? {}) as { readonly conditions?: readonly Condition[] };
  const generation = pod.metadata.generation;
  const scheduled: Condition = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: now,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
  const at = conditions.findIndex((condition) => condition.type === 'PodScheduled');
  return at < 0 ? [...conditions, scheduled] : conditions.with(at, scheduled);
}

/** `pods/binding`: gives a pod its node. Models: pkg/registry/core/pod/storage.BindingREST */
export function bindingHandler(core: Core): SubresourceHandler {
  return ({ object: pod, body, manager, dryRun, name }) => {
    const pods = { group: '', resource: 'pods/binding' };
    const binding = (body ?? {}) as JsonObject;
    const target = (binding['target'] ?? {}) as { readonly kind?: string; readonly name?: string };
    if (target.kind !== undefined && target.kind !== '' && target.kind !== 'Node')
      throw invalid('', 'Binding', name, [
        {
          type: 'FieldValueNotSupported',
          field: 'target.kind',
          detail: `Unsupported value: "${target.kind}": supported values: "Node", ""`,
        },
      ]);
    if (!target.name)
      throw invalid('', 'Binding', name, [
        { type: 'FieldValueRequired', field: 'target.name', detail: 'Required value' },
      ]);
    const { uid, labels, annotations } = (binding['metadata'] ?? {}) as {
      readonly uid?: string;
      readonly labels?: { readonly [key: string]: string };
      readonly annotations?: { readonly [key: string]: string };
    };
    if (uid !== undefined && uid !== '' && uid !== pod.metadata.uid)
      throw conflict(
        pods,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid}`,
      );
    const spec = (pod['spec'] ?? {}) as { readonly nodeName?: string; readonly schedulingGates?: readonly unknown[] };
    if (pod.metadata.deletionTimestamp !== undefined)
      throw conflict(pods, name, `pod ${name} is being deleted, cannot be assigned to a host`);
    if (spec.nodeName) throw conflict(pods, name, `pod ${name} is already assigned to node "${spec.nodeName}"`);
    if ((spec.schedulingGates ?? []).length > 0)
      throw conflict(pods, name, `pod ${name} has non-empty .spec.schedulingGates`);
    const bound: KubeObject = {
      ...pod,
      metadata: {
        ...pod.metadata,
        ...(labels ? { labels: { ...pod.metadata.labels, ...labels } } : {}),
        ...(annotations ? { annotations: { ...pod.metadata.annotations, ...annotations } } : {}),
      },
      spec: { ...spec, nodeName: target.name },
      status: {
        ...((pod['status'] ?? {}) as object),
        conditions: scheduledConditions(pod, formatTime(core.clock.nowMs())),
      },
    };
    if (!dryRun) core.store.update('pods', bound, writerOf(manager, 'Untracked', 'binding'));
    return jsonResponse(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
  };
}

/** `POST …/bindings`, the old way to bind, as a request to the pod that the Binding is named after; undefined where it names none. */
export function bindingRequest(request: ApiRequest, namespace: string): ApiRequest | undefined {
  const { body } = request;
  let sent: Json | undefined;
  try {
    sent = typeof body === 'string' ? parseJson(body).value : body;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
  }
  const { metadata } = (sent ?? {}) as { readonly metadata?: { readonly name?: string } };
  if (!metadata?.name) return undefined;
  return { ...request, path: `/api/v1/namespaces/${namespace}/pods/${metadata.name}/binding` };
}
