import { encodeBase64 } from '../../cluster/base64.ts';
import type { JsonObject } from '../../cluster/json.ts';
import { objects, record, strings, text } from '../../cluster/json-readers.ts';
import { sha256Hex } from '../../cluster/sha256.ts';
import type { Surroundings } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { goJson } from '../go/json.ts';
import type { Resource } from './resource.ts';

/** The resources with those of a kustomization's generators: new ones at the end, merged ones in their place. */
export function generated(
  process: Surroundings,
  root: string,
  settings: JsonObject,
  resources: readonly Resource[],
): readonly Resource[] {
  const common = record(settings['generatorOptions']);
  const wanted = [
    ...objects(settings['configMapGenerator']).map((args) => ({ kind: 'ConfigMap', args }) as const),
    ...objects(settings['secretGenerator']).map((args) => ({ kind: 'Secret', args }) as const),
  ];
  return wanted.reduce<readonly Resource[]>((all, { kind, args }) => {
    const made = make(process, root, kind, args, common);
    const name = text(args['name']);
    const behavior = text(args['behavior']) || 'create';
    const isMine = (each: Resource): boolean => each.object['kind'] === kind && each.names.includes(name);
    const exists = all.some(isMine);
    const id = `${kind}.v1.[noGrp]/${name}.${text(args['namespace']) || '[noNs]'}`;
    if (behavior === 'create') {
      if (!exists) return all.concat({ object: made, names: [name] });
      throw new CommandError(
        `merging from generator: id resid.ResId{Gvk:resid.Gvk{Group:"", Version:"v1", Kind:"${kind}", isClusterScoped:false}, Name:"${name}", Namespace:""} exists; behavior must be merge or replace`,
      );
    }
    if (!exists) throw new CommandError(`merging from generator: id ${id} does not exist; cannot merge or replace`);
    return all.map((each) => (isMine(each) ? { ...each, object: merged(each.object, made, behavior) } : each));
  }, resources);
}

function merged(old: JsonObject, made: JsonObject, behavior: string): JsonObject {
  const metadata = record(old['metadata']);
  const next = record(made['metadata']);
  const both = (field: 'labels' | 'annotations'): JsonObject => {
    const values = { ...record(metadata[field]), ...record(next[field]) };
    return Object.keys(values).length > 0 ? { [field]: values } : {};
  };
  const data = behavior === 'merge' ? { ...record(old['data']), ...record(made['data']) } : record(made['data']);
  return { ...made, data, metadata: { ...metadata, ...both('labels'), ...both('annotations') } };
}

/** The annotation by which a generated name waits for its hash until prefixes are known; it is not printed. */
export const hashAnnotation = 'kustomize.config.k8s.io/needs-hash';

function make(
  process: Surroundings,
  root: string,
  kind: 'ConfigMap' | 'Secret',
  args: JsonObject,
  common: JsonObject,
): JsonObject {
  const options = { ...common, ...record(args['options']) };
  const entries = new Map<string, string>();
  const read = (path: string, source = path): string => {
    const full = process.fs.resolve(root, path);
    if (!process.fs.exists(full))
      throw new CommandError(
        `loading KV pairs: file sources: [${source}]: evalsymlink failure on '${full}' : lstat ${full}: no such file or directory`,
      );
    return process.fs.read(full);
  };
  for (const source of strings(args['files'])) {
    const [key, path] = source.includes('=') ? source.split('=', 2) : [source.split('/').at(-1), source];
    entries.set(key ?? source, read(path ?? source, source));
  }
  for (const source of [...strings(args['envs']), ...[text(args['env'])].filter((path) => path !== '')]) {
    for (const line of read(source).split(/\r?\n/)) {
      const pair = line.trimStart();
      if (pair === '' || pair.startsWith('#')) continue;
      const equals = pair.indexOf('=');
      entries.set(
        equals < 0 ? pair : pair.slice(0, equals),
        equals < 0 ? (process.env.get(pair) ?? '') : pair.slice(equals + 1),
      );
    }
  }
  for (const literal of strings(args['literals'])) {
    const equals = literal.indexOf('=');
    if (equals < 1)
      throw new CommandError(
        `loading KV pairs: literal sources: invalid literal source ${literal}, expected key=value`,
      );
    entries.set(literal.slice(0, equals), literal.slice(equals + 1).replace(/^(["'])(.*)\1$/, '$2'));
  }
  const data = Object.fromEntries(
    [...entries].map(([key, value]) => [key, kind === 'Secret' ? encodeBase64(value) : value]),
  );
  const annotations = {
    ...record(options['annotations']),
    ...(options['disableNameSuffixHash'] === true ? {} : { [hashAnnotation]: 'enabled' }),
  };
  const labels = record(options['labels']);
  return {
    apiVersion: 'v1',
    kind,
    metadata: {
      name: text(args['name']),
      ...(text(args['namespace']) === '' ? {} : { namespace: text(args['namespace']) }),
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    ...(entries.size > 0 ? { data } : {}),
    ...(kind === 'Secret' ? { type: text(args['type']) || 'Opaque' } : {}),
  };
}

const ALPHABET: { readonly [digit: string]: string | undefined } = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** The ten characters that a generated name ends with. Models: kustomize/api/hasher */
export function contentHash(object: JsonObject, name = ''): string {
  const isSecret = object['kind'] === 'Secret';
  const content = {
    ...(object['binaryData'] === undefined ? {} : { binaryData: object['binaryData'] }),
    data: object['data'] ?? '',
    kind: object['kind'] ?? '',
    name,
    ...(isSecret ? { type: object['type'] ?? '' } : {}),
  };
  return [...sha256Hex(goJson(content)).slice(0, 10)].map((digit) => ALPHABET[digit] ?? digit).join('');
}
