import { canonicalJson } from '../canonical.ts';
import { ApiError, type Client, type Informers } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { equalJson } from '../resources/equality.ts';
import type { PodTemplate } from '../resources/pod/types.ts';
import { controllerOf, newControllerRef } from './controller-ref.ts';
import { templateHash } from './deployment/template-hash.ts';

const REVISIONS = 'controllerrevisions.apps';
export const REVISION_HASH = 'controller-revision-hash';

/** A kept template of a DaemonSet or StatefulSet. */
export interface ControllerRevision extends KubeObject {
  readonly data: JsonObject;
  readonly revision: number;
}

/** The hash in a revision's name, which its pods carry as a label. */
export function revisionHash(revision: ControllerRevision): string {
  return revision.metadata.labels?.[REVISION_HASH] ?? '';
}

/** What a revision keeps: a patch that puts the template back. Models: daemon.getPatch, statefulset.getPatch */
function templatePatch(template: PodTemplate): JsonObject {
  return { spec: { template: { ...(template as unknown as JsonObject), $patch: 'replace' } } };
}

/** The owner's revisions, oldest first. */
export function listRevisions(informers: Informers, owner: KubeObject): readonly ControllerRevision[] {
  return (informers.ownedBy(REVISIONS, owner.metadata.uid) as readonly ControllerRevision[])
    .filter((revision) => controllerOf(revision)?.uid === owner.metadata.uid)
    .sort((a, b) => a.revision - b.revision || (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The present template's revision and the others; `collisionCount` is raised where the name was taken by another template. */
export interface RevisionHistory {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
  readonly collisionCount: number | undefined;
}

/** Finds the revision of the owner's present template, brings it to the front, or writes it with its hash under `hashLabel`. Models: pkg/controller/history, daemon.constructHistory */
export function syncHistory(
  client: Client,
  informers: Informers,
  owner: KubeObject & { readonly spec: { readonly template: PodTemplate } },
  collisionCount: number | undefined,
  hashLabel = REVISION_HASH,
): RevisionHistory {
  const { namespace = '', name, annotations } = owner.metadata;
  const revisions = listRevisions(informers, owner);
  const data = templatePatch(owner.spec.template);
  const next = (revisions.at(-1)?.revision ?? 0) + 1;
  const found = revisions.findLast((revision) => equalJson(revision.data, data));
  if (found !== undefined) {
    const old = revisions.filter((revision) => revision !== found);
    if (found === revisions.at(-1)) return { current: found, old, collisionCount };
    const moved = client.update(REVISIONS, { ...found, revision: next } as KubeObject) as ControllerRevision;
    return { current: moved, old, collisionCount };
  }
  for (let collisions = collisionCount; ; collisions = (collisions ?? 0) + 1) {
    const hash = templateHash(owner.spec.template, collisions);
    try {
      const created = client.create(REVISIONS, namespace, {
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: {
          name: `${name}-${hash}`,
          namespace,
          labels: { ...owner.spec.template.metadata?.labels, [hashLabel]: hash },
          ...(annotations === undefined ? {} : { annotations }),
          ownerReferences: [newControllerRef(owner) as unknown as JsonObject],
        },
        // Clients compare these bytes with what Go's encoder writes of a map: keys in order.
        data: JSON.parse(canonicalJson(data)) as JsonObject,
        revision: next,
      }) as ControllerRevision;
      return { current: created, old: revisions, collisionCount: collisions };
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
    }
  }
}

/** Deletes the oldest revisions above the limit that are not in use. Models: daemon.cleanupHistory, statefulset.truncateHistory */
export function trimHistory(
  client: Client,
  old: readonly ControllerRevision[],
  isLive: (revision: ControllerRevision) => boolean,
  limit: number,
): void {
  const spare = old.filter((revision) => !isLive(revision));
  for (const { metadata } of spare.slice(0, Math.max(0, spare.length - limit))) {
    try {
      client.delete(REVISIONS, metadata.namespace ?? '', metadata.name);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
    }
  }
}
