import type { JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import type { CommandContext } from '../../command.ts';
import { pathOf, type ResourceType } from '../../discovery.ts';
import { CommandError, isCommandFailure, StatusError, VerbatimError } from '../../errors.ts';
import { nameOf, namespaceOf } from '../../json.ts';
import { podRunningTimeoutMs } from '../../pods/flags.ts';
import { followObject } from '../../resource/follow.ts';
import { attachTo } from '../attach.ts';
import { deleteInfos } from '../delete.ts';
import { deletionOf } from '../deletion.ts';

/** Attaches to the pod that `kubectl run` made until it ends; its exit status is the command's where it is not restarted. `--rm` deletes it then. */
export function* attachAndRemove(
  context: CommandContext,
  pod: JsonObject,
  created: readonly JsonObject[],
): Task<number> {
  try {
    yield* attach(context, pod);
    return yield* exitStatus(context, pod);
  } finally {
    if (context.flags.bool('rm')) yield* remove(context, created);
  }
}

function* attach(context: CommandContext, pod: JsonObject): Task<void> {
  const running = yield* untilPhase(context, pod, ready);
  if (['Succeeded', 'Failed'].includes(phaseOf(running))) {
    context.out(logsOf(context, running));
    return;
  }
  context.out(logsOf(context, running));
  const { flags } = context;
  try {
    yield* attachTo(context, running, {
      container: '',
      stdin: flags.bool('stdin'),
      tty: flags.bool('tty'),
      quiet: flags.bool('quiet'),
    });
  } catch (error) {
    if (!isCommandFailure(error)) throw error;
    context.err(`warning: couldn't attach to pod/${nameOf(pod)}, falling back to streaming logs: ${error.message}\n`);
    context.out(logsOf(context, running));
  }
}

function* exitStatus(context: CommandContext, pod: JsonObject): Task<number> {
  const { flags } = context;
  const restart = flags.string('restart');
  if (flags.bool('leave-stdin-open') || (restart !== 'Never' && restart !== 'OnFailure')) return 0;
  const ended = yield* untilPhase(context, pod, (state) =>
    restart === 'Never' ? ['Succeeded', 'Failed'].includes(phaseOf(state)) : phaseOf(state) === 'Succeeded',
  );
  const where = `pod ${namespaceOf(ended)}/${nameOf(ended)}`;
  const phase = phaseOf(ended);
  if (phase === 'Succeeded') return 0;
  if (phase !== 'Failed') throw new CommandError(`${where} left in phase ${phase}`);
  const [status] = objects(record(ended['status'])['containerStatuses']);
  const terminated = record(record(status?.['state'])['terminated']);
  const code = terminated['exitCode'];
  if (typeof code !== 'number' || code === 0) throw new CommandError(`${where} failed with unknown exit code`);
  throw new VerbatimError(`${where} terminated (${text(terminated['reason'])})\n${text(terminated['message'])}`, code);
}

/** The pod once it is as wanted; throws when it does not come to that in time. */
function* untilPhase(context: CommandContext, pod: JsonObject, wanted: (pod: JsonObject) => boolean): Task<JsonObject> {
  const deadlineMs = context.process.machine.clock.nowMs() + podRunningTimeoutMs(context);
  let found: JsonObject | undefined;
  let gone = false;
  yield* followObject(
    context,
    { type: podType(context), namespace: namespaceOf(pod), name: nameOf(pod) },
    deadlineMs,
    (sight) => {
      if (sight === 'absent' || sight === 'deleted') gone = true;
      else if (sight !== 'timeout' && wanted(sight.object)) found = sight.object;
      return gone || found !== undefined;
    },
  );
  if (gone) {
    throw new StatusError({ kind: 'Status', message: `pods "" not found`, reason: 'NotFound', code: 404 });
  }
  if (found === undefined) throw new CommandError('timed out waiting for the condition');
  return found;
}

/** Models: run.podRunningAndReady */
function ready(pod: JsonObject): boolean {
  const phase = phaseOf(pod);
  if (phase === 'Succeeded' || phase === 'Failed') return true;
  if (phase !== 'Running') return false;
  return objects(record(pod['status'])['conditions']).some(
    (condition) => condition['type'] === 'Ready' && condition['status'] === 'True',
  );
}

function phaseOf(pod: JsonObject): string {
  return text(record(pod['status'])['phase']);
}

/** What the pod has written so far. */
function logsOf(context: CommandContext, pod: JsonObject): string {
  const path = pathOf(podType(context), namespaceOf(pod), nameOf(pod), 'log');
  const answer = context.client().raw({ method: 'GET', path });
  return answer.status < 400 ? (answer.text ?? '') : '';
}

function podType(context: CommandContext): ResourceType {
  return context.discovery().resolve('pods');
}

function* remove(context: CommandContext, created: readonly JsonObject[]): Task<void> {
  const infos = created.map((object) => ({
    type: context.discovery().forKind(text(object['apiVersion']), text(object['kind'])),
    namespace: namespaceOf(object),
    name: nameOf(object),
    source: '',
  }));
  const found = { infos, errors: [], singleItemImplied: false, targetsSingleItems: true };
  yield* deleteInfos(context, found, {
    ...deletionOf(context, false),
    gracePeriod: -1,
    mode: 'none',
    ignoreNotFound: true,
  });
}
