import type { JsonObject } from '../../cluster/json.ts';
import { sha256Hex } from '../../cluster/sha256.ts';
import type { Surroundings } from '../connection.ts';
import { CommandError } from '../errors.ts';
import { base64 } from '../go/base64.ts';
import { goJson } from '../go/json.ts';
import { objects, record, strings, text } from '../json.ts';

/** The config maps and secrets of a kustomization's generators, their names with a hash of their content. */
export function generated(process: Surroundings, root: string, settings: JsonObject): readonly JsonObject[] {
  const common = record(settings['generatorOptions']);
  return [
    ...objects(settings['configMapGenerator']).map((args) => make(process, root, 'ConfigMap', args, common)),
    ...objects(settings['secretGenerator']).map((args) => make(process, root, 'Secret', args, common)),
  ];
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
  const behavior = text(args['behavior']);
  if (behavior !== '' && behavior !== 'create') {
    throw new CommandError(`kustomize: the generator behavior "${behavior}" is not simulated by Skiff`);
  }
  const options = { ...common, ...record(args['options']) };
  const entries = new Map<string, string>();
  const read = (path: string): string => {
    const full = process.fs.resolve(root, path);
    if (!process.fs.exists(full))
      throw new CommandError(`loading KV pairs: file sources: open ${full}: no such file or directory`);
    return process.fs.read(full);
  };
  for (const source of strings(args['files'])) {
    const [key, path] = source.includes('=') ? source.split('=', 2) : [source.split('/').at(-1), source];
    entries.set(key ?? source, read(path ?? source));
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
  const data = Object.fromEntries([...entries].map(([key, value]) => [key, kind === 'Secret' ? base64(value) : value]));
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
    data: object['data'] ?? '',
    kind: object['kind'] ?? '',
    name,
    ...(isSecret ? { type: object['type'] ?? '' } : {}),
  };
  return [...sha256Hex(goJson(content)).slice(0, 10)].map((digit) => ALPHABET[digit] ?? digit).join('');
}
