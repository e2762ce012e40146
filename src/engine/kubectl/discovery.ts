import type { JsonObject } from '../cluster/json.ts';
import { isObject, objects, strings, text } from '../cluster/json-readers.ts';
import type { ApiClient } from './client.ts';
import { CommandError, UnreachableError } from './errors.ts';
import { quote } from './go/quote.ts';

/** One resource type as the server names it. Models: metav1.APIResource with its group and version */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  /** The plural: `pods`. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

/** `apps/v1`, `v1`. */
export function apiVersionOf(type: ResourceType): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** `pods`, `deployments.apps`: how messages name a resource. */
export function groupResource(type: ResourceType): string {
  return type.group === '' ? type.resource : `${type.resource}.${type.group}`;
}

/** `pod`, `deployment.apps`: how `-o name` and results name a kind. */
export function groupKind(type: { readonly kind: string; readonly group: string }): string {
  const kind = type.kind.toLowerCase();
  return type.group === '' ? kind : `${kind}.${type.group}`;
}

/** The URL path of a collection, an object or a subresource. */
export function pathOf(type: ResourceType, namespace: string, name?: string, subresource?: string): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const scope = type.namespaced && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const object = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  const sub = subresource === undefined || subresource === '' ? '' : `/${subresource}`;
  return `${root}${scope}/${type.resource}${object}${sub}`;
}

/** A kind in a version that the server does not know. Models: meta.NoKindMatchError */
export class NoKindMatch extends CommandError {}

/** The server's resources, in the order of its groups; and how words of a command line find them. Models: client-go/restmapper */
export class Discovery {
  private loaded: readonly ResourceType[] | undefined;

  constructor(private readonly client: () => ApiClient) {}

  /** All resources of all versions; the first version of a group is the preferred one. */
  all(): readonly ResourceType[] {
    return this.load(1);
  }

  /** Asks the server once; where there is none, kubectl's layers each ask and log it: so many times. */
  private load(tries: number): readonly ResourceType[] {
    try {
      this.loaded ??= [...load(this.client(), '/api'), ...load(this.client(), '/apis')];
      return this.loaded;
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      const why = `couldn't get current server API group list: ${error.asked('Get', '/api?timeout=32s')}`;
      for (let at = 0; at < tries; at++) this.client().logError('memcache.go:265', why);
      throw error;
    }
  }

  /** Resources, each in its group's preferred version that has it. */
  preferred(tries = 1): readonly ResourceType[] {
    const seen = new Set<string>();
    return this.load(tries).filter((type) => {
      const key = groupResource(type);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }

  /** The type that a word names: `po`, `pods`, `Pod`, `deployments.v1.apps`, `deploy.apps`; throws kubectl's error when none does. */
  resolve(word: string): ResourceType {
    const found = this.find(word);
    if (found !== undefined) return found;
    const resource = word.includes('.') ? word.slice(0, word.indexOf('.')) : word;
    throw new CommandError(`the server doesn't have a resource type ${quote(resource)}`);
  }

  /** As `resolve`, or undefined. */
  find(word: string, tries = 4): ResourceType | undefined {
    const [name = '', ...rest] = word.split('.');
    // The mapper asks for the resource and for the kind, each by way of the short names.
    const all = this.load(tries);
    if (rest.length >= 2) {
      const [version, ...group] = rest;
      const exact = byName(
        all.filter((type) => type.version === version && type.group === group.join('.')),
        name,
      );
      if (exact !== undefined && !isShortName(exact, name)) return exact;
      // A short name stands for the resource in its preferred version, whatever version was asked for. Models: restmapper.shortcutExpander
      if (exact !== undefined) return all.find((type) => groupResource(type) === groupResource(exact));
    }
    const group = rest.join('.');
    const inGroup = rest.length === 0 ? all : all.filter((type) => type.group === group);
    const hit = byName(inGroup, name);
    if (hit !== undefined) {
      if (rest.length === 0 && isShortName(hit, name)) this.tellOthers(hit, name);
      return hit;
    }
    if (rest.length === 0) return undefined;
    return byName(
      all.filter((type) => type.group.startsWith(group)),
      name,
    );
  }

  /** Says which resources have the same short name. Models: restmapper.shortcutExpander */
  tellOthers(chosen: ResourceType, name: string): void {
    const others = this.all()
      .filter((type) => type.shortNames.includes(name))
      .map(groupResource);
    for (const other of new Set(others)) {
      if (other === groupResource(chosen)) continue;
      this.client().notice(`short name ${quote(name)} could also match lower priority resource ${other}`);
    }
  }

  /** The type of an object's apiVersion and kind. Throws `NoKindMatch`. */
  forKind(apiVersion: string, kind: string): ResourceType {
    const found = this.all().find((type) => apiVersionOf(type) === apiVersion && type.kind === kind);
    if (found === undefined)
      throw new NoKindMatch(`no matches for kind ${quote(kind)} in version ${quote(apiVersion)}`);
    return found;
  }

  /** The types of a category such as `all`; undefined when there is none of that name. */
  category(name: string): readonly ResourceType[] | undefined {
    let members: readonly ResourceType[];
    try {
      members = this.preferred().filter((type) => type.categories.includes(name));
    } catch (error) {
      // Without a server there are no categories; the mapper will say why.
      if (error instanceof UnreachableError) return undefined;
      throw error;
    }
    return members.length === 0 ? undefined : members;
  }
}

/** True when a word names a resource by its short name only. */
export function isShortName(type: ResourceType, name: string): boolean {
  return type.shortNames.includes(name) && type.resource !== name && type.singular !== name;
}

/** Names match in any case, short names as they are. */
function byName(types: readonly ResourceType[], name: string): ResourceType | undefined {
  const lower = name.toLowerCase();
  return (
    types.find((type) => type.resource === lower) ??
    types.find((type) => type.shortNames.includes(name)) ??
    types.find((type) => type.singular === lower) ??
    types.find((type) => type.kind.toLowerCase() === lower)
  );
}

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

function load(client: ApiClient, path: '/api' | '/apis'): readonly ResourceType[] {
  const body = client.object({ method: 'GET', path, accept: AGGREGATED });
  if (body['kind'] === 'APIGroupDiscoveryList') return objects(body['items']).flatMap(aggregatedGroup);
  if (path === '/api') {
    return strings(body['versions']).flatMap((version) => legacy(client, '', version, `/api/${version}`));
  }
  return objects(body['groups']).flatMap((group) =>
    objects(group['versions']).flatMap((entry) => {
      const version = text(entry['version']);
      return legacy(client, text(group['name']), version, `/apis/${text(group['name'])}/${version}`);
    }),
  );
}

function aggregatedGroup(item: JsonObject): readonly ResourceType[] {
  const metadata = item['metadata'];
  const group = isObject(metadata) ? text(metadata['name']) : '';
  return objects(item['versions']).flatMap((version) =>
    objects(version['resources']).flatMap((entry): readonly ResourceType[] => {
      const kind = entry['responseKind'];
      if (!isObject(kind) || text(kind['kind']) === '') return [];
      return [
        {
          group,
          version: text(version['version']),
          resource: text(entry['resource']),
          singular: text(entry['singularResource']) || text(kind['kind']).toLowerCase(),
          kind: text(kind['kind']),
          namespaced: entry['scope'] === 'Namespaced',
          shortNames: strings(entry['shortNames']),
          categories: strings(entry['categories']),
          verbs: strings(entry['verbs']),
          subresources: objects(entry['subresources']).map((sub) => text(sub['subresource'])),
        },
      ];
    }),
  );
}

function legacy(client: ApiClient, group: string, version: string, path: string): readonly ResourceType[] {
  const list = objects(client.object({ method: 'GET', path })['resources']);
  return list.flatMap((entry): readonly ResourceType[] => {
    const resource = text(entry['name']);
    if (resource.includes('/')) return [];
    return [
      {
        group,
        version,
        resource,
        singular: text(entry['singularName']) || text(entry['kind']).toLowerCase(),
        kind: text(entry['kind']),
        namespaced: entry['namespaced'] === true,
        shortNames: strings(entry['shortNames']),
        categories: strings(entry['categories']),
        verbs: strings(entry['verbs']),
        subresources: list
          .map((other) => text(other['name']))
          .filter((name) => name.startsWith(`${resource}/`))
          .map((name) => name.slice(resource.length + 1)),
      },
    ];
  });
}
