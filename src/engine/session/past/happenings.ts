import type { Json, JsonObject } from '../../cluster/json.ts';
import { asJson } from '../../cluster/resources/definition.ts';
import type { Version } from '../../cluster/store/version.ts';
import type { Tone } from '../map-item.ts';
import { type Columns, toneOf } from '../map-items.ts';
import type { Happening } from './mark.ts';

/** Pods that come to one status within this time are one mark, virtual milliseconds. */
const TOGETHER_MS = 1_000;
const SYSTEM = ['kube-system', 'kube-public', 'kube-node-lease'];
/** Kinds that have replicas and a template. */
const SCALED = ['deployments.apps', 'statefulsets.apps', 'replicasets.apps'];
const ROLLED = ['deployments.apps', 'statefulsets.apps', 'daemonsets.apps'];

type Growing = {
  -readonly [Field in keyof Extract<Happening, { kind: 'pods' }>]: Extract<Happening, { kind: 'pods' }>[Field];
};

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
    found = (found as JsonObject)[name];
  }
  return found;
}

function imagesOf(json: JsonObject): readonly string[] {
  const containers = at(json, 'spec', 'template', 'spec', 'containers');
  return Array.isArray(containers) ? containers.map((each) => String(at(each as Json, 'image') ?? '')) : [];
}

/** Tells from versions, read in their order, what a learner would want to go back to. Costs what it reads. */
export class Happenings {
  private readonly statuses = new Map<string, string>();
  private readonly open = new Map<string, Growing>();

  constructor(private readonly columns: Columns) {}

  read(versions: Iterable<Version>): readonly Happening[] {
    const found: Happening[] = [];
    for (const version of versions) {
      const { namespace = '' } = version.object.metadata;
      if (SYSTEM.includes(namespace)) continue;
      if (version.resource === 'pods') this.pod(version, found);
      else if (version.resource === 'nodes') this.node(version, found);
      else if (SCALED.includes(version.resource) || ROLLED.includes(version.resource)) this.workload(version, found);
    }
    // What was told is told: a mark does not grow after it has been handed out.
    this.open.clear();
    return found;
  }

  private key({ resource, object }: Version): string {
    return `${resource}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;
  }

  /** The status of a version, as kubectl prints it. */
  private statusOf({ type, resource, object }: Version): { readonly status: string; readonly tone: Tone } {
    if (type === 'DELETED') return { status: 'Deleted', tone: 'ending' };
    const cells = this.columns(resource, object);
    const status = String(cells['Status'] ?? '');
    const ready = cells['Ready'];
    return { status, tone: toneOf(status, typeof ready === 'string' ? ready : undefined) };
  }

  /** The status that an object came to with this version; undefined when it is the one it had. */
  private cameTo(version: Version): { readonly status: string; readonly tone: Tone } | undefined {
    const { uid } = version.object.metadata;
    const { previous } = version;
    const known = this.statuses.get(uid);
    const hadBefore =
      known ?? (version.type !== 'ADDED' && previous !== undefined ? this.statusOf(previous).status : undefined);
    const came = this.statusOf(version);
    if (hadBefore === came.status) return undefined;
    if (version.type === 'DELETED') this.statuses.delete(uid);
    else this.statuses.set(uid, came.status);
    return came;
  }

  private pod(version: Version, found: Happening[]): void {
    const { timeMs: atMs } = version;
    const came = this.cameTo(version);
    if (came === undefined) return;
    const together = this.open.get(came.status);
    if (together !== undefined && atMs - together.atMs <= TOGETHER_MS) {
      together.n++;
      return;
    }
    const mark: Growing = { kind: 'pods', atMs, object: this.key(version), ...came, n: 1 };
    this.open.set(came.status, mark);
    found.push(mark);
  }

  private node(version: Version, found: Happening[]): void {
    const came = this.cameTo(version);
    if (came !== undefined) found.push({ kind: 'node', atMs: version.timeMs, object: this.key(version), ...came });
  }

  private workload(version: Version, found: Happening[]): void {
    const { previous, object, timeMs: atMs } = version;
    if (version.type !== 'MODIFIED' || previous === undefined || previous.type === 'DELETED') return;
    if (previous.object.metadata.generation === object.metadata.generation) return;
    const [before, after] = [asJson(previous.object), asJson(object)];
    const key = this.key(version);
    const [from, to] = [at(before, 'spec', 'replicas'), at(after, 'spec', 'replicas')];
    const isOwned = object.metadata.ownerReferences?.some(({ controller }) => controller === true) === true;
    if (
      SCALED.includes(version.resource) &&
      !isOwned &&
      typeof from === 'number' &&
      typeof to === 'number' &&
      from !== to
    )
      found.push({ kind: 'scale', atMs, object: key, from, to });
    if (!ROLLED.includes(version.resource)) return;
    const templates = [at(before, 'spec', 'template'), at(after, 'spec', 'template')];
    if (templates[0] !== templates[1] && JSON.stringify(templates[0]) !== JSON.stringify(templates[1]))
      found.push({ kind: 'rollout', atMs, object: key, images: imagesOf(after) });
  }
}
