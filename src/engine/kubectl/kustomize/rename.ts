import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject, record, text } from '../../cluster/json-readers.ts';
import { namespaceOf } from '../json.ts';
import { contentHash, hashAnnotation } from './generate.ts';
import type { Resource } from './resource.ts';

/** Objects that name another: the field that holds them, the kind they mean, the field of the name. Models: kustomize's namereference configuration, its common part */
const REFERENCES: { readonly [field: string]: string | undefined } = {
  configMapRef: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  configMap: 'ConfigMap',
  secretRef: 'Secret',
  secretKeyRef: 'Secret',
  secret: 'Secret',
  imagePullSecrets: 'Secret',
  service: 'Service',
};

/** Fields that are themselves the name of an object of a kind. */
const NAMES: { readonly [field: string]: string | undefined } = {
  claimName: 'PersistentVolumeClaim',
  secretName: 'Secret',
  serviceAccountName: 'ServiceAccount',
  serviceName: 'Service',
  storageClassName: 'StorageClass',
  priorityClassName: 'PriorityClass',
  ingressClassName: 'IngressClass',
};

/** Objects that say both kind and name of what they mean. */
const PAIRS = ['roleRef', 'scaleTargetRef', 'subjects'];

/** The resources with prefix and suffix in their names, and the names by which they refer to each other. */
export function renamed(resources: readonly Resource[], settings: JsonObject): readonly Resource[] {
  const prefix = text(settings['namePrefix']);
  const suffix = text(settings['nameSuffix']);
  return rename(resources, ({ object }, name) =>
    ['Namespace', 'CustomResourceDefinition', 'APIService'].includes(text(object['kind']))
      ? name
      : `${prefix}${name}${suffix}`,
  );
}

/** The resources with the hash of their content in the names of generated ones: the last step of a build. */
export function hashed(resources: readonly Resource[]): readonly Resource[] {
  const done = rename(resources, ({ object }, name) => {
    const wanted = record(record(object['metadata'])['annotations'])[hashAnnotation] !== undefined;
    return wanted ? `${name}-${contentHash(object)}` : name;
  });
  return done.map((resource) => {
    const { annotations, ...metadata } = record(resource.object['metadata']);
    const { [hashAnnotation]: _hash, ...rest } = record(annotations);
    const kept = Object.keys(rest).length > 0 ? { annotations: rest } : {};
    return { ...resource, object: { ...resource.object, metadata: { ...metadata, ...kept } } };
  });
}

interface Found {
  readonly name: string;
  readonly namespace: string;
}

function rename(
  resources: readonly Resource[],
  next: (resource: Resource, name: string) => string,
): readonly Resource[] {
  const found = new Map<string, Found>();
  const done = resources.map((resource) => {
    const { object } = resource;
    const metadata = record(object['metadata']);
    const old = text(metadata['name']);
    const name = next(resource, old);
    const names = resource.names.includes(old) ? resource.names : [...resource.names, old];
    const kind = text(object['kind']);
    const now = { name, namespace: namespaceOf(object) };
    found.set(`${kind}/${old}`, now);
    for (const earlier of names) if (!found.has(`${kind}/${earlier}`)) found.set(`${kind}/${earlier}`, now);
    return { names: [...names, name], object: { ...object, metadata: { ...metadata, name } } };
  });
  return done.map((resource) => {
    const { metadata, ...rest }: JsonObject = resource.object;
    // What a config map or a secret holds is the user's own.
    if (['ConfigMap', 'Secret'].includes(text(rest['kind']))) return resource;
    return { ...resource, object: { ...record(followed(rest, found, '')), metadata } };
  });
}

function followed(value: Json, found: ReadonlyMap<string, Found>, holder: string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => followed(item, found, holder));
  if (!isObject(value)) return value;
  const out: { [field: string]: Json | undefined } = {};
  for (const [field, inner] of Object.entries(value)) {
    const kind = NAMES[field];
    const meant = kind === undefined ? undefined : found.get(`${kind}/${text(inner)}`);
    out[field] = meant === undefined ? followed(inner ?? null, found, field) : meant.name;
  }
  const kind = PAIRS.includes(holder) ? text(value['kind']) : REFERENCES[holder];
  const meant = kind === undefined ? undefined : found.get(`${kind}/${text(value['name'])}`);
  if (meant === undefined) return out;
  if (holder === 'subjects' && meant.namespace !== '') out['namespace'] = meant.namespace;
  return { ...out, name: meant.name };
}
