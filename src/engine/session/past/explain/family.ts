import type { KubeObject } from '../../../cluster/json.ts';
import type { History } from '../../../cluster/store/history.ts';
import type { Version } from '../../../cluster/store/version.ts';

/** An object with those who own it, by uid; and what begins to belong to it as one reads on. */
export class Family {
  private constructor(
    /** The time at which the object came to be, virtual milliseconds. */
    readonly bornMs: number,
    private readonly root: string,
    private readonly members: Set<string>,
    private readonly ancestors: ReadonlySet<string>,
    /** The versions of the eldest up to the object's birth. */
    readonly eldest: readonly Version[],
  ) {}

  /** The family of the object that has a name at a time, or had it last before; undefined when nothing had. */
  static of(history: History, resource: string, namespace: string, name: string, atMs: number): Family | undefined {
    const versions = history.versionsOf(resource, namespace, name, { toMs: atMs });
    const bornAt = versions.findLastIndex(({ type }) => type === 'ADDED');
    const born = versions[Math.max(0, bornAt)];
    if (born === undefined) return undefined;
    const { uid } = born.object.metadata;
    const owners = ancestorsOf(history, born.object, born.revision);
    const eldest = owners[owners.length - 1];
    const range = { toRevision: born.revision };
    const chain =
      eldest === undefined
        ? [born]
        : history.versionsOf(eldest.resource, namespace, eldest.object.metadata.name, range);
    const ancestors = new Set(owners.map(({ object }) => object.metadata.uid));
    return new Family(born.timeMs, uid, new Set([uid, ...ancestors]), ancestors, chain);
  }

  /** Whether something belongs; what a member other than an ancestor owns belongs from then on. */
  has(uid: string, owner: string | undefined): boolean {
    if (this.members.has(uid)) return true;
    if (uid === '' || owner === undefined || !this.members.has(owner) || this.ancestors.has(owner)) return false;
    this.members.add(uid);
    return true;
  }

  get uid(): string {
    return this.root;
  }
}

function ancestorsOf(history: History, object: KubeObject, revision: number): readonly Version[] {
  const found: Version[] = [];
  let at: KubeObject | undefined = object;
  for (let depth = 0; at !== undefined && depth < 4; depth++) {
    const reference = at.metadata.ownerReferences?.find(({ controller }) => controller === true);
    if (reference === undefined) break;
    const [group = ''] = reference.apiVersion.includes('/') ? reference.apiVersion.split('/') : [''];
    // Kinds that own things have regular plurals.
    const plural = `${reference.kind.toLowerCase()}s`;
    const resource = group === '' ? plural : `${plural}.${group}`;
    const versions = history.versionsOf(resource, at.metadata.namespace ?? '', reference.name, {
      toRevision: revision,
    });
    const owner: Version | undefined = versions[versions.length - 1];
    if (owner === undefined || owner.object.metadata.uid !== reference.uid) break;
    found.push(owner);
    at = owner.object;
  }
  return found;
}
