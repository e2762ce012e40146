import type { JsonObject } from '../../cluster/json.ts';
import { record, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import { computePatch } from '../apply/patcher.ts';
import { schemaOfType } from '../apply/schema.ts';
import { createObject, lastAppliedAnnotation, patchObject, withType } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import { fieldManagerFlag, filenameFlags, selectorFlag } from '../common-flags.ts';
import { type Pair, runExternalDiff } from '../diff/external.ts';
import { unifiedDiff } from '../diff/unified.ts';
import type { ResourceType } from '../discovery.ts';
import { CommandError, describeError, isCommandFailure, isNotFound, usageError, VerbatimError } from '../errors.ts';
import { goJson } from '../go/json.ts';
import { momentOf, two } from '../go/time.ts';
import { metadataOf, nameOf, sameJson, withMetadata } from '../json.ts';
import { withoutManagedFields } from '../printers/printer.ts';
import { build, throwErrors } from '../resource/builder.ts';
import { fetchInfo, type Info } from '../resource/info.ts';
import { toYaml } from '../yaml/encode.ts';
import { prunable, prunedTypes } from './apply/prune.ts';

/** `kubectl diff`: exit status 0 without differences, 1 with some, above 1 for errors. Models: kubectl/pkg/cmd/diff/diff.go */
export const diff: Command = {
  name: 'diff',
  // One says that there are differences.
  flagErrorExit: 2,
  use: '-f FILENAME',
  short: 'Diff the live version against a would-be applied version',
  flags: [
    {
      name: 'concurrency',
      type: 'int',
      default: '1',
      usage:
        'Number of objects to process in parallel when diffing against the live version. Larger number = faster, but more memory, I/O and CPU over that shorter period of time.',
    },
    fieldManagerFlag('kubectl-client-side-apply'),
    ...filenameFlags('Filename, directory, or URL to files contains the configuration to diff'),
    {
      name: 'force-conflicts',
      type: 'bool',
      usage: 'If true, server-side apply will force the changes against conflicts.',
    },
    {
      name: 'prune',
      type: 'bool',
      usage:
        'Include resources that would be deleted by pruning. Can be used with -l and default shows all resources would be pruned',
    },
    {
      name: 'prune-allowlist',
      type: 'stringArray',
      usage: 'Overwrite the default allowlist with <group/version/kind> for --prune',
    },
    selectorFlag,
    { name: 'server-side', type: 'bool', usage: 'If true, apply runs in the server instead of the client.' },
    { name: 'show-managed-fields', type: 'bool', usage: 'If true, include managed fields in the diff.' },
    { name: 'show-secrets', type: 'bool', usage: 'If true, do not mask secret values in the diff.' },
  ],
  *run(context): Task<number> {
    try {
      return yield* compareAll(context);
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      const { text: message, exitCode } = describeError(error);
      throw new VerbatimError(message, exitCode + 1);
    }
  },
};

function* compareAll(context: CommandContext): Task<number> {
  const { flags } = context;
  if (context.args.length > 0) throw usageError(context.commandPath, `Unexpected args: [${context.args.join(' ')}]`);
  if (flags.strings('filename').length === 0 && flags.string('kustomize') === '') {
    throw new CommandError('must specify one of -f and -k');
  }
  const namespace = context.namespace();
  const built = yield* build(context, {
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    selector: flags.string('selector'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
  });
  throwErrors(built.errors);
  const random = context.process.machine.random.fork(`kubectl-diff/${context.process.pid}`);
  const folder = (name: string): string => `/tmp/${name}-${random.integer(100_000_000, 4_294_967_295)}`;
  const folders = { live: folder('LIVE'), merged: folder('MERGED') };
  // The first refusal ends it: what was found before it is not shown.
  const allowed = flags.bool('prune') ? prunedTypes(context) : [];
  const pairs = built.infos.map((info) => pairOf(context, info));
  if (flags.bool('prune')) pairs.push(...prunedPairs(context, built.infos, allowed));
  const program = context.process.env.get('KUBECTL_EXTERNAL_DIFF') ?? '';
  if (program !== '') return yield* runExternalDiff(context, program, pairs, folders);
  const time = diffTime(context.process.machine.clock.nowMs());
  const parts = pairs
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, live, merged }) => ({
      file,
      shown: unifiedDiff(
        { path: `${folders.live}/${file}`, time, text: live },
        { path: `${folders.merged}/${file}`, time, text: merged },
      ),
    }))
    .filter(({ shown }) => shown !== '');
  for (const { file, shown } of parts) {
    context.out(`diff -u -N ${folders.live}/${file} ${folders.merged}/${file}\n${shown}`);
  }
  return parts.length > 0 ? 1 : 0;
}

/** What pruning would delete: there before, gone after. Models: diff.pruner.pruneAll */
function prunedPairs(context: CommandContext, infos: readonly Info[], allowed: readonly ResourceType[]): Pair[] {
  const uids = infos.flatMap((info) => text(metadataOf(liveObject(context, info) ?? {})['uid']) || []);
  const namespaces = infos.flatMap((info) => (info.namespace === '' ? [] : [info.namespace]));
  const visited = { uids: new Set(uids), namespaces: new Set(namespaces) };
  // They are shown as they are, managed fields and secret values too.
  return [...prunable(context, allowed, visited)].map(({ type, object }) => {
    const whole = withType(object, type);
    const info = { type, namespace: text(metadataOf(object)['namespace']), name: nameOf(object), source: '' };
    return { file: fileName(info), live: toYaml(whole), merged: '' };
  });
}

function fileName(info: Info): string {
  const group = info.type.group === '' ? '' : `${info.type.group}.`;
  return `${group}${info.type.version}.${info.type.kind}.${info.namespace}.${info.name}`;
}

function pairOf(context: CommandContext, info: Info): Pair {
  const live = liveObject(context, info);
  const merged = mergedObject(context, info, live);
  const managed = context.flags.bool('show-managed-fields');
  const show = (object: JsonObject): JsonObject => (managed ? object : withoutManagedFields(object));
  const [before, after] =
    context.flags.bool('show-secrets') || info.type.kind !== 'Secret' ? [live, merged] : masked(live, merged);
  return {
    file: fileName(info),
    live: before === undefined ? '' : toYaml(show(before)),
    merged: toYaml(show(after)),
  };
}

function liveObject(context: CommandContext, info: Info): JsonObject | undefined {
  try {
    return fetchInfo(context, info);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** What the object would become: the server is asked by a dry run. */
function mergedObject(context: CommandContext, info: Info, live: JsonObject | undefined): JsonObject {
  const { flags } = context;
  const options = { fieldManager: flags.string('field-manager'), dryRun: 'server' as const };
  const configured = info.object ?? {};
  if (flags.bool('server-side')) {
    return patchObject(context, info, 'apply', goJson(configured), {
      ...options,
      force: flags.bool('force-conflicts'),
    });
  }
  if (live === undefined) return createObject(context, info.type, info.namespace, configured, options);
  const { [lastAppliedAnnotation]: _old, ...annotations } = record(metadataOf(configured)['annotations']);
  const modified = withMetadata(configured, { annotations });
  const patch = withoutAnnotationRemoval(computePatch(info, live, modified));
  if (Object.keys(patch).length === 0) return live;
  const type = schemaOfType(info.type) === undefined ? 'merge' : 'strategic';
  const merged = patchObject(context, info, type, patch, options);
  return sameJson(merged, live) ? live : merged;
}

/** The last-applied annotation is not part of what is compared. */
function withoutAnnotationRemoval(patch: JsonObject): JsonObject {
  const metadata = record(patch['metadata']);
  const { [lastAppliedAnnotation]: _old, ...annotations } = record(metadata['annotations']);
  const { annotations: _all, ...rest } = metadata;
  const kept = Object.keys(annotations).length > 0 ? { ...rest, annotations } : rest;
  const { metadata: _metadata, ...others } = patch;
  return Object.keys(kept).length > 0 ? { ...others, metadata: kept } : others;
}

/** A Secret's values by stars: the same number for what is the same. Models: diff.Masker */
function masked(live: JsonObject | undefined, merged: JsonObject): readonly [JsonObject | undefined, JsonObject] {
  const before = record(live?.['data']);
  const after = record(merged['data']);
  const hide = (object: JsonObject, own: JsonObject, other: JsonObject, suffix: string): JsonObject => ({
    ...object,
    ...(object['data'] === undefined
      ? {}
      : {
          data: Object.fromEntries(
            Object.entries(own).map(([key, value]) => {
              const changed = other[key] !== undefined && text(other[key]) !== text(value);
              return [key, changed ? `*** (${suffix})` : '***'];
            }),
          ),
        }),
  });
  return [live === undefined ? undefined : hide(live, before, after, 'before'), hide(merged, after, before, 'after')];
}

function diffTime(ms: number): string {
  const { year, month, day, hour, minute, second, millisecond } = momentOf(ms);
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}.${String(millisecond).padStart(3, '0')}000000 +0000`;
}
