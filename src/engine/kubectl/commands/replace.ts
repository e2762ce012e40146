import type { Task } from '../../shell/process/types.ts';
import { changePrinter, createObject, dryRun, replaceObject, savedConfig } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import {
  type DryRun,
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  saveConfigFlag,
  validateFlag,
  validationOf,
} from '../common-flags.ts';
import { addSource, CommandError, isCommandFailure, isNotFound } from '../errors.ts';
import { withMetadata } from '../json.ts';
import { checkOutput } from '../printers/printer.ts';
import { build, throwErrors } from '../resource/builder.ts';
import { fetchInfo } from '../resource/info.ts';
import { deleteInfos } from './delete.ts';
import { deletionFlags, deletionOf, warnOfForce } from './deletion.ts';
import { sendRaw } from './raw-file.ts';

/** `kubectl replace`. Models: kubectl/pkg/cmd/replace/replace.go */
export const replace: Command = {
  name: 'replace',
  use: '-f FILENAME',
  short: 'Replace a resource by file name or stdin',
  flags: [
    ...printFlags,
    ...deletionFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-replace'),
    ...filenameFlags('The files that contain the configurations to replace.', 'a'),
    saveConfigFlag,
    validateFlag,
    {
      name: 'raw',
      type: 'string',
      usage: 'Raw URI to PUT to the server.  Uses the transport specified by the kubeconfig file.',
    },
    {
      name: 'subresource',
      type: 'string',
      usage: 'If specified, replace will operate on the subresource of the requested object.',
    },
  ],
  *run(context): Task<number> {
    const mode = dryRun(context);
    checkOutput(context);
    validate(context, mode);
    if (context.flags.string('raw') !== '') return yield* sendRaw(context, 'PUT');
    return context.flags.bool('force') ? yield* forceReplace(context) : yield* replaceAll(context, mode);
  },
};

function validate(context: CommandContext, mode: DryRun): void {
  const { flags } = context;
  const force = flags.bool('force');
  if (flags.int('grace-period') >= 0 && !force) throw new CommandError('--grace-period must have --force specified');
  if (flags.durationMs('timeout') !== 0 && !force) throw new CommandError('--timeout must have --force specified');
  if (force && mode !== 'none') throw new CommandError('--dry-run can not be used when --force is set');
  if (flags.strings('filename').length === 0 && flags.string('kustomize') === '') {
    throw new CommandError('must specify one of -f and -k');
  }
}

function* replaceAll(context: CommandContext, mode: DryRun): Task<number> {
  const { flags } = context;
  const validation = validationOf(flags);
  const namespace = context.namespace();
  const built = yield* build(context, {
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
    continueOnError: true,
    validate: validation !== 'Ignore',
  });
  const errors = [...built.errors];
  const printer = changePrinter(context, 'replaced', mode);
  for (const info of built.infos) {
    const object = savedConfig(context, info.object ?? {});
    try {
      if (mode === 'client') printer.print(object);
      else {
        const fieldManager = flags.string('field-manager');
        const subresource = flags.string('subresource');
        printer.print(replaceObject(context, info, object, { fieldManager, dryRun: mode, validation, subresource }));
      }
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(addSource('replacing', info.source, error));
    }
  }
  throwErrors(errors);
  return 0;
}

/** Deletes, waits, and creates anew. Models: ReplaceOptions.forceReplace */
function* forceReplace(context: CommandContext): Task<number> {
  const { flags } = context;
  const validation = validationOf(flags);
  const namespace = context.namespace();
  const given = deletionOf(context, false);
  const graceful = flags.int('grace-period') < 0;
  const deletion = {
    ...given,
    gracePeriod: graceful ? -1 : given.gracePeriod,
    force: !graceful && given.force,
    wait: true,
  };
  warnOfForce(context, deletion);
  const built = yield* build(context, {
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
    continueOnError: true,
    validate: validation !== 'Ignore',
  });
  const existing = built.infos.filter((info) => !isMissing(context, info));
  if (existing.length > 0) {
    yield* deleteInfos(
      context,
      { ...built, infos: existing, errors: [] },
      { ...deletion, mode: 'none', ignoreNotFound: true },
    );
  }
  const errors = [...built.errors];
  const printer = changePrinter(context, 'replaced', 'none');
  for (const info of built.infos) {
    const object = withMetadata(savedConfig(context, info.object ?? {}), { resourceVersion: undefined });
    try {
      const fieldManager = flags.string('field-manager');
      printer.print(
        createObject(context, info.type, info.namespace, object, { fieldManager, dryRun: 'none', validation }),
      );
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(error);
    }
  }
  throwErrors(errors);
  if (built.infos.length === 0) throw new CommandError('no objects passed to replace');
  return 0;
}

function isMissing(context: CommandContext, info: Parameters<typeof fetchInfo>[1]): boolean {
  try {
    fetchInfo(context, info);
    return false;
  } catch (error) {
    if (isNotFound(error)) return true;
    throw error;
  }
}
