import type { KubeObject } from '../../json.ts';
import { forbiddenByAdmission } from '../admission.ts';
import type { StrategyContext } from '../definition.ts';
import type { PodSpec, Toleration } from './types.ts';

const TOLERATION_SECONDS = 300;
/** Shared by all pods that bring none of their own. */
const ADDED: readonly Toleration[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: TOLERATION_SECONDS,
}));

function tolerates(toleration: Toleration, key: string): boolean {
  const { effect } = toleration;
  return (!toleration.key || toleration.key === key) && (!effect || effect === 'NoExecute');
}

/** Pods stay for five minutes on a node that stops answering. Models: plugin/pkg/admission/defaulttolerationseconds */
export function admitTolerations(spec: PodSpec): PodSpec {
  const given = spec.tolerations ?? [];
  if (given.length === 0) return { ...spec, tolerations: ADDED };
  const missing = ADDED.filter(({ key = '' }) => !given.some((toleration) => tolerates(toleration, key)));
  return missing.length === 0 ? spec : { ...spec, tolerations: [...given, ...missing] };
}

interface PriorityClass extends KubeObject {
  readonly value?: number;
  readonly globalDefault?: boolean;
  readonly preemptionPolicy?: string;
}

/** Of several defaults the lowest value counts. Models: priority.getDefaultPriorityClass */
function defaultClass(context: StrategyContext): PriorityClass | undefined {
  let found: PriorityClass | undefined;
  for (const each of context.list('priorityclasses.scheduling.k8s.io', '') as Iterable<PriorityClass>)
    if (each.globalDefault === true && (found === undefined || (each.value ?? 0) < (found.value ?? 0))) found = each;
  return found;
}

/** Works out `spec.priority` from the priority class. Throws `ApiError` (403) as the plug-in refuses. Models: plugin/pkg/admission/priority */
export function admitPriority(spec: PodSpec, pod: KubeObject, context: StrategyContext): PodSpec {
  const name = spec.priorityClassName;
  const found = name
    ? (context.get('priorityclasses.scheduling.k8s.io', '', name) as PriorityClass | undefined)
    : defaultClass(context);
  const refuse = (why: string): Error => forbiddenByAdmission('pods', '', pod.metadata.name, why);
  if (name && found === undefined) throw refuse(`no PriorityClass with name ${name} was found`);
  const priority = found?.value ?? 0;
  const preemptionPolicy = found?.preemptionPolicy ?? 'PreemptLowerPriority';
  if (spec.priority !== undefined && spec.priority !== priority)
    throw refuse(
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`,
    );
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy)
    throw refuse(
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    );
  return {
    ...spec,
    ...(found !== undefined && { priorityClassName: found.metadata.name }),
    priority,
    preemptionPolicy,
  };
}
