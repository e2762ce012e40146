import type { ResourceKey } from '../cluster/client.ts';
import type { Json, KubeObject } from '../cluster/json.ts';
import type { ResourceDefinition } from '../cluster/resources/definition.ts';
import { asJson } from '../cluster/resources/definition.ts';
import type { History } from '../cluster/store/history.ts';
import type { Target } from './target.ts';

/** What a target leads to at one moment. */
export type State =
  | { readonly kind: 'object'; readonly value: Json }
  | { readonly kind: 'list'; readonly value: Json; readonly count: number }
  /** `existed`: there was such an object at some time in this session. */
  | { readonly kind: 'missing'; readonly existed: boolean }
  | { readonly kind: 'unknown-type' };

/** Reads the cluster as it was at one revision. */
export type StateReader = (target: Target) => State;

/** What a reader needs of the cluster. */
export interface StateSource {
  readonly history: History;
  readonly kinds: readonly ResourceDefinition[];
  /** Label and field selectors in kubectl's syntax. */
  matches(
    definition: ResourceDefinition,
    object: KubeObject,
    labelSelector: string | undefined,
    fieldSelector: string | undefined,
  ): boolean;
}

/** The kind that a word means to kubectl: plural, singular, short name, kind, or with its group. */
export function kindOf(kinds: readonly ResourceDefinition[], type: string): ResourceDefinition | undefined {
  const word = type.toLowerCase();
  const [name = '', ...rest] = word.split('.');
  const group = rest.join('.');
  const named = (kind: ResourceDefinition): boolean =>
    kind.plural === name ||
    kind.singular === name ||
    kind.kind.toLowerCase() === name ||
    kind.shortNames.includes(name);
  return kinds.find(
    (kind) => named(kind) && (group === '' || kind.group === group || `${kind.version}.${kind.group}` === group),
  );
}

/** The store's key of a kind. */
export function resourceKey(kind: ResourceDefinition): ResourceKey {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
}

/** A reader of one revision. */
export function stateAt(source: StateSource, revision: number): StateReader {
  return (target) => {
    const kind = kindOf(source.kinds, target.type);
    if (kind === undefined) return { kind: 'unknown-type' };
    const key = resourceKey(kind);
    const namespace = kind.namespaced ? (target.namespace ?? 'default') : '';
    if (target.name !== undefined) {
      const object = source.history.objectAt(key, namespace, target.name, { revision });
      if (object !== undefined) return { kind: 'object', value: asJson(object) };
      return { kind: 'missing', existed: source.history.versionsOf(key, namespace, target.name).length > 0 };
    }
    const everywhere = target.allNamespaces || !kind.namespaced;
    const items = source.history
      .listAt(key, { revision })
      .filter(
        (object) =>
          (everywhere || object.metadata.namespace === namespace) &&
          source.matches(kind, object, target.labelSelector, target.fieldSelector),
      );
    return {
      kind: 'list',
      count: items.length,
      value: { apiVersion: 'v1', kind: 'List', items: items.map(asJson), metadata: { resourceVersion: '' } },
    };
  };
}
