import type { JsonObject } from '../../cluster/json.ts';
import { objects, record, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { NoKindMatch } from '../discovery.ts';
import { AggregateFailure, CommandError, isCommandFailure, UnreachableError } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { metadataOf, nameOf, namespaceOf, withMetadata } from '../json.ts';
import { kustomize } from '../kustomize/build.ts';
import { parseSelector } from '../selector.ts';
import type { BuildOptions, Built } from './builder.ts';
import { fetchInfo, type Info } from './info.ts';
import { readManifest } from './manifest.ts';
import { attempt, localType, type Outcome } from './outcome.ts';
import { expandPath } from './paths.ts';

/** The files that `-f` names, `-` for standard input. Throws `CommandError`, or all of them. */
export function filesNamed(
  context: CommandContext,
  filenames: readonly string[],
  recursive: boolean,
): readonly string[] {
  const errors: Error[] = [];
  const paths = filenames.flatMap((filename): readonly string[] => {
    if (filename === '-') return ['-'];
    if (/^https?:\/\//.test(filename)) {
      if (context.process.machine.published?.(filename) !== undefined) return [filename];
      const host = filename.replace(/^https?:\/\//, '').replace(/[/:?#].*$/, '');
      errors.push(
        new CommandError(
          `unable to read URL ${quote(filename)}: dial tcp: lookup ${host}: no such host (Skiff has no network beyond its cluster; save the file and use -f FILE)`,
        ),
      );
      return [];
    }
    try {
      return expandPath(context.process, filename, recursive);
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(error);
      return [];
    }
  });
  if (errors.length > 0) throw new AggregateFailure(errors);
  if (paths.filter((path) => path === '-').length > 1) {
    throw new CommandError('standard input cannot be used for multiple arguments');
  }
  return paths;
}

/** What a file holds, or what is published under an address. */
function contentOf({ process }: CommandContext, path: string): string {
  const published = /^https?:\/\//.test(path) ? process.machine.published?.(path) : undefined;
  return published ?? process.fs.read(process.fs.resolve(process.cwd, path));
}

/** The objects of files and of standard input. */
export function* byFiles(
  context: CommandContext,
  options: BuildOptions,
  paths: readonly string[],
  kustomizeDir: string,
  selector: string,
): Task<Built> {
  const infos: Info[] = [];
  const errors: Error[] = [];
  const sources: { readonly source: string; readonly content: string }[] = [];
  for (const path of paths) {
    if (path === '-') sources.push({ source: 'STDIN', content: yield* context.process.stdin.readAll() });
    else sources.push({ source: path, content: contentOf(context, path) });
  }
  if (kustomizeDir !== '') sources.push({ source: kustomizeDir, content: kustomize(context, kustomizeDir) });
  const matcher =
    selector === '' ? undefined : parseSelector(selector, `the provided selector ${quote(selector)} is not valid: `);
  collecting: for (const { source, content } of sources) {
    for (const parsed of readManifest(content, source, options.validate ?? false)) {
      context.process.step();
      const found = 'error' in parsed ? [parsed] : infosOf(context, options, parsed.object, source);
      for (const each of found) {
        const info = 'error' in each ? each : settle(context, options, each.info);
        if ('error' in info) {
          if (options.ignore?.(info.error)) continue;
          errors.push(info.error);
          if (!options.continueOnError) break collecting;
        } else if (matcher === undefined || matcher.matchesLabels(labelsOf(info.info.object ?? {}))) {
          infos.push(info.info);
        }
      }
    }
  }
  const stdin = paths.includes('-');
  return {
    infos,
    errors,
    targetsSingleItems: true,
    singleItemImplied: !stdin && sources.length === 1 && infos.length <= 1,
  };
}

/** A file's object as infos: a list becomes its items. */
function infosOf(
  context: CommandContext,
  options: BuildOptions,
  object: JsonObject,
  source: string,
): readonly Outcome[] {
  if (options.flatten !== false && Array.isArray(object['items']) && text(object['kind']).endsWith('List')) {
    return objects(object['items']).flatMap((item) => infosOf(context, options, item, source));
  }
  const name = nameOf(object);
  const namespace = namespaceOf(object);
  if (options.local) return [{ info: { type: localType(object), namespace, name, source, object } }];
  try {
    if (options.validate) context.client().requireServer();
    const type = context.discovery().forKind(text(object['apiVersion']), text(object['kind']));
    return [{ info: { type, namespace, name, source, object } }];
  } catch (error) {
    if (error instanceof UnreachableError) throw notReached(error, source, options.validate === true);
    if (!(error instanceof NoKindMatch)) throw error;
    return [
      {
        error: new CommandError(
          `resource mapping not found for name: ${quote(name)} namespace: ${quote(namespace)} from ${quote(source)}: ${error.message}\nensure CRDs are installed first`,
        ),
      },
    ];
  }
}

/** Manifests cannot be read without a server: to check them needs its schemas, to map them its resources. */
function notReached(error: UnreachableError, source: string, validate: boolean): CommandError {
  if (!validate)
    return new CommandError(`unable to recognize ${quote(source)}: ${error.asked('Get', '/api?timeout=32s')}`);
  const why = `failed to download openapi: ${error.asked('Get', '/openapi/v2?timeout=32s')}`;
  return new CommandError(
    `error validating ${quote(source)}: error validating data: ${why}; if you choose to ignore these errors, turn validation off with --validate=false`,
  );
}

/** Gives a file's object its namespace and, when asked, the server's state. */
function settle(context: CommandContext, options: BuildOptions, info: Info): Outcome {
  let settled = info;
  if (!info.type.namespaced) {
    settled = { ...info, namespace: '' };
    if (info.namespace !== '' && info.object !== undefined)
      settled = { ...settled, object: withMetadata(info.object, { namespace: undefined }) };
  } else if (options.local && info.namespace === '') settled = info;
  else if (info.namespace === '' && options.defaultNamespace !== false && options.namespace !== '') {
    settled = {
      ...info,
      namespace: options.namespace,
      ...(info.object === undefined ? {} : { object: withMetadata(info.object, { namespace: options.namespace }) }),
    };
  } else if (options.enforceNamespace && info.namespace !== options.namespace) {
    return {
      error: new CommandError(
        `the namespace from the provided object ${quote(info.namespace)} does not match the namespace ${quote(options.namespace)}. You must pass '--namespace=${info.namespace}' to perform this operation.`,
      ),
    };
  }
  if (!options.latest || settled.name === '') return { info: settled };
  return attempt(() => ({ ...settled, object: fetchInfo(context, settled, options.accept) }));
}

function labelsOf(object: JsonObject): { readonly [key: string]: string } {
  return Object.fromEntries(
    Object.entries(record(metadataOf(object)['labels'])).map(([key, value]) => [key, text(value)]),
  );
}
