import type { Definitions, Resource } from '../definitions.ts';

/** Groups in the order in which discovery lists them. Models: kube-apiserver's APIService group priorities */
const GROUP_ORDER = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

/** One version of a group with its resources in alphabetical order. */
export interface ServedVersion {
  readonly version: string;
  readonly resources: readonly Resource[];
}

/** A group with its versions, the preferred one first. */
export interface ServedGroup {
  readonly group: string;
  readonly versions: readonly ServedVersion[];
}

/** One subresource as discovery shows it. */
export interface ServedSubresource {
  readonly name: string;
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly verbs: readonly string[];
}

function rank(group: string): number {
  const at = GROUP_ORDER.indexOf(group);
  return at < 0 ? GROUP_ORDER.length : at;
}

/** Stable versions before beta before alpha, newer before older; others last, by name. Models: apimachinery/pkg/version.CompareKubeAwareVersionStrings */
function versionRank(version: string): readonly number[] {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (match === null) return [0, 0, 0];
  const stage = match[2] === undefined ? 3 : match[2] === 'beta' ? 2 : 1;
  return [stage, Number(match[1]), Number(match[3] ?? 0)];
}

/** Versions that custom resource definitions brought, the preferred one first. Those of the server's own groups stand in its order. */
function ordered<T>(group: string, versions: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  if (rank(group) < GROUP_ORDER.length) return versions;
  return versions.toSorted(([a], [b]) => {
    const left = versionRank(a);
    const at = versionRank(b).findIndex((part, index) => part !== left[index]);
    return at < 0 ? (a < b ? -1 : 1) : (versionRank(b)[at] ?? 0) - (left[at] ?? 0);
  });
}

/** What the server serves, by group and version. */
export function servedGroups(definitions: Definitions): readonly ServedGroup[] {
  const groups = new Map<string, Map<string, Resource[]>>();
  for (const resource of definitions.all()) {
    const { group, version } = resource.definition;
    const versions = groups.get(group) ?? new Map<string, Resource[]>();
    groups.set(group, versions);
    versions.set(version, [...(versions.get(version) ?? []), resource]);
  }
  const byPlural = (a: Resource, b: Resource): number => (a.definition.plural < b.definition.plural ? -1 : 1);
  return [...groups.entries()]
    .sort(([a], [b]) => rank(a) - rank(b) || (rank(a) === GROUP_ORDER.length ? (a < b ? -1 : 1) : 0))
    .map(([group, versions]) => ({
      group,
      versions: ordered(group, [...versions.entries()]).map(([version, resources]) => ({
        version,
        resources: resources.sort(byPlural),
      })),
    }));
}

/** A resource's subresources in alphabetical order. */
export function servedSubresources({ definition }: Resource): readonly ServedSubresource[] {
  const { status, scale, others } = definition.subresources;
  const verbs = ['get', 'patch', 'update'];
  const all = (others ?? []).map(({ name, kind, group, version, verbs: own }) => ({
    name,
    kind,
    group: group ?? '',
    version: version ?? '',
    verbs: [...own].sort(),
  }));
  if (status === true) all.push({ name: 'status', kind: definition.kind, group: '', version: '', verbs });
  if (scale !== undefined) all.push({ name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs });
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}
