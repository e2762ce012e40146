import type { Task } from '../../../shell/process/types.ts';
import { recordFlag } from '../../change-cause.ts';
import type { Command, CommandContext } from '../../command.ts';
import { fieldManagerFlag, printFlags, saveConfigFlag } from '../../common-flags.ts';
import { CommandError } from '../../errors.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import { editFlags } from './flags.ts';
import type { EditMode } from './header.ts';
import { EditSession } from './session.ts';

/** `kubectl edit`. Models: kubectl/pkg/cmd/edit and kubectl/pkg/cmd/util/editor */
export const edit: Command = {
  name: 'edit',
  use: '(RESOURCE/NAME | -f FILENAME)',
  short: 'Edit a resource on the server',
  flags: [
    ...printFlags,
    ...editFlags,
    fieldManagerFlag('kubectl-edit'),
    saveConfigFlag,
    recordFlag,
    { name: 'output-patch', type: 'bool', usage: 'Output the patch if the resource is edited.' },
    {
      name: 'subresource',
      type: 'string',
      usage: 'If specified, edit will operate on the subresource of the requested object.',
    },
  ],
  *run(context): Task<number> {
    return yield* editObjects(context, 'normal');
  },
};

/** Opens the editor on what the arguments name until it is saved well, unchanged or empty. */
export function* editObjects(context: CommandContext, mode: EditMode): Task<number> {
  const { flags } = context;
  const namespace = context.namespace();
  const built = yield* build(context, {
    args: context.args,
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
    typeAlone: true,
    latest: true,
    continueOnError: true,
  });
  throwErrors(built.errors);
  if (built.infos.length === 0) throw new CommandError('edit cancelled, no objects found');
  return yield* new EditSession(context, mode, built.infos).run();
}

/** `kubectl create --edit`: each object of the files is edited, then created. */
export function* editBeforeCreate(context: CommandContext): Task<number> {
  const { flags } = context;
  const namespace = context.namespace();
  const built = yield* build(context, {
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
    continueOnError: true,
  });
  for (const info of built.infos) yield* new EditSession(context, 'before-create', [info]).run();
  throwErrors(built.errors);
  return 0;
}
