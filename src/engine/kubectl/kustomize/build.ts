import type { Json, JsonObject } from '../../cluster/json.ts';
import type { Surroundings } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { isObject, objects, record, strings, text } from '../json.ts';
import { readManifest } from '../resource/manifest.ts';
import { YamlError, yamlToJson } from '../yaml/decode.ts';
import { toYaml } from '../yaml/encode.ts';
import { generated } from './generate.ts';
import { patched } from './patch.ts';
import { renamed } from './rename.ts';
import { transformed } from './transform.ts';

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What of a kustomization is simulated; another field is refused by name. */
const KNOWN = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'resources',
  'bases',
  'components',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'images',
  'replicas',
  'configMapGenerator',
  'secretGenerator',
  'generatorOptions',
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
]);

/** The manifests of a kustomization folder as one YAML stream. Throws `CommandError`. Models: sigs.k8s.io/kustomize, as far as `KNOWN` says */
export function kustomize(process: Surroundings, folder: string): string {
  const root = process.fs.resolve(process.cwd, folder);
  return buildFolder(process, root, [])
    .map((object) => toYaml(object))
    .join('---\n');
}

/** One resource on its way; `original` is its name before prefixes and hashes, by which others refer to it. */
export interface Resource {
  readonly object: JsonObject;
  readonly original: string;
}

function buildFolder(process: Surroundings, root: string, parents: readonly string[]): readonly JsonObject[] {
  if (parents.includes(root)) throw new CommandError(`cycle detected: candidate root '${root}' is already being built`);
  const file = NAMES.map((name) => process.fs.resolve(root, name)).find((path) => process.fs.exists(path));
  if (file === undefined) {
    throw new CommandError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${root}'`,
    );
  }
  const settings = parsed(process.fs.read(file), file);
  const unknown = Object.keys(settings).find((field) => !KNOWN.has(field));
  if (unknown !== undefined)
    throw new CommandError(`kustomize: the field "${unknown}" is not simulated by Skiff (${file})`);
  const named = [...strings(settings['resources']), ...strings(settings['bases']), ...strings(settings['components'])];
  const loaded = named.flatMap((path) => load(process, root, path, [...parents, root]));
  const resources = [...loaded, ...generated(process, root, settings)].map(
    (object): Resource => ({ object, original: text(record(object['metadata'])['name']) }),
  );
  return renamed(transformed(patched(process, root, resources, settings), settings), settings).map(
    ({ object }) => object,
  );
}

function load(process: Surroundings, root: string, path: string, parents: readonly string[]): readonly JsonObject[] {
  if (/^https?:\/\/|^git@|^github\.com/.test(path)) {
    throw new CommandError(`accumulating resources from '${path}': Skiff has no network beyond its cluster`);
  }
  const full = process.fs.resolve(root, path);
  if (!process.fs.exists(full)) {
    throw new CommandError(
      `accumulating resources: accumulation err='accumulating resources from '${path}': evalsymlink failure on '${full}' : lstat ${full}: no such file or directory'`,
    );
  }
  if (process.fs.isDirectory(full)) return buildFolder(process, full, parents);
  return readManifest(process.fs.read(full), full, false).flatMap((each) => {
    if ('error' in each) throw each.error;
    const kind = text(each.object['kind']);
    return kind.endsWith('List') && Array.isArray(each.object['items']) ? objects(each.object['items']) : [each.object];
  });
}

function parsed(content: string, file: string): JsonObject {
  let value: Json;
  try {
    value = yamlToJson(content);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new CommandError(`invalid Kustomization: error converting YAML to JSON: ${error.message} (${file})`);
  }
  if (value !== null && !isObject(value)) throw new CommandError(`invalid Kustomization: it is no mapping (${file})`);
  return value ?? {};
}
