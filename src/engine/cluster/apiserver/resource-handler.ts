import { ApiError } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import { AnswerPending } from './admission/attempt.ts';
import { forbiddenRequest } from './authorization/forbidden.ts';
import { SUPERUSERS } from './authorization/user.ts';
import { checkStoredSize, decodeObject, expectedOf } from './decode/body.ts';
import { verbsOf } from './definitions.ts';
import { DEPRECATIONS } from './deprecations.ts';
import type { ApiRequest, ApiResponse } from './http.ts';
import { list } from './read/list.ts';
import { select, selectionOf } from './read/selection.ts';
import { watch } from './read/watch.ts';
import { negotiate } from './request/accept.ts';
import { deleteParameters, writeParameters } from './request/options.ts';
import { live, type Recorded, type ResourceInfo, type ResourceRequest, writeOptions } from './resource-request.ts';
import { jsonResponse, objectBody } from './response.ts';
import { answerReview } from './reviews/answer.ts';
import { badRequest, internalError, methodNotSupportedHere, noSuchPath } from './status.ts';
import type { Verb } from './subresource.ts';
import { handleSubresource } from './subresource-handler.ts';
import { shownAs, takenAs } from './versions.ts';
import { createObject } from './write/create.ts';
import { deleteObject } from './write/delete.ts';
import { written } from './write-handler.ts';

const NO_CONVERSIONS: ReadonlySet<string> = new Set();
const WATCH_HEADERS = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };

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

/** Answers one request to a resource. Never throws: a refusal is an answer. `recorded` is told what was asked. */
export function handleResource(asked: ResourceRequest, recorded: (facts: Recorded) => void): ApiResponse {
  const warnings: string[] = [];
  const warn = (text: string): void => {
    if (!warnings.includes(text)) warnings.push(text);
  };
  const { custom } = asked.resource.definition;
  const deprecation = custom === undefined ? DEPRECATIONS[asked.resource.key] : custom.deprecation;
  if (deprecation !== undefined) warn(deprecation);
  try {
    const verb = verbOf(asked.request, asked.info, asked.query);
    recorded({ verb, manager: '', name: asked.info.name });
    authorize(asked, verb);
    const response = answer(asked, verb, warn, recorded);
    return warnings.length === 0 ? response : { ...response, warnings: [...warnings, ...response.warnings] };
  } catch (error) {
    if (error instanceof AnswerPending) throw error;
    if (error instanceof ApiError) return jsonResponse(error.code, error.status, warnings);
    // Nested so deeply that reading it ran out of stack: Go's decoder gives up with these words.
    if (error instanceof RangeError) return jsonResponse(400, badRequest('exceeded max depth').status, warnings);
    // A fault of ours: the client is told as a real server tells of a panic, and the session goes on.
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return jsonResponse(500, internalError(why).status, warnings);
  }
}

/** Refuses what no role of the user allows. */
function authorize({ core, resource, info, user }: ResourceRequest, verb: Verb): void {
  if (user.groups.includes(SUPERUSERS)) return;
  const { group, plural } = resource.definition;
  const { subresource, name } = info;
  // A namespace is in itself, so that a role in it may allow to read it.
  const namespace = resource.key === 'namespaces' ? name : info.namespace;
  const wanted = { verb, group, resource: plural, subresource, namespace, name };
  if (!core.authorizer.decide(user, wanted).allowed) throw forbiddenRequest(user, wanted);
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
  // A kind that is asked and not kept has no rows.
  const accepted = negotiate(request.headers?.['accept'], definition.columns.length === 0 ? NO_CONVERSIONS : undefined);
  if (info.subresource !== '') return handleSubresource(asked, verb, accepted, warn, recorded);
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
      const answered = answerReview(core, definition.kind, object, asked.user);
      if (answered !== undefined)
        return jsonResponse(201, { ...answered, kind: definition.kind, apiVersion: resource.apiVersion });
      const options = writeOptions(asked, parameters.manager, parameters.dryRun, '', warn);
      const created = createObject(core, resource.stored, namespace, takenAs(resource, object), options);
      recorded({ verb, manager: parameters.manager, name: created.metadata.name });
      return respond(201, created);
    }
    case 'update':
    case 'patch':
      return respond(...written(asked, verb, '', warn, recorded));
    case 'delete': {
      const { options, dryRun } = deleteParameters(request, query);
      const write = writeOptions(asked, 'unknown', dryRun, '', warn);
      return respond(200, deleteObject(core, resource.stored, namespace, name, options, write).body);
    }
    case 'deletecollection': {
      const { options, dryRun } = deleteParameters(request, query);
      const write = writeOptions(asked, 'unknown', dryRun, '', warn);
      const objects = select(core, selectionOf(resource, namespace, query));
      for (const { metadata } of objects)
        deleteObject(core, resource.stored, metadata.namespace ?? '', metadata.name, options, write);
      return jsonResponse(200, {
        kind: `${definition.kind}List`,
        apiVersion: resource.apiVersion,
        metadata: { resourceVersion: String(core.store.revision) },
        items: objects.map((object) => shownAs(resource, object)) as unknown as readonly JsonObject[],
      });
    }
  }
}
