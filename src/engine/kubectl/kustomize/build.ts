import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject, objects, record, strings, text } from '../../cluster/json-readers.ts';
import type { Surroundings } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { splitDocuments, YamlError, yamlToJson } from '../yaml/decode.ts';
import { toYaml } from '../yaml/encode.ts';
import { generated } from './generate.ts';
import { inOrder } from './order.ts';
import { patched } from './patch.ts';
import { hashed, renamed } from './rename.ts';
import { replaced } from './replace.ts';
import { identityOf, type Resource } from './resource.ts';
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
  'replacements',
]);

/** What kustomize has and is not simulated; any other field is no field of a kustomization. */
const UNSIMULATED = new Set([
  'buildMetadata',
  'configurations',
  'crds',
  'generators',
  'helmCharts',
  'helmChartInflationGenerator',
  'helmGlobals',
  'openapi',
  'sortOptions',
  'transformers',
  'validators',
  'vars',
]);

const DEPRECATED = [
  ['bases', 'resources'],
  ['imageTags', 'images'],
  ['patchesJson6902', 'patches'],
  ['patchesStrategicMerge', 'patches'],
  ['vars', 'replacements'],
  ['commonLabels', 'labels'],
] as const;

/** A build: whose files, and where its warnings go. */
export interface Builder {
  readonly process: Surroundings;
  err(text: string): void;
}

/** The manifests of a kustomization folder as one YAML stream. Throws `CommandError`. Models: sigs.k8s.io/kustomize, as far as `KNOWN` says */
export function kustomize(builder: Builder, folder: string): string {
  const { fs, cwd } = builder.process;
  const root = fs.resolve(cwd, folder);
  const refusal = !fs.exists(root)
    ? `not a valid directory: evalsymlink failure on '${folder}' : lstat ${root}: no such file or directory`
    : fs.isDirectory(root)
      ? ''
      : `'${folder}': file is not directory`;
  if (refusal !== '') throw new CommandError(`must build at directory: ${refusal}`);
  return inOrder(hashed(buildFolder(builder, root, [])))
    .map(({ object }) => toYaml(object))
    .join('---\n');
}

/** What a folder makes; a component changes what the kustomization that names it has so far (`given`). */
function buildFolder(
  builder: Builder,
  root: string,
  parents: readonly string[],
  given: readonly Resource[] = [],
): readonly Resource[] {
  const { process } = builder;
  const file = NAMES.map((name) => process.fs.resolve(root, name)).find((path) => process.fs.exists(path));
  if (file === undefined) {
    throw new CommandError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${root}'`,
    );
  }
  const content = process.fs.read(file);
  if (content.trim() === '') throw new CommandError('kustomization.yaml is empty');
  const settings = parsed(content, file);
  const unknown = Object.keys(settings).find((field) => !KNOWN.has(field));
  if (unknown !== undefined && UNSIMULATED.has(unknown))
    throw new CommandError(`kustomize: the field "${unknown}" is not simulated by Skiff (${file})`);
  if (unknown !== undefined) throw new CommandError(`invalid Kustomization: json: unknown field "${unknown}"`);
  for (const [field, instead] of DEPRECATED) {
    if (settings[field] === undefined) continue;
    builder.err(
      `# Warning: '${field}' is deprecated. Please use '${instead}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.\n`,
    );
  }
  const inside = [...parents, root];
  const named = [...strings(settings['resources']), ...strings(settings['bases'])];
  const loaded = named.reduce(
    (all, path) => joined(all, load(builder, root, path, inside), root, path, builder),
    given,
  );
  const whole = strings(settings['components']).reduce(
    (all, path) => withComponent(builder, root, path, inside, all),
    loaded,
  );
  const resources = generated(process, root, settings, whole);
  const shaped = renamed(transformed(patched(process, root, resources, settings), settings), settings);
  return replaced(process, root, shaped, settings);
}

/** Two resources of one identity are a mistake. */
function joined(
  all: readonly Resource[],
  more: readonly Resource[],
  root: string,
  path: string,
  builder: Builder,
): readonly Resource[] {
  const known = new Set(all.map(({ object }) => identityOf(object)));
  const twice = more.map(({ object }) => identityOf(object)).find((each) => known.has(each));
  if (twice === undefined) return [...all, ...more];
  const { fs } = builder.process;
  const full = fs.resolve(root, path);
  const problem = `merging resources from '${path}': may not add resource with an already registered id: ${twice}`;
  if (fs.isDirectory(full))
    throw new CommandError(`accumulating resources: ${problem.replace('merging', 'recursed merging')}`);
  throw new CommandError(
    `accumulating resources: accumulation err='${problem}': must build at directory: '${full}': file is not directory`,
  );
}

function withComponent(
  builder: Builder,
  root: string,
  path: string,
  parents: readonly string[],
  given: readonly Resource[],
): readonly Resource[] {
  const { fs } = builder.process;
  const full = fs.resolve(root, path);
  if (!fs.exists(full)) {
    const missing = `evalsymlink failure on '${full}' : lstat ${full}: no such file or directory`;
    throw new CommandError(
      `accumulating components: accumulateDirectory: "must build at directory: not a valid directory: ${missing}"`,
    );
  }
  if (!fs.isDirectory(full))
    throw new CommandError(
      `accumulating components: '${full}' must be a directory so that it can used as a build root`,
    );
  if (parents.includes(full)) {
    throw new CommandError(
      `accumulating components: cycle detected: candidate root '${full}' contains visited root '${full}'`,
    );
  }
  return buildFolder(builder, full, parents, given);
}

function load(builder: Builder, root: string, path: string, parents: readonly string[]): readonly Resource[] {
  const { fs } = builder.process;
  if (/^https?:\/\/|^git@|^github\.com/.test(path)) {
    throw new CommandError(`accumulating resources from '${path}': Skiff has no network beyond its cluster`);
  }
  const full = fs.resolve(root, path);
  if (!fs.exists(full)) {
    const missing = `evalsymlink failure on '${full}' : lstat ${full}: no such file or directory`;
    throw new CommandError(
      `accumulating resources: accumulation err='accumulating resources from '${path}': ${missing}': must build at directory: not a valid directory: ${missing}`,
    );
  }
  if (fs.isDirectory(full)) {
    if (!parents.includes(full)) return buildFolder(builder, full, parents);
    throw new CommandError(
      `accumulating resources: accumulation err='accumulating resources from '${path}': '${full}' must resolve to a file': cycle detected: candidate root '${full}' contains visited root '${full}'`,
    );
  }
  const refuse = (reason: string): CommandError =>
    new CommandError(
      `accumulating resources: accumulation err='accumulating resources from '${path}': ${reason}': must build at directory: '${full}': file is not directory`,
    );
  if (!full.startsWith(`${root}/`)) throw refuse(`security; file '${full}' is not in or below '${root}'`);
  return documentsOf(fs.read(full), path, refuse).map((object) => {
    const name = text(record(object['metadata'])['name']);
    if (name === '' && !text(object['kind']).endsWith('List')) throw refuse('missing Resource metadata');
    return { object, names: [name] };
  });
}

function documentsOf(content: string, path: string, refuse: (reason: string) => CommandError): readonly JsonObject[] {
  try {
    return splitDocuments(content).flatMap((document) => {
      const object = yamlToJson(document, '1.2');
      if (!isObject(object)) return [];
      return text(object['kind']).endsWith('List') && Array.isArray(object['items'])
        ? objects(object['items'])
        : [object];
    });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw refuse(`MalformedYAMLError: ${error.message} in File: ${path}`);
  }
}

function parsed(content: string, file: string): JsonObject {
  let value: Json;
  try {
    value = yamlToJson(content);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new CommandError(`invalid Kustomization: ${error.message}`);
  }
  if (value !== null && !isObject(value)) throw new CommandError(`invalid Kustomization: it is no mapping (${file})`);
  return value ?? {};
}
