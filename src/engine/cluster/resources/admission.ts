import { ApiError } from '../client.ts';

/** What an admission plug-in that says no makes the server answer: 403 `<resource> "<name>" is forbidden: <why>`. Models: admission.NewForbidden */
export function forbiddenByAdmission(resource: string, group: string, name: string, why: string): ApiError {
  const qualified = group === '' ? resource : `${resource}.${group}`;
  const message = `${qualified} "${name}" is forbidden: ${why}`;
  return new ApiError(403, 'Forbidden', message, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: 'Forbidden',
    details: { name, ...(group !== '' && { group }), kind: resource },
    code: 403,
  });
}
