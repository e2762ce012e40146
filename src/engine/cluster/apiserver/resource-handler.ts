import { ApiError } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import type { AuditEvent } from './audit.ts';
import { type Core, type WriteOptions, writerOf } from './core.ts';
import { checkStoredSize, decodeObject, expectedOf } from './decode/body.ts';
import { type Resource, verbsOf } from './definitions.ts';
import { DEPRECATIONS } from './deprecations.ts';
import type { ApiRequest, ApiResponse, UserInfo } from './http.ts';
import { applyObject } from './managed-fields/apply.ts';
import { applyPatch, patchBody, patchTypeOf } from './patch/patch.ts';
import { list } from './read/list.ts';
import { select, selectionOf } from './read/selection.ts';
import { watch } from './read/watch.ts';
import { type Accepted, negotiate } from './request/accept.ts';
import type { RequestInfo } from './request/info.ts';
import { deleteParameters, writeParameters } from './request/options.ts';
import { jsonResponse, objectBody } from './response.ts';
import { methodNotSupportedHere, noSuchPath, notFound, unsupportedMediaType } from './status.ts';
import type { SubresourceCall, SubresourceHandler, Verb } from './subresource.ts';
import { scaleOf, withScale } from './subresources/scale.ts';
import { createObject } from './write/create.ts';
import { deleteObject } from './write/delete.ts';
import { checkIdentity, updateObject } from './write/update.ts';

const SCALE = { apiVersion: 'autoscaling/v1', kind: 'Scale', schema: 'io.k8s.api.autoscaling.v1.Scale' };
const WATCH_HEADERS = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };

type ResourceInfo = Extract<RequestInfo, { kind: 'resource' }>;

/** One request to a resource, with all that its verbs need. */
export interface ResourceRequest {
  readonly core: Core;
  readonly resource: Resource;
  readonly info: ResourceInfo;
  readonly request: ApiRequest;
  readonly query: URLSearchParams;
  readonly user: UserInfo;
  /** The handler of a subresource that another room serves. */
  readonly handler: SubresourceHandler | undefined;
}

const isTrue = (value: string | null): boolean => value === 'true' || value === '1';

function verbOf(request: ApiRequest, info: ResourceInfo, query: URLSearchParams): Verb {
  const isItem = info.name !== '';
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      if (info.subresource !== '') return 'get';
      if (isTrue(query.get('watch'))) return 'watch';
      return isItem ? 'get' : 'list';
    case 'POST':
      if (isItem && info.subresource === '') throw methodNotSupportedHere();
      return 'create';
    case 'PUT':
      if (!isItem) throw methodNotSupportedHere();
      return 'update';
    case 'PATCH':
      if (!isItem) throw methodNotSupportedHere();
      return 'patch';
    case 'DELETE':
      return isItem ? 'delete' : 'deletecollection';
    default:
      throw methodNotSupportedHere();
  }
}

/** The manager and the other facts of the request, for the audit. */
type Recorded = Pick<AuditEvent, 'verb' | 'manager' | 'name'>;

/** Answers one request to a resource. Never throws `ApiError`: a refusal is an answer. `recorded` is told what was asked. */
export function handleResource(asked: ResourceRequest, recorded: (facts: Recorded) => void): ApiResponse {
  const warnings: string[] = [];
  const warn = (text: string): void => {
    if (!warnings.includes(text)) warnings.push(text);
  };
  const deprecation = DEPRECATIONS[asked.resource.key];
  if (deprecation !== undefined) warn(deprecation);
  try {
    const verb = verbOf(asked.request, asked.info, asked.query);
    recorded({ verb, manager: '', name: asked.info.name });
    const response = answer(asked, verb, warn, recorded);
    return warnings.length === 0 ? response : { ...response, warnings: [...warnings, ...response.warnings] };
  } catch (error) {
    if (error instanceof ApiError) return jsonResponse(error.code, error.status, warnings);
    throw error;
  }
}

function answer(
  asked: ResourceRequest,
  verb: Verb,
  warn: (text: string) => void,
  recorded: (facts: Recorded) => void,
): ApiResponse {
  const { core, resource, info, request, query } = asked;
  const { definition } = resource;
  if (definition.namespaced && info.namespace === '' && (info.name !== '' || verb === 'create')) {
    throw verb === 'create' ? methodNotSupportedHere() : noSuchPath();
  }
  if (!definition.namespaced && info.namespace !== '') throw noSuchPath();
  const accepted = negotiate(request.headers?.['accept']);
  if (info.subresource !== '') return subresource(asked, verb, accepted, warn, recorded);
  if (!verbsOf(definition).includes(verb)) throw methodNotSupportedHere();
  const respond = (status: number, object: KubeObject | JsonObject): ApiResponse =>
    jsonResponse(status, objectBody(core, resource, object, accepted, query));
  const { namespace, name } = info;
  switch (verb) {
    case 'get':
      return respond(200, live(asked));
    case 'list':
      return jsonResponse(200, list(core, selectionOf(resource, namespace, query), query, accepted));
    case 'watch': {
      const stream = watch(core, selectionOf(resource, namespace, query, name), query, accepted);
      return { status: 200, headers: WATCH_HEADERS, warnings: [], watch: stream };
    }
    case 'create': {
      const parameters = writeParameters(request, query, 'CreateOptions');
      recorded({ verb, manager: parameters.manager, name: '' });
      const object = decodeObject(request, expectedOf(resource), parameters.fieldValidation, warn);
      checkStoredSize(request);
      const options = writeOptions(asked, parameters.manager, parameters.dryRun, '', warn);
      const created = createObject(core, resource, namespace, object, options);
      recorded({ verb, manager: parameters.manager, name: created.metadata.name });
      return respond(201, created);
    }
    case 'update':
    case 'patch':
      return respond(...written(asked, verb, '', warn, recorded));
    case 'delete': {
      const { options, dryRun } = deleteParameters(request, query);
      const write = writeOptions(asked, 'unknown', dryRun, '', warn);
      return respond(200, deleteObject(core, resource, namespace, name, options, write).body);
    }
    case 'deletecollection': {
      const { options, dryRun } = deleteParameters(request, query);
      const write = writeOptions(asked, 'unknown', dryRun, '', warn);
      const objects = select(core, selectionOf(resource, namespace, query));
      for (const { metadata } of objects)
        deleteObject(core, resource, metadata.namespace ?? '', metadata.name, options, write);
      return jsonResponse(200, {
        kind: `${definition.kind}List`,
        apiVersion: resource.apiVersion,
        metadata: { resourceVersion: String(core.store.revision) },
        items: objects as unknown as readonly JsonObject[],
      });
    }
  }
}

/** The object that the request names. Throws 404. */
function live({ core, resource, info }: ResourceRequest): KubeObject {
  const object = core.store.get(resource.key, info.namespace, info.name);
  if (object === undefined) throw notFound(resource.groupResource, info.name);
  return object;
}

function writeOptions(
  { user }: ResourceRequest,
  manager: string,
  dryRun: boolean,
  subresource: string,
  warn: (text: string) => void,
): WriteOptions {
  return { user, writer: writerOf(manager, 'Update', subresource), dryRun, warn };
}

/** PUT and PATCH of the object or of a part that is written through it (`status`). */
function written(
  asked: ResourceRequest,
  verb: 'update' | 'patch',
  part: string,
  warn: (text: string) => void,
  recorded: (facts: Recorded) => void,
): readonly [status: number, object: KubeObject] {
  const { core, resource, info, request, query } = asked;
  const { namespace, name } = info;
  checkStoredSize(request);
  if (verb === 'update') {
    const parameters = writeParameters(request, query, 'UpdateOptions');
    recorded({ verb, manager: parameters.manager, name });
    const sent = decodeObject(request, expectedOf(resource), parameters.fieldValidation, warn);
    checkIdentity(resource, namespace, name, sent);
    const options = writeOptions(asked, parameters.manager, parameters.dryRun, part, warn);
    return [200, updateObject(core, resource, namespace, name, sent, options).object];
  }
  const type = patchTypeOf(request);
  const parameters = writeParameters(request, query, 'PatchOptions', type === 'apply');
  recorded({ verb, manager: parameters.manager, name });
  const parsed = patchBody(request, type);
  if (type === 'apply') {
    const writer = writerOf(parameters.manager, 'Apply', part);
    const options: WriteOptions = { ...writeOptions(asked, parameters.manager, parameters.dryRun, part, warn), writer };
    if (part !== '') live(asked);
    const applied = applyObject(core, resource, namespace, name, parsed.value, options, parameters.force);
    return [applied.isNew ? 201 : 200, applied.object];
  }
  const validation = parameters.fieldValidation;
  const patched = applyPatch(
    { resource, schema: resource.definition.schema, validation, warn },
    type,
    live(asked),
    parsed,
  );
  checkIdentity(resource, namespace, name, patched);
  const options = writeOptions(asked, parameters.manager, parameters.dryRun, part, warn);
  return [200, updateObject(core, resource, namespace, name, patched, options).object];
}

function subresource(
  asked: ResourceRequest,
  verb: Verb,
  accepted: Accepted,
  warn: (text: string) => void,
  recorded: (facts: Recorded) => void,
): ApiResponse {
  const { core, resource, info, query } = asked;
  const { subresources } = resource.definition;
  if (info.subresource === 'status' && subresources.status === true) {
    if (verb === 'get') return jsonResponse(200, objectBody(core, resource, live(asked), accepted, query));
    if (verb !== 'update' && verb !== 'patch') throw methodNotSupportedHere();
    const [status, object] = written(asked, verb, 'status', warn, recorded);
    return jsonResponse(status, objectBody(core, resource, object, accepted, query));
  }
  if (info.subresource === 'scale' && subresources.scale !== undefined) return scale(asked, verb, warn, recorded);
  return served(asked, verb, warn, recorded);
}

function scale(
  asked: ResourceRequest,
  verb: Verb,
  warn: (text: string) => void,
  recorded: (facts: Recorded) => void,
): ApiResponse {
  const { core, resource, info, request, query } = asked;
  const facts = resource.definition.subresources.scale;
  if (facts === undefined) throw noSuchPath();
  const object = live(asked);
  if (verb === 'get') return jsonResponse(200, scaleOf(object, facts));
  if (verb !== 'update' && verb !== 'patch') throw methodNotSupportedHere();
  let wanted: JsonObject;
  const parameters = writeParameters(request, query, verb === 'update' ? 'UpdateOptions' : 'PatchOptions');
  recorded({ verb, manager: parameters.manager, name: info.name });
  if (verb === 'update') {
    wanted = decodeObject(request, SCALE, parameters.fieldValidation, warn);
  } else {
    const type = patchTypeOf(request);
    if (type === 'apply') throw unsupportedMediaType(['application/json-patch+json', 'application/merge-patch+json']);
    const context = { resource, schema: SCALE.schema, validation: parameters.fieldValidation, warn };
    wanted = applyPatch(context, type, scaleOf(object, facts), patchBody(request, type));
  }
  const scaled = withScale(object, facts, wanted);
  const options: WriteOptions = {
    ...writeOptions(asked, parameters.manager, parameters.dryRun, '', warn),
    writer: writerOf(parameters.manager, 'Update', 'scale'),
  };
  const updated = updateObject(core, resource, info.namespace, info.name, scaled, options);
  return jsonResponse(200, scaleOf(updated.object, facts));
}

/** A subresource that a room serves. */
function served(
  asked: ResourceRequest,
  verb: Verb,
  warn: (text: string) => void,
  recorded: (facts: Recorded) => void,
): ApiResponse {
  const { resource, info, request, query, user, handler } = asked;
  const declared = resource.definition.subresources.others?.find(({ name }) => name === info.subresource);
  if (handler === undefined || declared === undefined) throw noSuchPath();
  if (!declared.verbs.includes(verb)) throw methodNotSupportedHere();
  const object = live(asked);
  const parameters = writeParameters(request, query, verb === 'create' ? 'CreateOptions' : 'UpdateOptions');
  recorded({ verb, manager: parameters.manager, name: info.name });
  const isOfKind = declared.kind === resource.definition.kind;
  const call: SubresourceCall = {
    request,
    verb,
    resource: resource.key,
    subresource: info.subresource,
    object,
    namespace: info.namespace,
    name: info.name,
    path: info.rest,
    query,
    body: subresourceBody(asked, verb, isOfKind, parameters.fieldValidation, warn),
    user,
    manager: parameters.manager,
    dryRun: parameters.dryRun,
  };
  return handler(call);
}

/** The body of a call to a served subresource: a patched or decoded object where it is of the resource's own kind. */
function subresourceBody(
  asked: ResourceRequest,
  verb: Verb,
  isOfKind: boolean,
  validation: 'Ignore' | 'Warn' | 'Strict',
  warn: (text: string) => void,
): JsonObject | undefined {
  const { resource, request } = asked;
  if (verb === 'patch') {
    const type = patchTypeOf(request);
    if (type === 'apply')
      throw unsupportedMediaType([
        'application/json-patch+json',
        'application/merge-patch+json',
        'application/strategic-merge-patch+json',
      ]);
    return applyPatch(
      { resource, schema: resource.definition.schema, validation, warn },
      type,
      live(asked),
      patchBody(request, type),
    );
  }
  if (verb !== 'create' && verb !== 'update') return undefined;
  if (isOfKind) return decodeObject(request, expectedOf(resource), validation, warn);
  if (request.body === undefined || request.body === '') return undefined;
  return patchBody(request, 'merge').value as JsonObject;
}
