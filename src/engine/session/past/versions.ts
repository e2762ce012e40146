import { asJson } from '../../cluster/resources/definition.ts';
import type { History } from '../../cluster/store/history.ts';
import { changedPaths } from './explain/fields.ts';

/** So many of an object's versions are listed: the last ones. */
const MOST = 200;

/** One version in an object's history. */
export interface VersionRow {
  readonly revision: number;
  /** Virtual time, milliseconds since the Unix epoch. */
  readonly atMs: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** Who wrote it: `kubectl-create`, `kube-scheduler`, `kubelet`. */
  readonly manager: string;
  /** '' for the object itself. */
  readonly subresource: string;
  /** Fields in which it differs from the version before. */
  readonly paths: readonly string[];
}

/** The versions that a name had, oldest first; `older` is how many more there are. */
export interface VersionRows {
  readonly rows: readonly VersionRow[];
  readonly older: number;
}

/** What an object's history is listed as. */
export function versionRows(history: History, resource: string, namespace: string, name: string): VersionRows {
  const versions = history.versionsOf(resource, namespace, name);
  const rows = versions.slice(-MOST).map(({ revision, timeMs, type, writer, object, previous }): VersionRow => {
    const paths =
      type === 'MODIFIED' && previous !== undefined ? changedPaths(asJson(previous.object), asJson(object)) : [];
    return { revision, atMs: timeMs, type, manager: writer.manager, subresource: writer.subresource, paths };
  });
  return { rows, older: versions.length - rows.length };
}
