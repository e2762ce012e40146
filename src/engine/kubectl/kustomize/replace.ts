import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject, objects, record, strings, text } from '../../cluster/json-readers.ts';
import type { Surroundings } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { groupOf, namespaceOf } from '../json.ts';
import { yamlToJson } from '../yaml/decode.ts';
import { changedAt, pathSteps, valueAt } from './field-path.ts';
import type { Resource } from './resource.ts';

/** The resources with a kustomization's replacements: a value of one copied into fields of others. Models: kustomize/api/filters/replacement */
export function replaced(
  process: Surroundings,
  root: string,
  resources: readonly Resource[],
  settings: JsonObject,
): readonly Resource[] {
  const wanted = objects(settings['replacements']).flatMap((each) => {
    const path = text(each['path']);
    if (path === '') return [each];
    const full = process.fs.resolve(root, path);
    if (!process.fs.exists(full)) throw new CommandError(`open ${full}: no such file or directory`);
    const parsed = yamlToJson(process.fs.read(full), '1.2');
    return Array.isArray(parsed) ? objects(parsed as Json) : [record(parsed)];
  });
  return wanted.reduce<readonly Resource[]>(replaceOne, resources);
}

function replaceOne(resources: readonly Resource[], wanted: JsonObject): readonly Resource[] {
  const value = sourceValue(resources, wanted);
  const targets = objects(wanted['targets']);
  if (targets.length === 0) throw new CommandError('replacements must specify a source and at least one target');
  return targets.reduce<readonly Resource[]>((all, target) => {
    if (!isObject(target['select'])) throw new CommandError('target must specify resources to select');
    return all.map((resource) => {
      if (!isSelected(resource, record(target['select']))) return resource;
      if (objects(target['reject']).some((each) => isSelected(resource, each))) return resource;
      return { ...resource, object: setIn(resource.object, target, value) };
    });
  }, resources);
}

function sourceValue(resources: readonly Resource[], wanted: JsonObject): Json {
  if (wanted['sourceValue'] !== undefined) return wanted['sourceValue'];
  const source = record(wanted['source']);
  const path = text(source['fieldPath']) || 'metadata.name';
  const hits = resources.filter((resource) => isSelected(resource, source));
  const [only] = hits;
  if (only === undefined) throw new CommandError(`nothing selected by ${selectorText(source)}:${path}`);
  if (hits.length > 1) throw new CommandError(`multiple matches for selector ${selectorText(source)}:${path}`);
  const value = valueAt(only.object, pathSteps(path));
  if (value === undefined) {
    throw new CommandError(`fieldPath \`${path}\` is missing for replacement source ${selectorText(source)}`);
  }
  const { delimiter, index } = options(source);
  if (delimiter === '') return value;
  const part = String(value).split(delimiter)[index];
  if (part === undefined || index < 0) {
    throw new CommandError(`options.index ${index} is out of bounds for value ${String(value)}`);
  }
  return part;
}

function setIn(object: JsonObject, target: JsonObject, value: Json): JsonObject {
  const { delimiter, index, create } = options(target);
  const paths = strings(target['fieldPaths']);
  return (paths.length > 0 ? paths : ['metadata.name']).reduce((at, path) => {
    const done = changedAt(at, pathSteps(path), create, (old) =>
      delimiter === '' ? fitted(old, value) : withPart(String(old ?? ''), delimiter, index, String(value)),
    );
    if (done.hits > 0) return record(done.value);
    if (create) throw new CommandError(`unable to find or create field "${path}" in replacement target`);
    throw new CommandError(`unable to find field "${path}" in replacement target`);
  }, object);
}

/** A scalar in the place of a scalar takes its type. */
function fitted(old: Json | undefined, value: Json): Json {
  if (typeof value === 'object' || typeof old === 'object') return value;
  if (typeof old === 'string') return String(value);
  if (typeof old === 'number' && typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return Number(value);
  }
  return value;
}

/** The part of that index replaced; one before the first or after the last is put there. */
function withPart(old: string, delimiter: string, index: number, part: string): string {
  const parts = old.split(delimiter);
  if (index < 0) return [part, ...parts].join(delimiter);
  if (index >= parts.length) return [...parts, part].join(delimiter);
  return parts.map((each, at) => (at === index ? part : each)).join(delimiter);
}

function options(of: JsonObject): { readonly delimiter: string; readonly index: number; readonly create: boolean } {
  const given = record(of['options']);
  return {
    delimiter: text(given['delimiter']),
    index: typeof given['index'] === 'number' ? given['index'] : 0,
    create: given['create'] === true,
  };
}

function isSelected({ object, names }: Resource, select: JsonObject): boolean {
  const apiVersion = text(object['apiVersion']);
  const asked = (field: string, has: (wanted: string) => boolean): boolean => {
    const wanted = text(select[field]);
    return wanted === '' || has(wanted);
  };
  return (
    asked('kind', (kind) => kind === object['kind']) &&
    asked('group', (group) => group === groupOf(apiVersion)) &&
    asked('version', (version) => version === apiVersion.slice(apiVersion.indexOf('/') + 1)) &&
    asked('name', (name) => names.includes(name)) &&
    asked('namespace', (namespace) => namespace === namespaceOf(object))
  );
}

/** `ConfigMap.[noVer].[noGrp]/own.[noNs]`. Models: resid.ResId.String */
function selectorText(select: JsonObject): string {
  const kind = text(select['kind']) || '[noKind]';
  const version = text(select['version']) || '[noVer]';
  const group = text(select['group']) || '[noGrp]';
  return `${kind}.${version}.${group}/${text(select['name']) || '[noName]'}.${text(select['namespace']) || '[noNs]'}`;
}
