import type { JsonObject } from '../../cluster/json.ts';
import { record, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import { CHANGE_CAUSE, changeCause, recordFlag } from '../change-cause.ts';
import { changePrinter, dryRun, patchObject, withType } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import {
  allNamespacesFlag,
  type DryRun,
  dryRunFlag,
  fieldManagerFlag,
  fieldSelectorFlag,
  filenameFlags,
  printFlags,
  selectorFlag,
} from '../common-flags.ts';
import { AggregateFailure, CommandError, isCommandFailure } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { metadataOf, withMetadata, withoutUndefined } from '../json.ts';
import { checkOutput } from '../printers/printer.ts';
import { build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';
import { checkLabelValues, type Pairs, readPairs } from './pairs.ts';

/** `label` and `annotate` differ in the field that they change and in some words. */
export interface MetadataCommand {
  readonly name: 'label' | 'annotate';
  readonly field: 'labels' | 'annotations';
  readonly use: string;
  readonly short: string;
}

/** Makes `kubectl label` or `kubectl annotate`. */
export function metadataCommand(spec: MetadataCommand): Command {
  const noun = spec.name === 'label' ? 'labels' : 'annotations';
  return {
    name: spec.name,
    use: spec.use,
    short: spec.short,
    flags: [
      ...printFlags,
      {
        name: 'all',
        type: 'bool',
        usage: `Select all resources, in the namespace of the specified resource types${spec.name === 'label' ? '' : '.'}`,
      },
      { ...allNamespacesFlag, usage: 'If true, check the specified action in all namespaces.' },
      dryRunFlag,
      fieldManagerFlag(`kubectl-${spec.name}`),
      fieldSelectorFlag,
      ...filenameFlags(
        `Filename, directory, or URL to files identifying the resource to update the ${spec.name === 'label' ? noun : 'annotation'}`,
      ),
      { name: 'list', type: 'bool', usage: `If true, display the ${noun} for a given resource.` },
      {
        name: 'local',
        type: 'bool',
        usage: `If true, ${spec.name === 'label' ? 'label' : 'annotation'} will NOT contact api-server but run locally.`,
      },
      {
        name: 'overwrite',
        type: 'bool',
        usage: `If true, allow ${noun} to be overwritten, otherwise reject ${spec.name === 'label' ? 'label' : 'annotation'} updates that overwrite existing ${noun}.`,
      },
      {
        name: 'resource-version',
        type: 'string',
        usage: `If non-empty, the ${spec.name === 'label' ? noun : 'annotation'} update will only succeed if this is the current resource-version for the object. Only valid when specifying a single resource.`,
      },
      selectorFlag,
      recordFlag,
    ],
    *run(context): Task<number> {
      return yield* run(context, spec);
    },
  };
}

function* run(context: CommandContext, spec: MetadataCommand): Task<number> {
  const { flags } = context;
  const { resources, pairs } = readPairs(context.args, spec.name === 'label' ? 'label' : 'annotation');
  const mode = dryRun(context);
  const local = flags.bool('local');
  // `annotate` makes its printer before it looks at anything, `label` does not.
  if (spec.name === 'annotate' && !flags.bool('list')) checkOutput(context);
  validate(context, spec, resources, pairs, mode);
  const namespace = context.namespace();
  const built = yield* build(context, {
    args: resources,
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
    allNamespaces: flags.bool('all-namespaces'),
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    typeAlone: flags.bool('all'),
    latest: !local,
    local,
    continueOnError: true,
  });
  if (flags.string('resource-version') !== '' && !built.singleItemImplied) {
    throw new CommandError('--resource-version may only be used with a single resource');
  }
  const errors = [...built.errors];
  for (const info of built.infos) {
    try {
      changeOne(context, spec, info, pairs, mode, local, built.singleItemImplied);
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(error);
    }
  }
  throwErrors(errors);
  return 0;
}

function validate(
  context: CommandContext,
  spec: MetadataCommand,
  resources: readonly string[],
  pairs: Pairs,
  mode: DryRun,
): void {
  const { flags } = context;
  const noun = spec.name === 'label' ? 'label' : 'annotation';
  if (flags.bool('list') && flags.string('output') !== '')
    throw new CommandError('--list and --output may not be specified together');
  if (flags.bool('all') && flags.string('selector') !== '')
    throw new CommandError('cannot set --all and --selector at the same time');
  if (flags.bool('all') && flags.string('field-selector') !== '') {
    throw new CommandError('cannot set --all and --field-selector at the same time');
  }
  const files = flags.strings('filename').length > 0 || flags.string('kustomize') !== '';
  if (flags.bool('local')) {
    if (mode === 'server') {
      throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    }
    const example = spec.name === 'label' ? 'pod' : 'rsrc';
    const ending = spec.name === 'label' ? 'pod.json' : 'rsrc.json';
    if (resources.length > 0) {
      throw new CommandError(
        `can only use local files by -f ${example}.yaml or --filename=${ending} when --local=true is set`,
      );
    }
    if (!files)
      throw new CommandError(`one or more files must be specified as -f ${example}.yaml or --filename=${ending}`);
  } else if (resources.length < 1 && !files) {
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (pairs.set.size === 0 && pairs.removed.length === 0 && !flags.bool('list')) {
    throw new CommandError(`at least one ${noun} update is required`);
  }
  if (spec.name === 'label') checkLabelValues(pairs);
  const both = pairs.removed.filter((key) => pairs.set.has(key));
  if (both.length > 0) {
    throw new CommandError(
      spec.name === 'label'
        ? 'can not both modify and remove a label in the same command'
        : `can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`,
    );
  }
}

function changeOne(
  context: CommandContext,
  spec: MetadataCommand,
  info: Info,
  pairs: Pairs,
  mode: DryRun,
  local: boolean,
  single: boolean,
): void {
  const { flags } = context;
  const object = info.object ?? {};
  const current = record(metadataOf(object)[spec.field]);
  if (spec.name === 'label' && mode !== 'client' && !local && !flags.bool('list')) {
    for (const key of pairs.removed) if (!(key in current)) context.out(`label ${quote(key)} not found.\n`);
  }
  if (!flags.bool('overwrite')) refuseOverwriting(spec, current, pairs);
  const updated = {
    ...withoutUndefined({ ...current, ...Object.fromEntries(pairs.removed.map((key) => [key, undefined])) }),
    ...Object.fromEntries(pairs.set),
  };
  const version = flags.string('resource-version');
  let result: JsonObject = withMetadata(object, {
    [spec.field]: updated,
    ...(version === '' ? {} : { resourceVersion: version }),
  });
  const changed =
    Object.keys(updated).length !== Object.keys(current).length ||
    Object.entries(updated).some(([key, value]) => !Object.hasOwn(current, key) || current[key] !== value);
  if (mode !== 'client' && !local && !flags.bool('list')) {
    const fields: JsonObject = {
      ...Object.fromEntries(pairs.set),
      ...Object.fromEntries(pairs.removed.map((key) => [key, null])),
    };
    const cause = changeCause(context);
    const annotations = { ...(spec.field === 'annotations' ? fields : {}), [CHANGE_CAUSE]: cause };
    const patch = {
      metadata: {
        [spec.field]: fields,
        ...(cause === undefined ? {} : { annotations }),
        ...(version === '' ? {} : { resourceVersion: version }),
      },
    };
    if (changed || version !== '' || cause !== undefined) {
      result = patchObject(context, info, 'merge', patch, {
        fieldManager: flags.string('field-manager'),
        dryRun: mode,
      });
    } else result = object;
  }
  if (flags.bool('list')) {
    listFields(context, spec, info, updated, single);
    return;
  }
  const done = spec.name === 'annotate' ? 'annotated' : labelWord(pairs, current);
  changePrinter(context, done, mode).print(withType(result, info.type));
}

/** Models: label.updateDataChangeMsg */
function labelWord(pairs: Pairs, current: JsonObject): string {
  const added = [...pairs.set].some(([key, value]) => !Object.hasOwn(current, key) || current[key] !== value);
  const removed = pairs.removed.some((key) => Object.hasOwn(current, key));
  if (added && removed) return 'modified';
  if (added) return 'labeled';
  return removed ? 'unlabeled' : 'not labeled';
}

function refuseOverwriting(spec: MetadataCommand, current: JsonObject, pairs: Pairs): void {
  const taken = [...pairs.set]
    .filter(([key, value]) => Object.hasOwn(current, key) && current[key] !== value)
    .map(([key]) => key);
  if (taken.length === 0) return;
  if (spec.name === 'annotate') {
    const list = taken.map((key) => `'${key}' already has a value (${text(current[key])})`).join('; ');
    throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${list}`);
  }
  const errors = taken.map(
    (key) => new CommandError(`'${key}' already has a value (${text(current[key])}), and --overwrite is false`),
  );
  throw errors.length === 1 && errors[0] !== undefined ? errors[0] : new AggregateFailure(errors);
}

function listFields(
  context: CommandContext,
  spec: MetadataCommand,
  info: Info,
  values: JsonObject,
  single: boolean,
): void {
  const indent = single ? '' : ' ';
  if (!single) context.out(`Listing ${spec.field} for ${info.type.kind}.${info.type.group}/${info.name}:\n`);
  for (const [key, value] of Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))) {
    context.out(`${indent}${key}=${text(value)}\n`);
  }
}
