import type { Task } from '../../shell/process/types.ts';
import { dryRun } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import { chunkSizeFlag, type DryRun, dryRunFlag, selectorFlag } from '../common-flags.ts';
import { text } from '../describe/read.ts';
import { AggregateFailure, CommandError, isCommandFailure, messageFor, VerbatimError } from '../errors.ts';
import { cordonNodes } from '../nodes/cordon.ts';
import { removePods } from '../nodes/evict.ts';
import { podsToEvict } from '../nodes/pods-to-evict.ts';
import { findNodes, operationWith } from '../nodes/targets.ts';
import { printNames } from '../printers/printer.ts';
import type { Info } from '../resource/info.ts';
import { parseSelector } from '../selector.ts';

/** `kubectl drain`. Models: kubectl/pkg/cmd/drain */
export const drainCommand: Command = {
  name: 'drain',
  use: 'NODE',
  short: 'Drain node in preparation for maintenance',
  flags: [
    chunkSizeFlag,
    {
      name: 'delete-emptydir-data',
      type: 'bool',
      usage:
        'Continue even if there are pods using emptyDir (local data that will be deleted when the node is drained).',
    },
    {
      name: 'disable-eviction',
      type: 'bool',
      usage:
        'Force drain to use delete, even if eviction is supported. This will bypass checking PodDisruptionBudgets, use with caution.',
    },
    dryRunFlag,
    { name: 'force', type: 'bool', usage: 'Continue even if there are pods that do not declare a controller.' },
    {
      name: 'grace-period',
      type: 'int',
      default: '-1',
      usage:
        'Period of time in seconds given to each pod to terminate gracefully. If negative, the default value specified in the pod will be used.',
    },
    { name: 'ignore-daemonsets', type: 'bool', usage: 'Ignore DaemonSet-managed pods.' },
    { name: 'pod-selector', type: 'string', usage: 'Label selector to filter pods on the node' },
    selectorFlag,
    {
      name: 'skip-wait-for-delete-timeout',
      type: 'int',
      usage:
        'If pod DeletionTimestamp older than N seconds, skip waiting for the pod.  Seconds must be greater than 0 to skip.',
    },
    { name: 'timeout', type: 'duration', usage: 'The length of time to wait before giving up, zero means infinite' },
  ],
  *run(context) {
    const mode = dryRun(context);
    const nodes = yield* findNodes(context);
    checkPodSelector(context);
    cordonNodes(context, nodes, true, mode);
    const failures: { readonly node: string; readonly errors: readonly Error[] }[] = [];
    for (const node of nodes) {
      const errors = yield* drainNode(context, node, mode);
      if (errors.length === 0) {
        printNames(node.object ?? {}, operationWith('drained', mode), context.out);
        continue;
      }
      const why = new AggregateFailure(errors).message;
      context.err(`error: unable to drain node "${node.name}" due to error: ${why}, continuing command...\n`);
      failures.push({ node: node.name, errors });
    }
    if (failures.length === 0) return 0;
    context.err('There are pending nodes to be drained:\n');
    for (const failure of failures) context.err(` ${failure.node}\n`);
    // kubectl prints an aggregate of one aggregate: the errors of a single node each on a line, without `error: `.
    const [only] = failures;
    const lines =
      failures.length === 1
        ? (only?.errors ?? []).map(messageFor)
        : failures.map((failure) => new AggregateFailure(failure.errors).message);
    throw new VerbatimError(lines.join('\n'));
  },
};

function checkPodSelector(context: CommandContext): void {
  const selector = context.flags.string('pod-selector');
  if (selector === '') return;
  try {
    parseSelector(selector);
  } catch (error) {
    if (!isCommandFailure(error)) throw error;
    throw new CommandError('--pod-selector=<pod_selector> must be a valid label selector');
  }
}

function* drainNode(context: CommandContext, node: Info, mode: DryRun): Task<readonly Error[]> {
  const found = podsToEvict(context, node.name);
  if (found.errors.length > 0) return found.errors;
  if (found.warnings !== '') context.err(`Warning: ${found.warnings}\n`);
  if (mode === 'client') {
    for (const pod of found.pods) {
      context.out(`evicting pod ${text(pod, 'metadata', 'namespace')}/${text(pod, 'metadata', 'name')} (dry run)\n`);
    }
    return [];
  }
  const errors = yield* removePods(context, found.pods, mode);
  if (errors.length === 0) return [];
  const pending = podsToEvict(context, node.name);
  if (pending.pods.length > 0) {
    const why = new AggregateFailure(errors).message;
    context.err(`There are pending pods in node "${node.name}" when an error occurred: ${why}\n`);
    for (const pod of pending.pods) context.err(`pod/${text(pod, 'metadata', 'name')}\n`);
  }
  if (pending.errors.length > 0) {
    const why = new AggregateFailure(pending.errors).message;
    context.err(`Following errors occurred while getting the list of pods to delete:\n${why}`);
  }
  return errors;
}
