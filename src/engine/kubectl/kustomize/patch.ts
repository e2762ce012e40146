import { JsonPatchError, jsonPatch } from '../../cluster/apiserver/patch/json-patch.ts';
import { mergePatch } from '../../cluster/apiserver/patch/merge-patch.ts';
import { strategicMergePatch } from '../../cluster/apiserver/patch/strategic-merge.ts';
import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject, objects, record, strings, text } from '../../cluster/json-readers.ts';
import { schemaOfType } from '../apply/schema.ts';
import type { Surroundings } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { groupOf, namespaceOf } from '../json.ts';
import { localType } from '../resource/outcome.ts';
import { splitDocuments, YamlError, yamlToJson } from '../yaml/decode.ts';
import { identityOf, type Resource } from './resource.ts';

/** The resources with a kustomization's patches: strategic ones by kind and name, JSON ones by their target. Throws `CommandError`. */
export function patched(
  process: Surroundings,
  root: string,
  resources: readonly Resource[],
  settings: JsonObject,
): readonly Resource[] {
  const wanted: JsonObject[] = [
    ...objects(settings['patches']),
    ...objects(settings['patchesJson6902']),
    ...strings(settings['patchesStrategicMerge']).map((each) =>
      each.includes('\n') ? { patch: each } : { path: each },
    ),
  ];
  return wanted.reduce((all, each) => applyOne(process, root, all, each), resources);
}

function applyOne(
  process: Surroundings,
  root: string,
  resources: readonly Resource[],
  wanted: JsonObject,
): readonly Resource[] {
  const path = text(wanted['path']);
  const full = process.fs.resolve(root, path);
  if (path !== '' && !process.fs.exists(full)) {
    throw new CommandError(`failed to get the patch file from path(${path}): open ${full}: no such file or directory`);
  }
  const source = path === '' ? text(wanted['patch']) : process.fs.read(full);
  const target = isObject(wanted['target']) ? wanted['target'] : undefined;
  return documents(source).reduce<readonly Resource[]>((all, patch) => {
    const isHit = (resource: Resource): boolean =>
      target === undefined ? isObject(patch) && sameThing(resource, patch) : matches(resource, target);
    if (!all.some(isHit)) {
      if (target !== undefined) return all;
      const id = identityOf(record(patch));
      throw new CommandError(`no matches for Id ${id}; failed to find unique target for patch ${id}`);
    }
    return all.flatMap((resource) => {
      if (!isHit(resource)) return [resource];
      if (isObject(patch) && patch['$patch'] === 'delete') return [];
      return [{ ...resource, object: change(resource.object, patch) }];
    });
  }, resources);
}

function documents(source: string): readonly Json[] {
  try {
    return splitDocuments(source).map((document) => yamlToJson(document, '1.2'));
  } catch (error) {
    if (error instanceof YamlError) throw new CommandError(`unable to parse SM or JSON patch: ${error.message}`);
    throw error;
  }
}

function change(object: JsonObject, patch: Json): JsonObject {
  if (Array.isArray(patch)) {
    // A resource on its way always has annotations: kustomize keeps its own notes there.
    const metadata = record(object['metadata']);
    const noted = { ...object, metadata: { ...metadata, annotations: record(metadata['annotations']) } };
    return (patch as readonly Json[]).reduce<JsonObject>((at, step) => applyStep(at, record(step)), noted);
  }
  if (!isObject(patch)) throw new CommandError('unable to parse SM or JSON patch');
  const named = record(object['metadata']);
  const { name: _name, namespace: _namespace, ...metadata } = record(patch['metadata']);
  const { metadata: _metadata, apiVersion: _apiVersion, kind: _kind, ...rest } = patch;
  const fragment = Object.keys(metadata).length > 0 ? { ...rest, metadata } : rest;
  const schema = schemaOfType(localType(object));
  const changed =
    schema === undefined ? record(mergePatch(object, fragment)) : strategicMergePatch(schema.name, object, fragment);
  return { ...changed, metadata: { ...record(changed['metadata']), name: named['name'] } };
}

/** Models: evanphx/json-patch v4's words for an operation that fails */
function applyStep(object: JsonObject, step: JsonObject): JsonObject {
  try {
    return record(jsonPatch(object, [step]));
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    const path = text(step['path']);
    switch (step['op']) {
      case 'remove':
        if (path.lastIndexOf('/') === path.indexOf('/', 1)) {
          const key = path.slice(path.lastIndexOf('/') + 1);
          throw new CommandError(
            `error in remove for path: '${path}': Unable to remove nonexistent key: ${key}: missing value`,
          );
        }
        throw new CommandError(`remove operation does not apply: doc is missing path: "${path}": missing value`);
      case 'test':
        throw new CommandError(`testing value ${path} failed: test failed`);
      case 'replace':
        throw new CommandError(`replace operation does not apply: doc is missing path: ${path}: missing value`);
      default:
        throw new CommandError(
          `${text(step['op'])} operation does not apply: doc is missing path: "${path}": missing value`,
        );
    }
  }
}

function sameThing(resource: Resource, patch: JsonObject): boolean {
  const { object } = resource;
  return (
    object['kind'] === patch['kind'] &&
    groupOf(text(object['apiVersion'])) === groupOf(text(patch['apiVersion'])) &&
    resource.names.includes(text(record(patch['metadata'])['name']))
  );
}

function matches(resource: Resource, target: JsonObject): boolean {
  const { object } = resource;
  const fits = (pattern: string, value: string): boolean =>
    pattern === '' || new RegExp(`^(?:${pattern})$`).test(value);
  const apiVersion = text(object['apiVersion']);
  const labels = record(record(object['metadata'])['labels']);
  const wantedLabels = text(target['labelSelector'])
    .split(',')
    .filter((pair) => pair !== '');
  return (
    fits(text(target['kind']), text(object['kind'])) &&
    resource.names.some((name) => fits(text(target['name']), name)) &&
    fits(text(target['namespace']), namespaceOf(object)) &&
    fits(text(target['group']), groupOf(apiVersion)) &&
    fits(text(target['version']), apiVersion.slice(apiVersion.indexOf('/') + 1)) &&
    wantedLabels.every((pair) => labels[pair.split('=')[0] ?? ''] === pair.split('=')[1])
  );
}
