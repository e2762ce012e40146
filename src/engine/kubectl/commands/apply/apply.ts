import type { JsonObject } from '../../../cluster/json.ts';
import { text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import { recorded, recordFlag } from '../../change-cause.ts';
import { dryRun } from '../../changes.ts';
import type { Command, CommandContext } from '../../command.ts';
import {
  type DryRun,
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  printFlags,
  selectorFlag,
  validateFlag,
  validationOf,
} from '../../common-flags.ts';
import { CommandError, isCommandFailure, usageError } from '../../errors.ts';
import { metadataOf } from '../../json.ts';
import { paced } from '../../pace.ts';
import { makePrinter } from '../../printers/printer.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import { deletionFlags, deletionOf } from '../deletion.ts';
import { applyClientSide } from './client-side.ts';
import { editLastApplied, setLastApplied, viewLastApplied } from './last-applied.ts';
import { prune, prunedTypes } from './prune.ts';
import { applyServerSide } from './server-side.ts';

/** `kubectl apply`. Models: kubectl/pkg/cmd/apply/apply.go */
export const apply: Command = {
  name: 'apply',
  use: '(-f FILENAME | -k DIRECTORY)',
  short: 'Apply a configuration to a resource by file name or stdin',
  flags: [
    ...printFlags,
    ...deletionFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-client-side-apply'),
    ...filenameFlags('The files that contain the configurations to apply.', 'a'),
    selectorFlag,
    validateFlag,
    recordFlag,
    { name: 'all', type: 'bool', usage: 'Select all resources in the namespace of the specified resource types.' },
    {
      name: 'force-conflicts',
      type: 'bool',
      usage: 'If true, server-side apply will force the changes against conflicts.',
    },
    {
      name: 'openapi-patch',
      type: 'bool',
      default: 'true',
      usage:
        'If true, use openapi to calculate diff when the openapi presents and the resource can be found in the openapi spec. Otherwise, fall back to use baked-in types.',
    },
    {
      name: 'overwrite',
      type: 'bool',
      default: 'true',
      usage:
        'Automatically resolve conflicts between the modified and live configuration by using values from the modified configuration',
    },
    {
      name: 'prune',
      type: 'bool',
      usage:
        'Automatically delete resource objects, that do not appear in the configs and are created by either apply or create --save-config. Should be used with either -l or --all.',
    },
    {
      name: 'prune-allowlist',
      type: 'stringArray',
      usage: 'Overwrite the default allowlist with <group/version/kind> for --prune',
    },
    { name: 'server-side', type: 'bool', usage: 'If true, apply runs in the server instead of the client.' },
    {
      name: 'subresource',
      type: 'string',
      usage:
        'If specified, apply will operate on the subresource of the requested object.  Only allowed when using --server-side.',
    },
  ],
  subcommands: [viewLastApplied, setLastApplied, editLastApplied],
  *run(context): Task<number> {
    const { flags, args } = context;
    if (args.length > 0) throw usageError(context.commandPath, `Unexpected args: [${args.join(' ')}]`);
    const mode = dryRun(context);
    if (flags.strings('filename').length === 0 && flags.string('kustomize') === '') {
      throw new CommandError('must specify one of -f and -k');
    }
    validate(context, mode);
    return yield* applyAll(context, mode);
  },
};

function* applyAll(context: CommandContext, mode: DryRun): Task<number> {
  const { flags } = context;
  const validation = validationOf(flags);
  const namespace = context.namespace();
  const prunable = flags.bool('prune') ? prunedTypes(context) : [];
  const serverSide = flags.bool('server-side');
  const listed = !['', 'name'].includes(flags.string('output')) || flags.string('template') !== '';
  const printer = listed ? makePrinter(context) : undefined;
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
  if (built.infos.length === 0 && errors.length === 0) throw new CommandError('no objects passed to apply');
  const fieldManager = serverSide && !flags.changed('field-manager') ? 'kubectl' : flags.string('field-manager');
  const options = { fieldManager, dryRun: mode, validation, quiet: listed, deletion: deletionOf(context, false) };
  const applied: JsonObject[] = [];
  yield* paced(context, built.infos, function* (found) {
    const info = { ...found, object: recorded(context, found.object ?? {}) };
    try {
      applied.push(
        serverSide ? applyServerSide(context, info, options) : yield* applyClientSide(context, info, options),
      );
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(error);
    }
  });
  const [only] = applied;
  if (printer !== undefined && only !== undefined) {
    printer.print(applied.length === 1 ? only : { apiVersion: 'v1', kind: 'List', items: applied, metadata: {} });
  }
  throwErrors(errors);
  if (flags.bool('prune')) {
    const namespaces = built.infos.map((info) => info.namespace).filter((name) => name !== '');
    if (namespace.explicit) namespaces.unshift(namespace.name);
    const uids = new Set(applied.map((object) => text(metadataOf(object)['uid'])));
    prune(context, prunable, { uids, namespaces: new Set(namespaces) }, options);
  }
  return 0;
}

function validate(context: CommandContext, mode: DryRun): void {
  const { flags } = context;
  const serverSide = flags.bool('server-side');
  const force = flags.bool('force');
  if (flags.bool('force-conflicts') && !serverSide)
    throw new CommandError('--force-conflicts only works with --server-side');
  if (mode === 'client' && serverSide) {
    throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  }
  if (force && serverSide) throw new CommandError('--force cannot be used with --server-side');
  if (mode === 'server' && force) throw new CommandError('--dry-run=server cannot be used with --force');
  if (flags.bool('all') && flags.string('selector') !== '') {
    throw new CommandError('cannot set --all and --selector at the same time');
  }
  if (flags.string('subresource') !== '' && !serverSide) {
    throw new CommandError('--subresource can only be specified for --server-side');
  }
  if (!flags.bool('prune')) return;
  if (force) throw new CommandError('--force cannot be used with --prune');
  if (!flags.bool('all') && flags.string('selector') === '') {
    throw new CommandError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
  }
  if (serverSide) {
    throw new CommandError("--prune is in alpha and doesn't currently work on objects created by server-side apply");
  }
}
