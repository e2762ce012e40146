import type { JsonObject } from '../../../cluster/json.ts';
import { BoundedRegExp } from '../../../cluster/regexp/bounded.ts';
import type { Task } from '../../../shell/process/types.ts';
import { schemaOfType } from '../../apply/schema.ts';
import { strategicDiff } from '../../apply/strategic-diff.ts';
import { recorded } from '../../change-cause.ts';
import { changePrinter, dryRun, patchObject, type WriteOptions, withType } from '../../changes.ts';
import type { CommandContext } from '../../command.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags } from '../../common-flags.ts';
import { CommandError, isCommandFailure } from '../../errors.ts';
import type { FlagSpec } from '../../flags.ts';
import { checkOutput } from '../../printers/printer.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import type { Info } from '../../resource/info.ts';

/** The flags of every `kubectl set …` but the selectors; `words` are those that it says otherwise. */
export function setFlags(
  what: string,
  words: { readonly all?: string; readonly filename?: string } = {},
): readonly FlagSpec[] {
  return [
    ...setFlagsWithoutFiles(
      what,
      words.all ?? 'Select all resources, in the namespace of the specified resource types',
    ),
    ...filenameFlags(
      words.filename ?? 'Filename, directory, or URL to files identifying the resource to get from a server.',
    ),
  ];
}

/** The flags of every `kubectl set …` but those that name objects. */
export function setFlagsWithoutFiles(what: string, all: string): readonly FlagSpec[] {
  return [
    ...printFlags,
    { name: 'all', type: 'bool', usage: all },
    dryRunFlag,
    fieldManagerFlag('kubectl-set'),
    { name: 'local', type: 'bool', usage: `If true, ${what} will NOT contact api-server but run locally.` },
  ];
}

/** What a `kubectl set` command does to an object; undefined says that nothing is to be printed. What could not be done is told to `fail`. */
export type Change = (info: Info, object: JsonObject, fail: (error: Error) => void) => JsonObject | undefined;

/** Commands that say so even when nothing changed. */
const ALWAYS_SAID: ReadonlySet<string> = new Set(['serviceaccount updated']);

/** What stands before a refusal of the patch, by what a success would say. */
const FAILURES: { readonly [operation: string]: string | undefined } = {
  'image updated': 'failed to patch image update to pod template: ',
  'env updated': 'failed to patch env update to pod template: ',
  'resource requirements updated': 'failed to patch resources update to pod template ',
  'serviceaccount updated': 'failed to patch ServiceAccountName ',
  'subjects updated': 'failed to patch subjects to rolebinding: ',
};

/** Changes what the resource arguments name, as patches, and prints `operation` for what changed. Models: kubectl/pkg/cmd/set */
export function* setOnResources(
  context: CommandContext,
  resources: readonly string[],
  operation: string,
  change: Change,
  validate: () => void = () => undefined,
): Task<number> {
  const { flags } = context;
  const mode = dryRun(context);
  checkOutput(context);
  const local = flags.bool('local');
  if (local && mode === 'server') {
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  }
  const namespace = context.namespace();
  const built = yield* build(context, {
    args: resources,
    filenames: flags.strings('filename'),
    kustomize: flags.has('kustomize') ? flags.string('kustomize') : '',
    recursive: flags.bool('recursive'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
    selector: flags.has('selector') ? flags.string('selector') : '',
    all: flags.bool('all'),
    latest: !local,
    local,
    typeAlone: false,
    continueOnError: true,
  });
  throwErrors(built.errors);
  validate();
  const errors: Error[] = [];
  for (const info of built.infos) {
    try {
      const before = info.object ?? {};
      const wanted = changed(info, before, operation, change, (error) => errors.push(error));
      if (wanted === undefined) continue;
      const after = recorded(context, wanted);
      const schema = schemaOfType(info.type);
      const patch = strategicDiff(before, after, schema, { deletions: true, changes: true });
      const unchanged = Object.keys(patch).length === 0 && !ALWAYS_SAID.has(operation);
      if (unchanged && !local && mode !== 'client') continue;
      const printer = changePrinter(context, operation, mode);
      if (local || mode === 'client') {
        printer.print(after);
        continue;
      }
      const options = { fieldManager: flags.string('field-manager'), dryRun: mode };
      printer.print(withType(patched(context, info, patch, options, FAILURES[operation] ?? ''), info.type));
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(error);
    }
  }
  throwErrors(errors);
  return 0;
}

/** Runs the change; what it refuses is said with the object's name, where kubectl does so. */
function changed(
  info: Info,
  object: JsonObject,
  operation: string,
  change: Change,
  fail: (error: Error) => void,
): JsonObject | undefined {
  try {
    return change(info, object, fail);
  } catch (error) {
    if (!(error instanceof CommandError) || operation === 'selector updated' || error.message.startsWith('error: '))
      throw error;
    throw new CommandError(`error: ${info.type.resource}/${info.name} ${error.message}`);
  }
}

function patched(
  context: CommandContext,
  info: Info,
  patch: JsonObject,
  options: WriteOptions,
  failure: string,
): JsonObject {
  try {
    return patchObject(context, info, schemaOfType(info.type) === undefined ? 'merge' : 'strategic', patch, options);
  } catch (error) {
    if (failure === '' || !isCommandFailure(error)) throw error;
    throw new CommandError(failure + error.message);
  }
}

/** `a*b` against a container's name. */
export function matchesWildcard(pattern: string, name: string): boolean {
  if (pattern === '*' || pattern === '') return true;
  return new BoundedRegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(name);
}
