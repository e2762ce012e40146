import type { KubeObject } from '../../json.ts';
import { pod as definition } from '../../resources/core/pod.ts';
import type { FieldError } from '../../resources/definition.ts';
import { equalJson } from '../../resources/equality.ts';
import { podQosClass } from '../../resources/pod/qos.ts';
import { validatePodSpec } from '../../resources/pod/spec-validation.ts';
import type { Container, PodSpec } from '../../resources/pod/types.ts';
import { forbidden, invalid as invalidValue } from '../../resources/validation/field-error.ts';
import { type Core, writerOf } from '../core.ts';
import { jsonResponse } from '../response.ts';
import { conflict, invalid, OBJECT_MODIFIED } from '../status.ts';
import type { SubresourceCall, SubresourceHandler } from '../subresource.ts';

const specOf = (pod: KubeObject): PodSpec => (pod['spec'] ?? {}) as PodSpec;

/** Takes one part of the spec from the pod sent, and says what is wrong with the change. */
interface SpecPart {
  merge(now: PodSpec, sent: PodSpec): PodSpec;
  check(now: PodSpec, old: PodSpec): FieldError[];
}

/** GET, PUT and PATCH of a part of the pod's spec that the pod itself does not let change. */
function specPartHandler(core: Core, part: SpecPart): SubresourceHandler {
  return (call) => {
    const { object: old, body, verb, name } = call;
    if (verb === 'get' || body === undefined) return jsonResponse(200, old as never);
    checkVersion(call);
    const spec = part.merge(specOf(old), specOf(body as unknown as KubeObject));
    const changed: KubeObject = definition.defaults?.({ ...old, spec }) ?? { ...old, spec };
    const now = specOf(changed);
    const errors = [...part.check(now, specOf(old)), ...validatePodSpec(now, 'spec', { isPod: true })];
    if (errors.length > 0) throw invalid('', 'Pod', name, errors);
    if (equalJson(now, specOf(old))) return jsonResponse(200, old as never);
    const { generation } = old.metadata;
    const metadata = generation === undefined ? old.metadata : { ...old.metadata, generation: generation + 1 };
    const next: KubeObject = { ...changed, metadata };
    const stored = call.dryRun
      ? next
      : core.store.update('pods', next, writerOf(call.manager, 'Update', call.subresource)).object;
    return jsonResponse(200, stored as never);
  };
}

function checkVersion({ object, body, name }: SubresourceCall): void {
  const { resourceVersion } = (body?.['metadata'] ?? {}) as { readonly resourceVersion?: string };
  if (resourceVersion && resourceVersion !== object.metadata.resourceVersion) {
    throw conflict({ group: '', resource: 'pods' }, name, OBJECT_MODIFIED);
  }
}

/** `pods/ephemeralcontainers`: adds debug containers to a running pod. Models: pkg/registry/core/pod/storage.EphemeralContainersREST, validation.ValidatePodEphemeralContainersUpdate */
export function ephemeralContainersHandler(core: Core): SubresourceHandler {
  return specPartHandler(core, {
    merge: (now, sent) => ({ ...now, ephemeralContainers: sent.ephemeralContainers ?? [] }),
    check: (now, old) => {
      const field = 'spec.ephemeralContainers';
      const kept = new Map((now.ephemeralContainers ?? []).map((container) => [container.name, container]));
      return (old.ephemeralContainers ?? []).flatMap((before) => {
        const after = kept.get(before.name);
        if (after === undefined) {
          return [forbidden(field, `existing ephemeral containers "${before.name}" may not be removed\n`)];
        }
        return equalJson(after, before)
          ? []
          : [forbidden(field, `existing ephemeral containers "${before.name}" may not be changed\n`)];
      });
    },
  });
}

/** `pods/resize`: changes the CPU and memory of containers in place. Models: pkg/registry/core/pod/storage.ResizeREST, validation.ValidatePodResize */
export function resizeHandler(core: Core): SubresourceHandler {
  const merged = (now: readonly Container[] | undefined, sent: readonly Container[] | undefined) =>
    now?.map((container) => {
      const wanted = sent?.find(({ name }) => name === container.name);
      if (wanted === undefined) return container;
      const { resources, resizePolicy } = wanted;
      return { ...container, ...(resources && { resources }), ...(resizePolicy && { resizePolicy }) };
    });
  return specPartHandler(core, {
    merge: (now, sent) => ({
      ...now,
      containers: merged(now.containers, sent.containers) ?? [],
      ...(now.initContainers && { initContainers: merged(now.initContainers, sent.initContainers) ?? [] }),
    }),
    check: (now, old) => {
      const before = podQosClass(old);
      const after = podQosClass(now);
      if (before === after) return [];
      const detail = 'Pod QOS Class may not change as a result of resizing';
      return [invalidValue('spec', after, detail)];
    },
  });
}
