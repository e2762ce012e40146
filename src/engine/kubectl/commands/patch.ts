import { JsonPatchError, jsonPatch } from '../../cluster/apiserver/patch/json-patch.ts';
import { mergePatch } from '../../cluster/apiserver/patch/merge-patch.ts';
import { strategicMergePatch } from '../../cluster/apiserver/patch/strategic-merge.ts';
import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import { schemaOfType } from '../apply/schema.ts';
import { changeCausePatch, recordFlag } from '../change-cause.ts';
import { changePrinter, dryRun, patchObject, withType } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags } from '../common-flags.ts';
import { CommandError, isCommandFailure } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { sameJson } from '../json.ts';
import { build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';
import { YamlError, yamlToJson } from '../yaml/decode.ts';

const TYPES = ['json', 'merge', 'strategic'] as const;
type PatchType = (typeof TYPES)[number];

/** `kubectl patch`. Models: kubectl/pkg/cmd/patch/patch.go */
export const patch: Command = {
  name: 'patch',
  use: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  short: 'Update fields of a resource',
  flags: [
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-patch'),
    ...filenameFlags('Filename, directory, or URL to files identifying the resource to update'),
    {
      name: 'local',
      type: 'bool',
      usage: 'If true, patch will operate on the content of the file, not the server-side resource.',
    },
    { name: 'patch', shorthand: 'p', type: 'string', usage: 'The patch to be applied to the resource JSON file.' },
    { name: 'patch-file', type: 'string', usage: 'A file containing a patch to be applied to the resource.' },
    recordFlag,
    {
      name: 'subresource',
      type: 'string',
      usage: 'If specified, patch will operate on the subresource of the requested object.',
    },
    {
      name: 'type',
      type: 'string',
      default: 'strategic',
      usage: 'The type of patch being provided; one of [json merge strategic]',
    },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    const mode = dryRun(context);
    const local = flags.bool('local') || mode === 'client';
    validate(context, mode);
    const type = patchType(flags.string('type'));
    const body = readPatch(context);
    const namespace = context.namespace();
    const built = yield* build(context, {
      args: context.args,
      filenames: flags.strings('filename'),
      kustomize: flags.string('kustomize'),
      recursive: flags.bool('recursive'),
      namespace: namespace.name,
      enforceNamespace: namespace.explicit,
      subresource: flags.string('subresource'),
      local: flags.bool('local'),
      continueOnError: true,
    });
    const errors = [...built.errors];
    for (const info of built.infos) {
      try {
        const before = info.object ?? {};
        const sent = {
          fieldManager: flags.string('field-manager'),
          dryRun: mode,
          subresource: flags.string('subresource'),
        };
        let result = local ? patchedHere(info, before, type, body) : patchObject(context, info, type, body, sent);
        const cause = changeCausePatch(context);
        if (!local && cause !== undefined)
          result = patchObject(context, info, 'merge', cause, { ...sent, subresource: '' });
        const after = withType(result, info.type);
        // A dry run is not said here.
        changePrinter(context, sameJson(before, after) ? 'patched (no change)' : 'patched', 'none').print(after);
      } catch (error) {
        if (!isCommandFailure(error)) throw error;
        errors.push(error);
      }
    }
    throwErrors(errors);
    if (built.infos.length === 0) throw new CommandError('no objects passed to patch');
    return 0;
  },
};

function validate(context: CommandContext, mode: string): void {
  const { flags } = context;
  if (flags.string('patch') !== '' && flags.string('patch-file') !== '') {
    throw new CommandError('cannot specify --patch and --patch-file together');
  }
  if (flags.string('patch') === '' && flags.string('patch-file') === '') {
    throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  }
  if (!flags.bool('local')) return;
  if (context.args.length > 0) throw new CommandError('cannot specify --local and server resources');
  if (mode === 'server') {
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  }
}

function patchType(word: string): PatchType {
  const found = TYPES.find((type) => type === word.toLowerCase());
  if (found === undefined)
    throw new CommandError(`--type must be one of [json merge strategic], not ${quote(word.toLowerCase())}`);
  return found;
}

/** The patch: JSON goes to the server as it is typed, so that the server says what is wrong with it; YAML becomes JSON here. */
function readPatch(context: CommandContext): Json | string {
  const { flags, process } = context;
  let text = flags.string('patch');
  const file = flags.string('patch-file');
  if (file !== '') {
    const full = process.fs.resolve(process.cwd, file);
    if (!process.fs.exists(full))
      throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
    text = process.fs.read(full);
  }
  if (/^\s*\{/.test(text)) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return text;
    }
  }
  try {
    const value = yamlToJson(text);
    // A string would be taken for text of the wire's own form.
    return typeof value === 'string' ? JSON.stringify(value) : value;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new CommandError(`unable to parse ${quote(text)}: ${error.message}`);
  }
}

function patchedHere(info: Info, object: JsonObject, type: PatchType, body: Json | string): JsonObject {
  const schema = schemaOfType(info.type);
  try {
    if (type === 'json')
      return asObject(jsonPatch(object, Array.isArray(body) ? (body as readonly Json[]) : []), object);
    if (!isObject(body as Json)) throw new CommandError('cannot restore slice from map');
    if (type === 'merge') return asObject(mergePatch(object, body as Json), object);
  } catch (error) {
    if (error instanceof JsonPatchError) throw new CommandError(error.message);
    throw error;
  }
  if (schema === undefined) {
    throw new CommandError(
      `strategic merge patch is not supported for ${info.type.group}/${info.type.version}, Kind=${info.type.kind} locally, try --type merge`,
    );
  }
  return strategicMergePatch(schema.name, object, body as JsonObject);
}

function asObject(value: Json, otherwise: JsonObject): JsonObject {
  return isObject(value) ? value : otherwise;
}
