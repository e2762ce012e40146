import type { JsonObject } from '../../cluster/json.ts';
import { objects, text } from '../../cluster/json-readers.ts';
import type { CommandContext } from '../command.ts';
import { pathOf, type ResourceType } from '../discovery.ts';
import { CommandError, isCommandFailure, StatusError } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { metadataOf, nameOf, namespaceOf } from '../json.ts';
import { type ResourceArguments, typesOf } from './arguments.ts';
import type { BuildOptions, Built } from './builder.ts';
import { fetchInfo, type Info } from './info.ts';
import { attempt, type Outcome } from './outcome.ts';

/** Lists of types, narrowed by selectors. */
export function bySelector(
  context: CommandContext,
  options: BuildOptions,
  found: ResourceArguments,
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
export function listError(error: Error, type: ResourceType, selector: string, fieldSelector: string): Error {
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

/** Objects named one by one. */
export function byName(
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
