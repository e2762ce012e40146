import type { JsonObject, KubeObject } from '../../json.ts';
import type { Resource } from '../definitions.ts';
import { invalid } from '../status.ts';

type ScaleFacts = NonNullable<Resource['definition']['subresources']['scale']>;

function read(object: unknown, path: string): unknown {
  let at = object;
  for (const name of path.replace(/^\./, '').split('.')) {
    if (at === null || typeof at !== 'object') return undefined;
    at = (at as { readonly [key: string]: unknown })[name];
  }
  return at;
}

function write(object: JsonObject, names: readonly string[], value: number): JsonObject {
  const [name = '', ...rest] = names;
  if (rest.length === 0) return { ...object, [name]: value };
  return { ...object, [name]: write((object[name] ?? {}) as JsonObject, rest, value) };
}

/** The Scale of an object. Models: autoscaling/v1.Scale, pkg/registry/apps/deployment/storage.ScaleREST */
export function scaleOf(object: KubeObject, scale: ScaleFacts): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = scale.selector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: { replicas: Number(read(object, scale.specReplicasPath) ?? 0) },
    status: {
      replicas: Number(read(object, scale.statusReplicasPath) ?? 0),
      ...(selector === '' ? {} : { selector }),
    },
  };
}

/** The object with the replicas that a Scale wants. Throws 422 for a negative number. Models: autoscaling/validation.ValidateScale */
export function withScale(object: KubeObject, scale: ScaleFacts, wanted: JsonObject): JsonObject {
  const replicas = Number((wanted['spec'] as JsonObject | undefined)?.['replicas'] ?? 0);
  if (replicas < 0) {
    const detail = `Invalid value: ${replicas}: must be greater than or equal to 0`;
    throw invalid('autoscaling', 'Scale', object.metadata.name, [
      { type: 'FieldValueInvalid', field: 'spec.replicas', detail },
    ]);
  }
  const { resourceVersion, uid } = (wanted['metadata'] ?? {}) as {
    readonly resourceVersion?: string;
    readonly uid?: string;
  };
  const changed = write(
    object as unknown as JsonObject,
    scale.specReplicasPath.replace(/^\./, '').split('.'),
    replicas,
  );
  const metadata = {
    ...(object.metadata as unknown as JsonObject),
    ...(resourceVersion ? { resourceVersion } : {}),
    ...(uid ? { uid } : {}),
  };
  return { ...changed, metadata };
}
