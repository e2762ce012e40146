import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject, record, text } from '../json.ts';
import type { Resource } from './build.ts';
import { contentHash, hashAnnotation } from './generate.ts';

/** Where a name stands for an object of a kind: the field that holds it. Models: kustomize's namereference configuration, its common part */
const REFERENCES: { readonly [field: string]: { readonly kind: string; readonly name: string } | undefined } = {
  configMapRef: { kind: 'ConfigMap', name: 'name' },
  configMapKeyRef: { kind: 'ConfigMap', name: 'name' },
  configMap: { kind: 'ConfigMap', name: 'name' },
  secretRef: { kind: 'Secret', name: 'name' },
  secretKeyRef: { kind: 'Secret', name: 'name' },
  secret: { kind: 'Secret', name: 'secretName' },
  persistentVolumeClaim: { kind: 'PersistentVolumeClaim', name: 'claimName' },
  service: { kind: 'Service', name: 'name' },
};

/** The resources with prefix, suffix and hash in their names, and the names by which they refer to each other. */
export function renamed(resources: readonly Resource[], settings: JsonObject): readonly Resource[] {
  const prefix = text(settings['namePrefix']);
  const suffix = text(settings['nameSuffix']);
  const names = new Map<string, string>();
  const done = resources.map((resource) => {
    const { object } = resource;
    const metadata = record(object['metadata']);
    const keep = object['kind'] === 'Namespace' || object['kind'] === 'CustomResourceDefinition';
    const { [hashAnnotation]: hashed, ...annotations } = record(metadata['annotations']);
    const hash = hashed === undefined ? '' : `-${contentHash(object)}`;
    const name = `${keep ? '' : prefix}${text(metadata['name'])}${keep ? '' : suffix}${hash}`;
    names.set(`${text(object['kind'])}/${text(metadata['name'])}`, name);
    const { annotations: _old, ...rest } = metadata;
    const kept = Object.keys(annotations).length > 0 ? { annotations } : {};
    return { ...resource, object: { ...object, metadata: { ...rest, ...kept, name } } };
  });
  return done.map((resource) => ({ ...resource, object: record(followed(resource.object, names)) }));
}

function followed(value: Json, names: ReadonlyMap<string, string>): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => followed(item, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      const reference = REFERENCES[field];
      const account = field === 'serviceAccountName' ? names.get(`ServiceAccount/${text(inner)}`) : undefined;
      if (account !== undefined) return [field, account];
      const next = followed(inner ?? null, names);
      if (reference === undefined || !isObject(next)) return [field, next];
      const found = names.get(`${reference.kind}/${text(next[reference.name])}`);
      return [field, found === undefined ? next : { ...next, [reference.name]: found }];
    }),
  );
}
