import type { ApiError } from '../../client.ts';
import { formatTime } from '../../timestamp.ts';
import { applyConflict } from '../status.ts';
import type { ManagerEntry } from './ownership.ts';

/** Fields that an apply would take from another manager. */
export interface Conflict {
  readonly entry: ManagerEntry;
  readonly paths: readonly string[];
}

/** Models: managedfields/internal.printManager */
function managerText({ manager, operation, subresource, timeMs }: ManagerEntry, apiVersion: string): string {
  const name = JSON.stringify(manager);
  const named = subresource === '' ? name : `${name} with subresource ${JSON.stringify(subresource)}`;
  return operation === 'Apply' ? named : `${named} using ${apiVersion} at ${formatTime(timeMs)}`;
}

/** The 409 for an apply that is not forced. Models: managedfields/internal.NewConflictError */
export function conflictError(conflicts: readonly Conflict[], apiVersion: string): ApiError {
  const named = conflicts
    .map(({ entry, paths }) => ({ name: managerText(entry, apiVersion), paths }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const causes = named.flatMap(({ name, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${name}`, field })),
  );
  const [only] = causes;
  if (causes.length === 1 && only !== undefined)
    return applyConflict(causes, `Apply failed with 1 conflict: ${only.message}: ${only.field}`);
  const lines = named.flatMap(({ name, paths }) => [`conflicts with ${name}:`, ...paths.map((path) => `- ${path}`)]);
  return applyConflict(causes, `Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`);
}
