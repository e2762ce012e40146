import type { JsonObject } from '../../cluster/json.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import type { CommandContext } from '../command.ts';
import { at, items, object, text } from '../describe/read.ts';
import { CommandError, isNotFound, StatusError } from '../errors.ts';

/** What a drain decides about one pod. */
type Decision =
  | { readonly kind: 'evict'; readonly warning?: string }
  | { readonly kind: 'leave'; readonly warning?: string }
  | { readonly kind: 'refuse'; readonly why: string };

/** The pods of a node that a drain evicts, what it warns of, and why it may not go on. */
export interface PodsToEvict {
  readonly pods: readonly JsonObject[];
  /** '' when there is nothing to warn of. */
  readonly warnings: string;
  readonly errors: readonly Error[];
}

const EVICT: Decision = { kind: 'evict' };

/** Sorts the pods of a node by what is to become of them. Models: kubectl/pkg/drain.GetPodsForDeletion */
export function podsToEvict(context: CommandContext, node: string): PodsToEvict {
  const { flags } = context;
  const query = {
    fieldSelector: `spec.nodeName=${node}`,
    labelSelector: flags.string('pod-selector') || undefined,
    limit: flags.string('chunk-size'),
  };
  const found: JsonObject[] = [];
  let next: string | undefined;
  do {
    const page: JsonObject = context.client().object({
      method: 'GET',
      path: '/api/v1/pods',
      query: { ...query, continue: next },
    });
    found.push(...items(page, 'items'));
    next = text(page, 'metadata', 'continue') || undefined;
  } while (next !== undefined);
  const decided = found.map((pod) => ({
    pod: { ...pod, apiVersion: 'v1', kind: 'Pod' },
    decision: decide(context, pod),
  }));
  const names = (matches: (decision: Decision) => string | undefined): ReadonlyMap<string, readonly string[]> => {
    const byMessage = new Map<string, readonly string[]>();
    for (const { pod, decision } of decided) {
      const message = matches(decision);
      if (message === undefined) continue;
      const name = `${text(pod, 'metadata', 'namespace')}/${text(pod, 'metadata', 'name')}`;
      byMessage.set(message, [...(byMessage.get(message) ?? []), name]);
    }
    return byMessage;
  };
  const warnings = names((decision) => (decision.kind === 'refuse' ? undefined : decision.warning));
  const refusals = names((decision) => (decision.kind === 'refuse' ? decision.why : undefined));
  return {
    pods: decided.flatMap(({ pod, decision }) => (decision.kind === 'evict' ? [pod] : [])),
    warnings: [...warnings].map(([message, pods]) => `${message}: ${pods.join(', ')}`).join('; '),
    errors: [...refusals].map(([why, pods]) => new CommandError(`cannot delete ${why}: ${pods.join(', ')}`)),
  };
}

/** Each filter may refuse or leave the pod; the last warning of those that let it pass stays. Models: drain.makeFilters */
function decide(context: CommandContext, pod: JsonObject): Decision {
  let decision = EVICT;
  for (const filter of [deleted, ofDaemonSet, mirror, localStorage, unmanaged]) {
    decision = filter(context, pod);
    if (decision.kind !== 'evict') return decision;
  }
  return decision;
}

const ended = (pod: JsonObject): boolean => ['Succeeded', 'Failed'].includes(text(pod, 'status', 'phase'));

const controller = (pod: JsonObject): JsonObject | undefined =>
  items(pod, 'metadata', 'ownerReferences').find((owner) => at(owner, 'controller') === true);

/** True for a pod that has been terminating for longer than `--skip-wait-for-delete-timeout`. */
export function isSkipped(context: CommandContext, pod: JsonObject): boolean {
  const seconds = context.flags.int('skip-wait-for-delete-timeout');
  const since = parseTime(text(pod, 'metadata', 'deletionTimestamp'));
  const now = context.process.machine.clock.nowMs();
  return seconds > 0 && since !== undefined && Math.trunc((now - since) / 1000) > seconds;
}

function deleted(context: CommandContext, pod: JsonObject): Decision {
  return isSkipped(context, pod) ? { kind: 'leave' } : EVICT;
}

function ofDaemonSet(context: CommandContext, pod: JsonObject): Decision {
  const owner = controller(pod);
  if (text(owner, 'kind') !== 'DaemonSet' || text(owner, 'apiVersion') !== 'apps/v1' || ended(pod)) return EVICT;
  const namespace = encodeURIComponent(text(pod, 'metadata', 'namespace'));
  const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets/${encodeURIComponent(text(owner, 'name'))}`;
  try {
    context.client().object({ method: 'GET', path });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNotFound(error) && context.flags.bool('force')) return { kind: 'evict', warning: error.message };
    return { kind: 'refuse', why: error.message };
  }
  if (!context.flags.bool('ignore-daemonsets')) {
    return { kind: 'refuse', why: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
  }
  return { kind: 'leave', warning: 'ignoring DaemonSet-managed Pods' };
}

function mirror(_context: CommandContext, pod: JsonObject): Decision {
  const isMirror = at(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') !== undefined;
  return isMirror ? { kind: 'leave' } : EVICT;
}

function localStorage(context: CommandContext, pod: JsonObject): Decision {
  const local = items(pod, 'spec', 'volumes').some((volume) => object(volume, 'emptyDir') !== undefined);
  if (!local || ended(pod)) return EVICT;
  if (!context.flags.bool('delete-emptydir-data')) {
    return { kind: 'refuse', why: 'Pods with local storage (use --delete-emptydir-data to override)' };
  }
  return { kind: 'evict', warning: 'deleting Pods with local storage' };
}

function unmanaged(context: CommandContext, pod: JsonObject): Decision {
  if (ended(pod) || controller(pod) !== undefined) return EVICT;
  if (context.flags.bool('force')) return { kind: 'evict', warning: 'deleting Pods that declare no controller' };
  return { kind: 'refuse', why: 'Pods that declare no controller (use --force to override)' };
}
