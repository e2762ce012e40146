import { ApiError } from '../client.ts';
import type { Json, JsonObject } from '../json.ts';
import type { FieldError } from '../resources/definition.ts';

/** A group and a plural (or a group and a kind): what error messages name. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** `deployments.apps`, `pods`. Models: apimachinery/pkg/runtime/schema.GroupResource.String */
export function qualified({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function details(of: GroupResource, name: string, extra: { readonly [key: string]: Json } = {}): JsonObject {
  return {
    ...(name === '' ? {} : { name }),
    ...(of.group === '' ? {} : { group: of.group }),
    ...(of.resource === '' ? {} : { kind: of.resource }),
    ...extra,
  };
}

/** A failure as the client sees it: a Status object in an `ApiError`. */
export function failure(code: number, reason: string, message: string, detail?: JsonObject): ApiError {
  return new ApiError(code, reason, message, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(detail === undefined ? {} : { details: detail }),
    code,
  });
}

/** The constructors below model those of apimachinery/pkg/api/errors, each under its name there without `New`. */
export function notFound(of: GroupResource, name: string): ApiError {
  return failure(404, 'NotFound', `${qualified(of)} "${name}" not found`, details(of, name));
}

/** What an unknown path gets: no such resource, group or version. */
export function noSuchPath(): ApiError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function alreadyExists(of: GroupResource, name: string, isBeingDeleted = false): ApiError {
  const prefix = isBeingDeleted ? 'object is being deleted: ' : '';
  return failure(409, 'AlreadyExists', `${prefix}${qualified(of)} "${name}" already exists`, details(of, name));
}

export function generateNameConflict(of: GroupResource, name: string): ApiError {
  const message = `${qualified(of)} "${name}" already exists, the server was not able to generate a unique name for the object`;
  return failure(409, 'AlreadyExists', message, details(of, name, { retryAfterSeconds: 1 }));
}

export function forbidden(of: GroupResource, name: string, why: string, causes?: readonly JsonObject[]): ApiError {
  const subject = name === '' ? `${qualified(of)} is` : `${qualified(of)} "${name}" is`;
  return failure(
    403,
    'Forbidden',
    `${subject} forbidden: ${why}`,
    details(of, name, causes === undefined ? {} : { causes }),
  );
}

export function conflict(of: GroupResource, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(of)} "${name}": ${why}`;
  return failure(409, 'Conflict', message, details(of, name));
}

/** Models: apiserver/pkg/registry/generic/registry.OptimisticLockErrorMsg */
export const OBJECT_MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

export function applyConflict(causes: readonly JsonObject[], message: string): ApiError {
  return failure(409, 'Conflict', message, { causes });
}

export function badRequest(message: string): ApiError {
  return failure(400, 'BadRequest', message);
}

/** `kind` is a kind, not a plural: `Pod`, `Deployment` in group `apps`; both may be '' (a patch that cannot be applied). */
export function invalid(group: string, kind: string, name: string, errors: readonly FieldError[]): ApiError {
  const texts = [...new Set(errors.map(({ field, detail }) => `${field}: ${detail}`))];
  const summary = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const head = `${qualified({ group, resource: kind })} "${name}" is invalid`;
  const causes = errors.map(({ type, field, detail }) => ({ reason: type, message: detail, field }));
  const message = errors.length === 0 ? head : `${head}: ${summary}`;
  return failure(422, 'Invalid', message, details({ group, resource: kind }, name, { causes }));
}

/** A 422 without fields: what a JSON patch that does not apply gets. Models: NewGenericServerResponse(422) */
export function unprocessable(): ApiError {
  return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

export function methodNotAllowed(of: GroupResource, action: string): ApiError {
  const message = `${action} is not supported on resources of kind "${qualified(of)}"`;
  return failure(405, 'MethodNotAllowed', message, details(of, ''));
}

/** The method is known, the path is known, the two do not go together. */
export function methodNotSupportedHere(): ApiError {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

export function expired(message: string): ApiError {
  return failure(410, 'Expired', message);
}

export function entityTooLarge(limitBytes: number): ApiError {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limitBytes}`);
}

export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`;
  return failure(415, 'UnsupportedMediaType', message);
}

export function notAcceptable(accepted: readonly string[]): ApiError {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`);
}

export function tooManyRequests(
  message: string,
  retryAfterSeconds: number,
  causes: readonly JsonObject[] = [],
): ApiError {
  const extra = causes.length === 0 ? {} : { causes };
  return failure(429, 'TooManyRequests', message, { ...extra, retryAfterSeconds });
}

/** An error that the server has no Status for; its message is all that the client learns. */
export function internalError(message: string): ApiError {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** A plain error of the storage layer: code 500, no reason. */
export function unknownError(message: string): ApiError {
  return failure(500, '', message);
}

/**
 * A client's mistake for which Kubernetes has a sentence but no Status, so that it answers 500: here 400, still without a reason, so that
 * kubectl prints the same.
 */
export function plainMistake(message: string, code: 400 | 413 = 400): ApiError {
  return failure(code, '', message);
}

/** The Status that a successful deletion of an object that is gone at once returns. */
export function success(detail: JsonObject): JsonObject {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: detail };
}

/** An aggregated API's server cannot be reached: `what` is verb and resource. */
export function serviceUnavailable(what: string, name: string): ApiError {
  const message = `the server is currently unable to handle the request (${what}${name === '' ? '' : ` ${name}`})`;
  return failure(503, 'ServiceUnavailable', message);
}
