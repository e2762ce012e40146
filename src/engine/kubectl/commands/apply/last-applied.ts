import type { Json, JsonObject } from '../../../cluster/json.ts';
import { record, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import { bareConfiguration, changePrinter, dryRun, lastAppliedAnnotation, patchObject } from '../../changes.ts';
import type { Command, CommandContext } from '../../command.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, selectorFlag } from '../../common-flags.ts';
import { CommandError } from '../../errors.ts';
import { goJsonIndent } from '../../go/json.ts';
import { metadataOf } from '../../json.ts';
import { checkOutput } from '../../printers/printer.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import { fetchInfo } from '../../resource/info.ts';
import { toYaml } from '../../yaml/encode.ts';
import { editObjects } from '../edit/edit.ts';
import { editFlags } from '../edit/flags.ts';

/** `kubectl apply view-last-applied`. */
export const viewLastApplied: Command = {
  name: 'view-last-applied',
  use: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  short: 'View the latest last-applied-configuration annotations of a resource/object',
  flags: [
    ...filenameFlags('Filename, directory, or URL to files that contains the last-applied-configuration annotations'),
    selectorFlag,
    { name: 'all', type: 'bool', usage: 'Select all resources in the namespace of the specified resource types' },
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      default: 'yaml',
      usage: 'Output format. Must be one of (yaml, json)',
    },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    const namespace = context.namespace();
    const built = yield* build(context, {
      args: context.args,
      filenames: flags.strings('filename'),
      recursive: flags.bool('recursive'),
      namespace: namespace.name,
      enforceNamespace: namespace.explicit,
      selector: flags.string('selector'),
      all: flags.bool('all'),
      latest: true,
    });
    throwErrors(built.errors);
    const format = flags.string('output');
    if (format !== 'yaml' && format !== 'json') {
      throw new CommandError(
        `Unexpected -o output mode: ${format}, the flag 'output' must be one of yaml|json\nSee '${context.commandPath} -h' for help and examples`,
      );
    }
    for (const info of built.infos) {
      const annotation = text(record(metadataOf(info.object ?? {})['annotations'])[lastAppliedAnnotation]);
      // kubectl means to refuse this, but wraps no error; so it prints nothing.
      if (annotation === '') continue;
      const value = JSON.parse(annotation) as Json;
      context.out(format === 'yaml' ? toYaml(value) : `${goJsonIndent(value, { unit: '  ' })}\n`);
    }
    return 0;
  },
};

/** `kubectl apply set-last-applied`. */
export const setLastApplied: Command = {
  name: 'set-last-applied',
  use: '-f FILENAME',
  short: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  flags: [
    ...printFlags,
    dryRunFlag,
    {
      name: 'filename',
      shorthand: 'f',
      type: 'stringSlice',
      usage: 'Filename, directory, or URL to files that contains the last-applied-configuration annotations',
    },
    {
      name: 'create-annotation',
      type: 'bool',
      usage: "Will create 'last-applied-configuration' annotations if current objects doesn't have one",
    },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    const mode = dryRun(context);
    checkOutput(context);
    const namespace = context.namespace();
    const built = yield* build(context, {
      filenames: flags.strings('filename'),
      namespace: namespace.name,
      enforceNamespace: namespace.explicit,
    });
    throwErrors(built.errors);
    if (built.infos.length === 0) throw new CommandError('no objects passed to set-last-applied');
    for (const info of built.infos) {
      const current = fetchInfo(context, info);
      const has = lastAppliedAnnotation in record(metadataOf(current)['annotations']);
      if (!has && !flags.bool('create-annotation')) {
        throw new CommandError(
          `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
        );
      }
      const configuration = bareConfiguration(info.object ?? {});
      if (record(metadataOf(current)['annotations'])[lastAppliedAnnotation] === configuration) {
        context.out(`set-last-applied ${info.name}: no changes required.\n`);
        continue;
      }
      const patch: JsonObject = { metadata: { annotations: { [lastAppliedAnnotation]: configuration } } };
      const result =
        mode === 'client'
          ? current
          : patchObject(context, info, 'merge', patch, { fieldManager: 'kubectl-last-applied', dryRun: mode });
      changePrinter(context, 'configured', mode).print(result);
    }
    return 0;
  },
};

/** `kubectl apply edit-last-applied`. */
export const editLastApplied: Command = {
  name: 'edit-last-applied',
  use: '(RESOURCE/NAME | -f FILENAME)',
  short: 'Edit latest last-applied-configuration annotations of a resource/object',
  flags: [...printFlags, ...editFlags, fieldManagerFlag('kubectl-client-side-apply')],
  *run(context: CommandContext): Task<number> {
    return yield* editObjects(context, 'last-applied');
  },
};
