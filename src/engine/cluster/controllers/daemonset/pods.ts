import type { JsonObject } from '../../json.ts';
import type { PodSpec, PodTemplate, Toleration } from '../../resources/pod/types.ts';
import { matchesNodeAffinity } from '../../scheduler/framework/node-affinity.ts';
import { untoleratedTaint } from '../../scheduler/framework/tolerations.ts';
import { REVISION_HASH } from '../controller-history.ts';
import type { Node, Pod } from '../kinds.ts';
import { podFromTemplate } from '../pod-control.ts';
import type { DaemonSet } from './types.ts';

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';
const POD_TEMPLATE_GENERATION = 'pod-template-generation';

/** A daemon stays on a node through its troubles. Models: daemonset_util.AddOrUpdateDaemonPodTolerations */
function withDaemonTolerations(spec: PodSpec): readonly Toleration[] {
  const wanted: Toleration[] = [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
  ];
  if (spec.hostNetwork === true)
    wanted.push({ key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' });
  const has = (each: Toleration): boolean =>
    (spec.tolerations ?? []).some(
      (one) => one.key === each.key && one.effect === each.effect && one.operator === each.operator,
    );
  return [...(spec.tolerations ?? []), ...wanted.filter((each) => !has(each))];
}

/** The template as pods are made of it for every node alike. */
function daemonTemplate(set: DaemonSet): PodTemplate {
  const { template } = set.spec;
  return { ...template, spec: { ...template.spec, tolerations: withDaemonTolerations(template.spec ?? {}) } };
}

/** The set's pod for one node: the scheduler can put it nowhere else. Models: daemon.syncNodes, ReplaceDaemonSetPodNodeNameNodeAffinity */
export function daemonPod(set: DaemonSet, node: string, hash: string): JsonObject {
  const template = daemonTemplate(set);
  const generation = set.metadata.annotations?.[TEMPLATE_GENERATION];
  const labels = {
    ...template.metadata?.labels,
    [REVISION_HASH]: hash,
    ...(generation === undefined ? {} : { [POD_TEMPLATE_GENERATION]: generation }),
  };
  const { affinity } = template.spec ?? {};
  const required = {
    nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
  };
  const spec: PodSpec = {
    ...template.spec,
    affinity: {
      ...affinity,
      nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required },
    },
  };
  return podFromTemplate({ metadata: { ...template.metadata, labels }, spec }, set);
}

/** The node that a pod of the set is on or meant for. Models: daemonset_util.GetTargetNodeName */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName;
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  for (const { matchFields = [] } of terms ?? [])
    for (const { key, operator, values = [] } of matchFields)
      if (key === 'metadata.name' && operator === 'In' && values.length === 1) return values[0];
  return undefined;
}

/** Whether a pod of the set belongs on the node, and whether one that is there may stay. Models: daemon.NodeShouldRunDaemonPod */
export function belongsOn(set: DaemonSet, node: Node): { readonly shouldRun: boolean; readonly mayStay: boolean } {
  const spec = daemonTemplate(set).spec ?? {};
  const no = { shouldRun: false, mayStay: false };
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return no;
  if (!matchesNodeAffinity({ spec } as Pod, node)) return no;
  const { taints } = node.spec;
  if (untoleratedTaint(taints, spec.tolerations, ['NoExecute', 'NoSchedule']) === undefined)
    return { shouldRun: true, mayStay: true };
  return { shouldRun: false, mayStay: untoleratedTaint(taints, spec.tolerations, ['NoExecute']) === undefined };
}

/** Whether the pod is of the set's present template. Models: podutil.IsPodUpdated */
export function isUpdated(set: DaemonSet, pod: Pod, hash: string): boolean {
  const generation = set.metadata.annotations?.[TEMPLATE_GENERATION];
  const { labels } = pod.metadata;
  return (
    labels?.[REVISION_HASH] === hash || (generation !== undefined && labels?.[POD_TEMPLATE_GENERATION] === generation)
  );
}
