import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { NoKindMatch, pathOf, type ResourceType } from '../discovery.ts';
import { AggregateFailure, CommandError, isCommandFailure, StatusError } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { isObject, metadataOf, nameOf, namespaceOf, objects, record, text, withMetadata } from '../json.ts';
import { matchesSelector, parseSelector } from '../selector.ts';
import { readArguments, typesOf } from './arguments.ts';
import { fetchInfo, type Info } from './info.ts';
import { kustomize } from './kustomize.ts';
import { readManifest } from './manifest.ts';
import { expandPath } from './paths.ts';

/** How a command collects what it works on; by default nothing is asked of the server but what has no object yet. Models: cli-runtime/pkg/resource.Builder */
export interface BuildOptions {
  readonly args?: readonly string[];
  readonly filenames?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
  /** The namespace for what names none. */
  readonly namespace: string;
  /** Objects of files must be in that namespace (`-n` was given). */
  readonly enforceNamespace?: boolean;
  /** Objects of files without a namespace get it (the default). */
  readonly defaultNamespace?: boolean;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  /** `--all`. */
  readonly all?: boolean;
  /** `TYPE` alone means all of that type. */
  readonly typeAlone?: boolean;
  /** Lists become their items (the default). */
  readonly flatten?: boolean;
  /** Objects of files are fetched from the server. */
  readonly latest?: boolean;
  /** Works without a server. */
  readonly local?: boolean;
  /** Goes on after a failure. */
  readonly continueOnError?: boolean;
  readonly singleResourceType?: boolean;
  /** Objects named by arguments are fetched (the default). */
  readonly requireObject?: boolean;
  readonly subresource?: string;
  /** How many items a list request asks for; 0: all at once. */
  readonly chunkSize?: number;
  /** Asks for tables. */
  readonly accept?: string;
  readonly includeObject?: boolean;
  /** Checks kind and apiVersion first, as `--validate` does. */
  readonly validate?: boolean;
  /** Refusals for which this is true are left out. */
  readonly ignore?: (error: Error) => boolean;
}

/** What was found, and what failed. */
export interface Built {
  readonly infos: readonly Info[];
  readonly errors: readonly Error[];
  /** One single object was asked for, so that it is printed by itself and not in a list. */
  readonly singleItemImplied: boolean;
  /** Objects were asked for by name or file, and not a list. */
  readonly targetsSingleItems: boolean;
}

/** The type that objects get when there is no server to ask. */
export function localType(object: JsonObject): ResourceType {
  const apiVersion = text(object['apiVersion']);
  const slash = apiVersion.indexOf('/');
  const kind = text(object['kind']);
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    resource: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    kind,
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: [],
    subresources: [],
  };
}

const missingResource = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Collects what the options name. Mistakes in the request itself are thrown; what happens to single objects is in `errors`. */
export function* build(context: CommandContext, options: BuildOptions): Task<Built> {
  const filenames = options.filenames ?? [];
  const kustomizeDir = options.kustomize ?? '';
  if (filenames.length > 0 && kustomizeDir !== '') throw new CommandError('only one of -f or -k can be specified');
  if (kustomizeDir !== '' && options.recursive) throw new CommandError("the -k flag can't be used with -f or -R");
  const selector = (options.selector ?? '').trim();
  const fieldSelector = (options.fieldSelector ?? '').trim();
  if (options.all && (selector !== '' || fieldSelector !== '')) {
    throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  }
  const discovery = (): ReturnType<CommandContext['discovery']> => context.discovery();
  const files = filenames.length > 0 || kustomizeDir !== '';
  if (options.local && !files && (options.args ?? []).length > 0) {
    throw new CommandError(
      "error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
    );
  }
  const found = readArguments(options.args ?? [], discovery);
  if (files) {
    const paths = pathErrors(context, filenames, options.recursive ?? false);
    if (found.types.length > 0 && found.names.length === 0 && found.pairs.length === 0) {
      throw new CommandError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    }
    if (found.types.length > 0) {
      throw new CommandError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    }
    if (found.pairs.length > 0)
      throw new CommandError('resource/name arguments cannot be provided when a path is specified');
    return yield* byFiles(context, options, paths, kustomizeDir, selector);
  }
  const everything =
    options.all === true || (options.typeAlone === true && found.types.length > 0 && found.names.length === 0);
  if (selector !== '' || fieldSelector !== '' || everything)
    return bySelector(context, options, found, selector, fieldSelector);
  if (found.pairs.length > 0) {
    const types = typesOf(
      found.pairs.map((pair) => pair.type),
      discovery(),
    );
    if (types.length > 1 && options.singleResourceType)
      throw new CommandError('you may only specify a single resource type');
    return byName(
      context,
      options,
      found.pairs.map((pair) => ({ type: discovery().resolve(pair.type), name: pair.name })),
    );
  }
  if (found.names.length > 0) {
    if (found.types.length > 1) throw new CommandError('you must specify only one resource');
    const type = discovery().resolve(found.types[0] ?? '');
    return byName(
      context,
      options,
      found.names.map((name) => ({ type, name })),
    );
  }
  if (found.types.length > 0) {
    typesOf(found.types, discovery());
    throw new CommandError('resource(s) were provided, but no name was specified');
  }
  throw new CommandError(missingResource);
}

/** What `errors` of a build amount to: nothing, one error, or all of them. */
export function throwErrors(errors: readonly Error[]): void {
  const [only] = errors;
  if (only === undefined) return;
  throw errors.length === 1 ? only : new AggregateFailure(errors);
}

function pathErrors(context: CommandContext, filenames: readonly string[], recursive: boolean): readonly string[] {
  const errors: Error[] = [];
  const paths = filenames.flatMap((filename): readonly string[] => {
    if (filename === '-') return ['-'];
    if (/^https?:\/\//.test(filename)) {
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
  throwErrors(errors);
  if (paths.filter((path) => path === '-').length > 1) {
    throw new CommandError('standard input cannot be used for multiple arguments');
  }
  return paths;
}

function* byFiles(
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
    else
      sources.push({
        source: path,
        content: context.process.fs.read(context.process.fs.resolve(context.process.cwd, path)),
      });
  }
  if (kustomizeDir !== '') sources.push({ source: kustomizeDir, content: kustomize(context.process, kustomizeDir) });
  const matcher = selector === '' ? undefined : parseSelector(selector);
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
        } else if (
          matcher === undefined ||
          matchesSelector(matcher, record(metadataOf(info.info.object ?? {})['labels']))
        ) {
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

type Outcome = { readonly info: Info } | { readonly error: Error };

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
    const type = context.discovery().forKind(text(object['apiVersion']), text(object['kind']));
    return [{ info: { type, namespace, name, source, object } }];
  } catch (error) {
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

function attempt(run: () => Info): Outcome {
  try {
    return { info: run() };
  } catch (error) {
    if (!isCommandFailure(error)) throw error;
    return { error };
  }
}

function bySelector(
  context: CommandContext,
  options: BuildOptions,
  found: ReturnType<typeof readArguments>,
  selector: string,
  fieldSelector: string,
): Built {
  if (found.names.length > 0) throw new CommandError('name cannot be provided when a selector is specified');
  if (found.pairs.length > 0) {
    throw new CommandError('selectors and the all flag cannot be used when passing resource/name arguments');
  }
  if (found.types.length === 0) throw new CommandError('at least one resource must be specified to use a selector');
  if ((options.subresource ?? '') !== '')
    throw new CommandError('subresource cannot be used when bulk resources are specified');
  if (found.types.length > 1 && options.singleResourceType)
    throw new CommandError('you may only specify a single resource type');
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const type of typesOf(found.types, context.discovery())) {
    try {
      for (const page of pages(context, options, type, selector, fieldSelector))
        infos.push(...itemsOf(options, type, page));
    } catch (thrown) {
      if (!isCommandFailure(thrown)) throw thrown;
      const error = listError(thrown, type, selector, fieldSelector);
      if (options.ignore?.(error)) continue;
      errors.push(error);
      if (!options.continueOnError) break;
    }
  }
  return { infos, errors, singleItemImplied: false, targetsSingleItems: false };
}

/** What a refused list was about. Models: resource.Selector.Visit */
function listError(error: Error, type: ResourceType, selector: string, fieldSelector: string): Error {
  if (!(error instanceof StatusError) || !['BadRequest', 'NotFound'].includes(error.reason)) return error;
  const what = quote(`${type.group === '' ? '' : type.group}/${type.version}, Resource=${type.resource}`);
  const message =
    selector === '' && fieldSelector === ''
      ? `Unable to list ${what}: ${error.message}`
      : `Unable to find ${what} that match label selector ${quote(selector)}, field selector ${quote(fieldSelector)}: ${error.message}`;
  return new StatusError({ ...error.status, message });
}

/** A list request, in chunks. A list that was asked for whole is one page. Models: resource.Selector.Visit */
function* pages(
  context: CommandContext,
  options: BuildOptions,
  type: ResourceType,
  selector: string,
  fieldSelector: string,
): Generator<JsonObject> {
  const namespace = options.allNamespaces || !type.namespaced ? '' : options.namespace;
  const chunk = options.chunkSize ?? 500;
  let next = '';
  do {
    const page = context.client().object({
      method: 'GET',
      path: pathOf(type, namespace),
      query: {
        labelSelector: selector === '' ? undefined : selector,
        fieldSelector: fieldSelector === '' ? undefined : fieldSelector,
        limit: chunk > 0 ? String(chunk) : undefined,
        continue: next === '' ? undefined : next,
        includeObject: options.includeObject ? 'Object' : undefined,
      },
      ...(options.accept === undefined ? {} : { accept: options.accept }),
    });
    next = text(metadataOf(page)['continue']);
    yield page;
  } while (next !== '');
}

function itemsOf(options: BuildOptions, type: ResourceType, page: JsonObject): readonly Info[] {
  const whole: Info = { type, namespace: '', name: '', source: '', object: page };
  if (page['kind'] === 'Table' || options.flatten === false || !Array.isArray(page['items'])) return [whole];
  const apiVersion = type.group === '' ? type.version : `${type.group}/${type.version}`;
  return objects(page['items']).map((item) => ({
    type,
    namespace: namespaceOf(item),
    name: nameOf(item),
    source: '',
    object: { ...item, apiVersion: item['apiVersion'] ?? apiVersion, kind: item['kind'] ?? type.kind },
  }));
}

function byName(
  context: CommandContext,
  options: BuildOptions,
  wanted: readonly { readonly type: ResourceType; readonly name: string }[],
): Built {
  const infos: Info[] = [];
  const errors: Error[] = [];
  for (const { type, name } of wanted) {
    if (type.namespaced && options.allNamespaces)
      throw new CommandError('a resource cannot be retrieved by name across all namespaces');
    const info: Info = { type, name, namespace: type.namespaced ? options.namespace : '', source: '' };
    const outcome: Outcome =
      options.requireObject === false
        ? { info }
        : attempt(() => ({ ...info, object: fetchInfo(context, info, options.accept, options.subresource) }));
    if ('info' in outcome) infos.push(outcome.info);
    else if (!options.ignore?.(outcome.error)) {
      errors.push(outcome.error);
      if (!options.continueOnError) break;
    }
  }
  return { infos, errors, singleItemImplied: wanted.length === 1, targetsSingleItems: true };
}

/** True for a file's object of a kind that holds a list. */
export function isListKind(object: JsonObject): boolean {
  return Array.isArray(object['items']) && isObject(object['metadata'] ?? {}) && text(object['kind']).endsWith('List');
}
