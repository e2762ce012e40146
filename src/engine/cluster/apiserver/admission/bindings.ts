import { type Bindings, evaluateCel } from '../../cel/evaluate.ts';
import { parseCel } from '../../cel/parser.ts';
import { CelMap, celValue, type Value } from '../../cel/values.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import type { Store } from '../../store.ts';
import type { Attributes } from './attributes.ts';

/** The request as expressions and webhooks see it. Models: admission/v1.AdmissionRequest */
export function admissionRequest(attributes: Attributes): JsonObject {
  const { resource, subresource, namespace, name, operation, user, dryRun } = attributes;
  const { group, version, kind, plural } = resource.definition;
  const of = { group, version, kind };
  const named = { group, version, resource: plural };
  const part = subresource === '' ? {} : { subResource: subresource, requestSubResource: subresource };
  return {
    kind: of,
    resource: named,
    requestKind: of,
    requestResource: named,
    ...part,
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    operation,
    userInfo: { username: user.name, groups: [...user.groups] },
    dryRun,
  };
}

const asValue = (object: KubeObject | undefined): Value =>
  object === undefined ? null : celValue(object as unknown as JsonObject);

/** What every expression of admission may name. */
export function admissionBindings(attributes: Attributes, store: Store): Map<string, Value | (() => Value)> {
  const { object, oldObject, namespace } = attributes;
  return new Map<string, Value | (() => Value)>([
    ['object', () => asValue(object)],
    ['oldObject', () => asValue(oldObject)],
    ['request', () => celValue(admissionRequest(attributes))],
    ['namespaceObject', () => asValue(namespace === '' ? undefined : store.get('namespaces', '', namespace))],
  ]);
}

/** A policy's variables: each is worked out when it is first named, and may name those before it. */
export class Variables extends CelMap {
  private readonly known = new Map<string, Value>();

  constructor(
    private readonly expressions: ReadonlyMap<string, string>,
    private readonly bindings: Bindings,
  ) {
    super();
  }

  override get(key: Value): Value | undefined {
    const expression = typeof key === 'string' ? this.expressions.get(key) : undefined;
    if (expression === undefined || typeof key !== 'string') return undefined;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const value = evaluateCel(parseCel(expression), this.bindings);
    this.known.set(key, value);
    return value;
  }
}
