import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { type FlagSpec, parseBool } from '../flags.ts';

/** The flags about how objects are deleted, which other commands share. Models: kubectl/pkg/cmd/delete.DeleteFlags */
export const deletionFlags: readonly FlagSpec[] = [
  {
    name: 'cascade',
    type: 'string',
    default: 'background',
    noOptDefault: 'background',
    usage:
      'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents (e.g. Pods created by a ReplicationController). Defaults to background.',
  },
  {
    name: 'force',
    type: 'bool',
    usage:
      'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
  },
  {
    name: 'grace-period',
    type: 'int',
    default: '-1',
    usage:
      'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
  },
  {
    name: 'timeout',
    type: 'duration',
    usage:
      'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
  },
  {
    name: 'wait',
    type: 'bool',
    usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.',
  },
];

/** How objects are to be deleted. */
export interface Deletion {
  /** Seconds; negative: the object's own. */
  readonly gracePeriod: number;
  readonly force: boolean;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan';
  /** Waits until they are gone. */
  readonly wait: boolean;
  /** Milliseconds; 0: a week. */
  readonly timeoutMs: number;
}

/** Reads the deletion flags. Throws `CommandError`. */
export function deletionOf(context: CommandContext, withNow: boolean): Deletion {
  const { flags } = context;
  const force = flags.bool('force');
  let gracePeriod = flags.int('grace-period');
  if (withNow && flags.bool('now')) {
    if (gracePeriod !== -1) throw new CommandError('--now and --grace-period cannot be specified together');
    gracePeriod = 1;
  }
  if (gracePeriod === 0 && !force) gracePeriod = 1;
  if (force && gracePeriod < 0) gracePeriod = 0;
  return {
    gracePeriod,
    force,
    propagation: propagationOf(flags.string('cascade')),
    wait: flags.bool('wait'),
    timeoutMs: flags.durationMs('timeout'),
  };
}

function propagationOf(cascade: string): Deletion['propagation'] {
  if (cascade === 'background' || cascade === '') return 'Background';
  if (cascade === 'foreground') return 'Foreground';
  if (cascade === 'orphan') return 'Orphan';
  const bool = parseBool(cascade);
  if (bool !== undefined) return bool ? 'Background' : 'Orphan';
  throw new CommandError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
}

/** What is said before a forced deletion. Throws when it is given a grace period, too. */
export function warnOfForce(context: CommandContext, options: Deletion): void {
  if (!options.force) return;
  if (options.gracePeriod > 0) {
    throw new CommandError('--force and --grace-period greater than 0 cannot be specified together');
  }
  if (options.gracePeriod === 0) {
    context.err(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
    );
  }
}
