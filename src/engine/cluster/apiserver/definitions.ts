import type { ResourceKey } from '../client.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import type { GroupResource } from './status.ts';

/** A resource as the server serves it: its definition with what is asked of it all the time. */
export interface Resource {
  readonly key: ResourceKey;
  readonly definition: ResourceDefinition;
  /** `v1`, `apps/v1` */
  readonly apiVersion: string;
  readonly groupResource: GroupResource;
  /** The resource as it is stored: itself, but for another version of one. */
  readonly stored: Resource;
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;

/** `deployments.apps`, `pods`: where the objects are stored. */
export function resourceKey(definition: ResourceDefinition): ResourceKey {
  if (definition.view !== undefined) return definition.view.of;
  return definition.group === '' ? definition.plural : `${definition.plural}.${definition.group}`;
}

/** The verbs that a resource offers, in alphabetical order. */
export function verbsOf(definition: ResourceDefinition): readonly string[] {
  return ALL_VERBS.filter((verb) => !definition.withoutVerbs?.includes(verb));
}

/** The resources of one cluster by every name they are looked up by. */
export class Definitions {
  private readonly byKey = new Map<ResourceKey, Resource>();
  /** `group/version/plural` */
  private readonly byPath = new Map<string, Resource>();

  /** What custom resource definitions added, by their names. */
  private readonly custom = new Map<string, readonly Resource[]>();
  private readonly removal = new Map<ResourceKey, Set<() => void>>();
  private changes = 0;

  constructor(definitions: readonly ResourceDefinition[]) {
    for (const definition of definitions) this.add(definition);
  }

  /** Rises with every change of what is served: answers made from it hold as long as it stays. */
  get generation(): number {
    return this.changes;
  }

  /** A second version of a resource (autoscaling/v1) is served under its own path; the first one listed is the one stored. */
  private add(definition: ResourceDefinition): Resource {
    const { group, version, plural } = definition;
    const key = resourceKey(definition);
    const known = this.byKey.get(key);
    const facts = {
      key,
      definition,
      apiVersion: group === '' ? version : `${group}/${version}`,
      groupResource: { group, resource: plural },
    };
    const resource: Resource = {
      ...facts,
      get stored(): Resource {
        return known ?? resource;
      },
    };
    if (known === undefined) this.byKey.set(key, resource);
    if (definition.isHidden !== true) this.byPath.set(`${group}/${version}/${plural}`, resource);
    return resource;
  }

  /** Calls `listener` when the resource is taken away. Returns a disposer. */
  onRemoved(key: ResourceKey, listener: () => void): () => void {
    const listeners = this.removal.get(key) ?? new Set();
    this.removal.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  /** Serves the versions of a custom resource, the stored one first; none takes it away. */
  setCustom(name: string, definitions: readonly ResourceDefinition[]): void {
    for (const { key, definition, apiVersion } of this.custom.get(name) ?? []) {
      this.byKey.delete(key);
      this.byPath.delete(`${apiVersion}/${definition.plural}`);
    }
    const [first] = this.custom.get(name) ?? [];
    if (definitions.length === 0 && first !== undefined) {
      for (const listener of [...(this.removal.get(first.key) ?? [])]) listener();
      this.removal.delete(first.key);
    }
    if (definitions.length === 0) this.custom.delete(name);
    else
      this.custom.set(
        name,
        definitions.map((definition) => this.add(definition)),
      );
    this.changes++;
  }

  /** The stored version of each custom resource that is served. */
  customKinds(): readonly ResourceDefinition[] {
    return [...this.custom.values()].flatMap(([first]) => (first === undefined ? [] : [first.definition]));
  }

  /** All resources in the order of the registry. */
  all(): readonly Resource[] {
    return [...this.byPath.values()];
  }

  get(key: ResourceKey): Resource | undefined {
    return this.byKey.get(key);
  }

  at(group: string, version: string, plural: string): Resource | undefined {
    return this.byPath.get(`${group}/${version}/${plural}`);
  }

  ofKind(group: string, kind: string): Resource | undefined {
    for (const resource of this.byKey.values())
      if (resource.definition.group === group && resource.definition.kind === kind) return resource;
    return undefined;
  }
}
