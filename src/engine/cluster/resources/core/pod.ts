import type { KubeObject } from '../../json.ts';
import type { ResourceDefinition, StrategyContext } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { defaultPodOnly, defaultPodSpec } from '../pod/defaults.ts';
import { admitLimitDefaults } from '../pod/limit-ranger.ts';
import { podQosClass } from '../pod/qos.ts';
import { admitRuntimeClass } from '../pod/runtime-class-admission.ts';
import { admitPriority, admitTolerations } from '../pod/scheduling-admission.ts';
import { admitServiceAccount } from '../pod/service-account-admission.ts';
import type { PodSpec, PodStatus } from '../pod/types.ts';
import { validatePodUpdate } from '../pod/update-validation.ts';
import { validatePod } from '../pod/validation.ts';
import { podTable } from '../printing/pod-table.ts';
import { setMissing, withKey } from '../sharing.ts';

const specOf = (pod: KubeObject): PodSpec => (pod['spec'] ?? {}) as PodSpec;
const statusOf = (pod: KubeObject): PodStatus => (pod['status'] ?? {}) as PodStatus;

const GET_POST = ['create', 'get'] as const;
const GET_PATCH_UPDATE = ['get', 'patch', 'update'] as const;
const ANY_METHOD = ['create', 'delete', 'get', 'patch', 'update'] as const;

function defaults(pod: KubeObject): KubeObject {
  const spec = specOf(pod);
  const filled = defaultPodOnly(defaultPodSpec(spec));
  return filled === pod['spec'] ? pod : { ...pod, spec: filled };
}

/** What a pod with gates says of itself until they are gone. Models: pod.applySchedulingGatedCondition */
const GATED = {
  type: 'PodScheduled',
  status: 'False',
  lastProbeTime: null,
  lastTransitionTime: null,
  reason: 'SchedulingGated',
  message: 'Scheduling is blocked due to non-empty scheduling gates',
};

/** Admission first (default limits, account, priority, runtime class, tolerations), then the status of a pod that nobody has seen. Models: pkg/registry/core/pod.podStrategy.PrepareForCreate */
function prepareForCreate(given: KubeObject, context: StrategyContext): KubeObject {
  const pod = admitLimitDefaults(given, context);
  let spec = admitServiceAccount(specOf(pod), pod, context);
  spec = admitPriority(spec, pod, context);
  spec = admitRuntimeClass(spec, pod, context);
  spec = admitTolerations(spec);
  const isGated = (spec.schedulingGates?.length ?? 0) > 0;
  const status = { phase: 'Pending', qosClass: podQosClass(spec), ...(isGated && { conditions: [GATED] }) };
  return startGeneration({ ...pod, spec, status });
}

/** A replaced spec keeps the priority that admission gave the pod, and its two tolerations. Models: the plug-ins' Update handling */
function admitUpdate(spec: PodSpec, before: PodSpec): PodSpec {
  const { priority, preemptionPolicy } = before;
  const kept = setMissing(spec, {
    ...(priority !== undefined && { priority }),
    ...(preemptionPolicy !== undefined && { preemptionPolicy }),
  });
  return admitTolerations(kept);
}

/** The class of service is decided at creation; a status written over it keeps it. */
function prepareForUpdate(pod: KubeObject, old: KubeObject): KubeObject {
  const out = pod['spec'] === old['spec'] ? pod : withKey(pod, 'spec', admitUpdate(specOf(pod), specOf(old)));
  const qosClass = statusOf(old).qosClass;
  const status = statusOf(out);
  return status.qosClass || !qosClass ? out : { ...out, status: { ...status, qosClass } };
}

/** How long a deleted pod may take; with 0 it is marked and goes at once, so a watch shows both. Models: podStrategy.CheckGracefulDelete */
function graceSeconds(pod: KubeObject, requested: number | undefined): number {
  const spec = specOf(pod);
  const { phase } = statusOf(pod);
  if (!spec.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
  const period = requested ?? spec.terminationGracePeriodSeconds ?? 0;
  return period < 0 ? 1 : period;
}

/** Models: pkg/registry/core/pod, plugin/pkg/admission/{limitranger,serviceaccount,priority,runtimeclass,defaulttolerationseconds} */
export const pod: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.Pod',
  subresources: {
    status: true,
    others: [
      { name: 'attach', kind: 'PodAttachOptions', verbs: GET_POST },
      { name: 'binding', kind: 'Binding', verbs: ['create'] },
      { name: 'ephemeralcontainers', kind: 'Pod', verbs: GET_PATCH_UPDATE },
      { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
      { name: 'exec', kind: 'PodExecOptions', verbs: GET_POST },
      { name: 'log', kind: 'Pod', verbs: ['get'] },
      { name: 'portforward', kind: 'PodPortForwardOptions', verbs: GET_POST },
      { name: 'proxy', kind: 'PodProxyOptions', verbs: ANY_METHOD },
      { name: 'resize', kind: 'Pod', verbs: GET_PATCH_UPDATE },
    ],
  },
  defaults,
  prepareForCreate,
  prepareForUpdate,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  graceSeconds,
  ...podTable,
  fieldSelectors: {
    'spec.nodeName': (object) => specOf(object).nodeName ?? '',
    'spec.restartPolicy': (object) => specOf(object).restartPolicy ?? '',
    'spec.schedulerName': (object) => specOf(object).schedulerName ?? '',
    'spec.serviceAccountName': (object) => specOf(object).serviceAccountName ?? '',
    'spec.hostNetwork': (object) => String(specOf(object).hostNetwork === true),
    'status.phase': (object) => statusOf(object).phase ?? '',
    'status.podIP': (object) => statusOf(object).podIPs?.[0]?.ip ?? statusOf(object).podIP ?? '',
    'status.nominatedNodeName': (object) => statusOf(object).nominatedNodeName ?? '',
  },
  indexes: { node: (object) => specOf(object).nodeName || undefined },
};
