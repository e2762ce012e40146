import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import type { DryRun } from '../common-flags.ts';
import { text } from '../describe/read.ts';
import { CommandError, StatusError } from '../errors.ts';
import { formatDuration } from '../go/duration.ts';
import { printNames } from '../printers/printer.ts';
import { isSkipped } from './pods-to-evict.ts';
import { operationWith } from './targets.ts';

const RETRY_MS = 5000;
const POLL_MS = 1000;

/** One pod on its way out: asked to go, then waited for. */
interface Leaving {
  readonly pod: JsonObject;
  readonly namespace: string;
  readonly name: string;
  step: 'evict' | 'wait';
  dueMs: number;
}

/**
 * Evicts pods side by side and waits until they are gone; gives back what failed. Retries while a disruption budget forbids it, until
 * `--timeout`. Without the eviction subresource, or with `--disable-eviction`, pods are deleted. Models: drain.Helper.DeleteOrEvictPods
 */
export function* removePods(
  context: CommandContext,
  pods: readonly JsonObject[],
  dryRun: DryRun,
): Task<readonly Error[]> {
  const { process, flags } = context;
  const { clock } = process.machine;
  const evicting =
    !flags.bool('disable-eviction') && context.discovery().resolve('pods').subresources.includes('eviction');
  const timeoutMs = flags.durationMs('timeout');
  const deadlineMs = timeoutMs > 0 ? clock.nowMs() + timeoutMs : Number.POSITIVE_INFINITY;
  const run: Run = { context, evicting, dryRun, timeoutMs, deadlineMs };
  const errors: Error[] = [];
  const leaving: Leaving[] = pods.map((pod) => ({
    pod,
    namespace: text(pod, 'metadata', 'namespace'),
    name: text(pod, 'metadata', 'name'),
    step: 'evict',
    dueMs: clock.nowMs(),
  }));
  while (leaving.length > 0) {
    const next = leaving.reduce((first, each) => (each.dueMs < first.dueMs ? each : first));
    const pauseMs = Math.min(next.dueMs, next.step === 'wait' ? deadlineMs : next.dueMs) - clock.nowMs();
    if (pauseMs > 0) yield* process.sleep(pauseMs);
    process.step();
    const outcome = next.step === 'evict' ? evictOnce(run, next) : checkOnce(run, next);
    if (outcome === 'again') continue;
    if (outcome !== 'gone') errors.push(outcome);
    leaving.splice(leaving.indexOf(next), 1);
    if (outcome !== 'gone' && !evicting) break;
  }
  return errors;
}

interface Run {
  readonly context: CommandContext;
  readonly evicting: boolean;
  readonly dryRun: DryRun;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
}

type Outcome = 'again' | 'gone' | Error;

function evictOnce(run: Run, leaving: Leaving): Outcome {
  const { context, evicting, dryRun } = run;
  const now = context.process.machine.clock.nowMs();
  const where = `pods/"${leaving.name}" -n "${leaving.namespace}"`;
  if (evicting) {
    context.out(`evicting pod ${leaving.namespace}/${leaving.name}${dryRun === 'server' ? ' (server dry run)' : ''}\n`);
    if (now >= run.deadlineMs) {
      return new CommandError(`error when evicting ${where}: global timeout reached: ${formatDuration(run.timeoutMs)}`);
    }
  }
  try {
    requestRemoval(run, leaving);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.reason === 'NotFound') {
      if (evicting) return 'gone';
    } else if (!evicting) return error;
    else if (error.reason === 'TooManyRequests') {
      context.err(`error when evicting ${where} (will retry after 5s): ${error.message}\n`);
      leaving.dueMs = now + RETRY_MS;
      return 'again';
    } else return new CommandError(`error when evicting ${where}: ${error.message}`);
  }
  if (dryRun === 'server') return 'gone';
  leaving.step = 'wait';
  leaving.dueMs = now;
  return 'again';
}

function pathOfPod(leaving: Leaving): string {
  return `/api/v1/namespaces/${encodeURIComponent(leaving.namespace)}/pods/${encodeURIComponent(leaving.name)}`;
}

function requestRemoval(run: Run, leaving: Leaving): void {
  const grace = run.context.flags.int('grace-period');
  const deleteOptions = {
    ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}),
    ...(run.dryRun === 'server' ? { dryRun: ['All'] } : {}),
  };
  const path = pathOfPod(leaving);
  if (!run.evicting) {
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', ...deleteOptions };
    run.context.client().send({ method: 'DELETE', path, body });
    return;
  }
  const metadata = { name: leaving.name, namespace: leaving.namespace };
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata, deleteOptions };
  run.context.client().send({ method: 'POST', path: `${path}/eviction`, body });
}

function checkOnce(run: Run, leaving: Leaving): Outcome {
  const { context } = run;
  const now = context.process.machine.clock.nowMs();
  const finished = (verb: string): void => {
    printNames(leaving.pod, operationWith(verb, run.dryRun), context.out);
  };
  try {
    const pod = context.client().object({ method: 'GET', path: pathOfPod(leaving) });
    if (text(pod, 'metadata', 'uid') === text(leaving.pod, 'metadata', 'uid')) {
      if (isSkipped(context, pod)) {
        const seconds = context.flags.int('skip-wait-for-delete-timeout');
        context.out(`pod "${leaving.name}" has DeletionTimestamp older than ${seconds} seconds, skipping\n`);
        return 'gone';
      }
      if (now >= run.deadlineMs) return notGone(run, leaving, 'context deadline exceeded');
      leaving.dueMs = now + POLL_MS;
      return 'again';
    }
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.reason !== 'NotFound') {
      finished(run.evicting ? 'eviction failed' : 'deletion failed');
      return notGone(run, leaving, error.message);
    }
  }
  finished(run.evicting ? 'evicted' : 'deleted');
  return 'gone';
}

function notGone(run: Run, leaving: Leaving, why: string): Error {
  if (!run.evicting) return new CommandError(why);
  return new CommandError(
    `error when waiting for pod "${leaving.name}" in namespace "${leaving.namespace}" to terminate: ${why}`,
  );
}
