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
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;

/** `deployments.apps`, `pods` */
export function resourceKey(definition: ResourceDefinition): ResourceKey {
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

  constructor(definitions: readonly ResourceDefinition[]) {
    for (const definition of definitions) {
      const { group, version, plural } = definition;
      const resource: Resource = {
        key: resourceKey(definition),
        definition,
        apiVersion: group === '' ? version : `${group}/${version}`,
        groupResource: { group, resource: plural },
      };
      // A second version of a resource (autoscaling/v1) is served under its own path; the first one listed is the one stored.
      if (!this.byKey.has(resource.key)) this.byKey.set(resource.key, resource);
      this.byPath.set(`${group}/${version}/${plural}`, resource);
    }
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
