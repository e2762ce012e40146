import type { Task } from '../../../shell/process/types.ts';
import { recordFlag } from '../../change-cause.ts';
import { changePrinter, createObject, dryRun, savedConfig } from '../../changes.ts';
import type { Command, CommandContext } from '../../command.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  saveConfigFlag,
  selectorFlag,
  validateFlag,
  validationOf,
} from '../../common-flags.ts';
import { addSource, CommandError, isCommandFailure, usageError } from '../../errors.ts';
import { paced } from '../../pace.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import { editBeforeCreate } from '../edit/edit.ts';
import { sendRaw } from '../raw-file.ts';
import { createConfigMap } from './configmap.ts';
import { createDeployment } from './deployment.ts';
import { createIngress } from './ingress.ts';
import { createCronJob, createJob } from './job.ts';
import { createClusterRole, createClusterRoleBinding, createRole, createRoleBinding } from './rbac.ts';
import { createSecret } from './secret.ts';
import { createService } from './service.ts';
import {
  createNamespace,
  createPodDisruptionBudget,
  createPriorityClass,
  createQuota,
  createServiceAccount,
} from './simple.ts';
import { createToken } from './token.ts';

/** `kubectl create`. Models: kubectl/pkg/cmd/create/create.go */
export const create: Command = {
  name: 'create',
  use: '-f FILENAME',
  short: 'Create a resource from a file or from stdin',
  flags: [
    ...printFlags,
    ...filenameFlags('Filename, directory, or URL to files to use to create the resource'),
    dryRunFlag,
    fieldManagerFlag('kubectl-create'),
    saveConfigFlag,
    selectorFlag,
    validateFlag,
    recordFlag,
    { name: 'edit', type: 'bool', usage: 'Edit the API resource before creating' },
    {
      name: 'raw',
      type: 'string',
      usage: 'Raw URI to POST to the server.  Uses the transport specified by the kubeconfig file.',
    },
    {
      name: 'windows-line-endings',
      type: 'bool',
      usage: 'Only relevant if --edit=true. Defaults to the line ending native to your platform.',
    },
  ],
  subcommands: [
    createNamespace,
    createQuota,
    createSecret,
    createConfigMap,
    createServiceAccount,
    createService,
    createDeployment,
    createClusterRole,
    createClusterRoleBinding,
    createRole,
    createRoleBinding,
    createPodDisruptionBudget,
    createPriorityClass,
    createJob,
    createCronJob,
    createIngress,
    createToken,
  ],
  *run(context): Task<number> {
    const { flags, args } = context;
    if (flags.strings('filename').length === 0 && flags.string('kustomize') === '') {
      if (args.length === 0) throw new CommandError('must specify one of -f and -k');
    }
    if (args.length > 0) throw usageError(context.commandPath, `Unexpected args: [${args.join(' ')}]`);
    if (flags.string('raw') !== '') return yield* sendRaw(context, 'POST');
    if (flags.bool('edit')) return yield* editBeforeCreate(context);
    return yield* createFromFiles(context);
  },
};

function* createFromFiles(context: CommandContext): Task<number> {
  const { flags } = context;
  const validation = validationOf(flags);
  const mode = dryRun(context);
  const namespace = context.namespace();
  const printer = changePrinter(context, 'created', mode);
  const built = yield* build(context, {
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    selector: flags.string('selector'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
    continueOnError: true,
    validate: validation !== 'Ignore',
  });
  const errors = [...built.errors];
  // biome-ignore lint/correctness/useYield: nothing here waits but the pace.
  yield* paced(context, built.infos, function* (info) {
    try {
      const object = savedConfig(context, info.object ?? {});
      if (mode === 'client') printer.print(object);
      else {
        const fieldManager = flags.string('field-manager');
        printer.print(
          createObject(context, info.type, info.namespace, object, { fieldManager, dryRun: mode, validation }),
        );
      }
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(addSource('creating', info.source, error));
    }
  });
  throwErrors(errors);
  if (built.infos.length === 0) throw new CommandError('no objects passed to create');
  return 0;
}
