import { record, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import { changeCausePatch, recordFlag } from '../change-cause.ts';
import { changePrinter, dryRun, patchObject, withType } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import { dryRunFlag, filenameFlags, printFlags, selectorFlag } from '../common-flags.ts';
import { pathOf } from '../discovery.ts';
import { CommandError, isCommandFailure, StatusError } from '../errors.ts';
import { metadataOf } from '../json.ts';
import { build, throwErrors } from '../resource/builder.ts';
import { followObject } from '../resource/follow.ts';
import type { Info } from '../resource/info.ts';

/** `kubectl scale`. Models: kubectl/pkg/cmd/scale/scale.go */
export const scale: Command = {
  name: 'scale',
  use: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  flags: [
    ...printFlags,
    { name: 'all', type: 'bool', usage: 'Select all resources in the namespace of the specified resource types' },
    {
      name: 'current-replicas',
      type: 'int',
      default: '-1',
      usage:
        'Precondition for current size. Requires that the current size of the resource match this value in order to scale. -1 (default) for no condition.',
    },
    dryRunFlag,
    ...filenameFlags('Filename, directory, or URL to files identifying the resource to set a new size'),
    { name: 'replicas', type: 'int', required: true, usage: 'The new desired number of replicas. Required.' },
    {
      name: 'resource-version',
      type: 'string',
      usage:
        'Precondition for resource version. Requires that the current resource version match this value in order to scale.',
    },
    selectorFlag,
    recordFlag,
    {
      name: 'timeout',
      type: 'duration',
      usage:
        "The length of time to wait before giving up on a scale operation, zero means don't wait. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).",
    },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    const mode = dryRun(context);
    const replicas = flags.int('replicas');
    if (replicas < 0) {
      throw new CommandError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    }
    if (flags.int('current-replicas') < -1) {
      throw new CommandError('The --current-replicas must specify an integer of -1 or greater');
    }
    const namespace = context.namespace();
    const built = yield* build(context, {
      args: context.args,
      filenames: flags.strings('filename'),
      kustomize: flags.string('kustomize'),
      recursive: flags.bool('recursive'),
      namespace: namespace.name,
      enforceNamespace: namespace.explicit,
      selector: flags.string('selector'),
      typeAlone: flags.bool('all'),
      continueOnError: true,
    });
    if (flags.string('resource-version') !== '' && built.infos.length > 1) {
      throw new CommandError('cannot use --resource-version with multiple resources');
    }
    const errors: Error[] = [...built.errors];
    for (const info of built.infos) {
      try {
        checkPreconditions(context, info);
        const object = info.object ?? {};
        if (mode !== 'client') {
          patchObject(
            context,
            info,
            'merge',
            { spec: { replicas } },
            { fieldManager: 'kubectl', dryRun: mode, subresource: 'scale' },
          );
          const cause = changeCausePatch(context);
          if (cause !== undefined)
            patchObject(context, info, 'merge', cause, { fieldManager: 'kubectl', dryRun: mode });
          const timeoutMs = flags.durationMs('timeout');
          if (timeoutMs > 0 && mode === 'none') yield* untilScaled(context, info, replicas, timeoutMs);
        }
        changePrinter(context, 'scaled', mode).print(withType(object, info.type));
      } catch (error) {
        if (!isCommandFailure(error)) throw error;
        errors.push(scaleError(info, error));
      }
    }
    throwErrors(errors);
    if (built.infos.length === 0) throw new CommandError('no objects passed to scale');
    return 0;
  },
};

function checkPreconditions(context: CommandContext, info: Info): void {
  const { flags } = context;
  const wanted = flags.int('current-replicas');
  const version = flags.string('resource-version');
  if (wanted < 0 && version === '') return;
  const current = context
    .client()
    .object({ method: 'GET', path: pathOf(info.type, info.namespace, info.name, 'scale') });
  const have = record(current['spec'])['replicas'] ?? 0;
  if (wanted >= 0 && have !== wanted) {
    throw new CommandError(`Expected replicas to be ${wanted}, was ${String(have)}`);
  }
  const haveVersion = text(metadataOf(current)['resourceVersion']);
  if (version !== '' && haveVersion !== version) {
    throw new CommandError(`Expected resource version to be ${version}, was ${haveVersion}`);
  }
}

/** A kind without a scale subresource cannot be scaled: the server answers 404 without naming an object. */
function scaleError(info: Info, error: Error): Error {
  const noScale =
    error instanceof StatusError && error.reason === 'NotFound' && !info.type.subresources.includes('scale');
  if (!noScale) return error;
  return new StatusError({ ...error.status, message: 'the server could not find the requested resource' });
}

function* untilScaled(context: CommandContext, info: Info, replicas: number, timeoutMs: number): Task<void> {
  let done = false;
  const deadlineMs = context.process.machine.clock.nowMs() + timeoutMs;
  yield* followObject(context, info, deadlineMs, (sight) => {
    if (typeof sight === 'string') return true;
    const status = record(sight.object['status']);
    const generation = metadataOf(sight.object)['generation'];
    const observed = status['observedGeneration'];
    done =
      (status['replicas'] ?? 0) === replicas &&
      (typeof observed !== 'number' || typeof generation !== 'number' || observed >= generation);
    return done;
  });
  if (!done) throw new CommandError('timed out waiting for the condition');
}
