import type { JsonObject, KubeObject } from '../json.ts';
import { type WriteOptions, writerOf } from './core.ts';
import { decodeObject, expectedOf } from './decode/body.ts';
import type { ApiResponse } from './http.ts';
import { applyPatch, patchBody, patchTypeOf } from './patch/patch.ts';
import type { Accepted } from './request/accept.ts';
import { writeParameters } from './request/options.ts';
import { live, type Recorded, type ResourceRequest, writeOptions } from './resource-request.ts';
import { jsonResponse, objectBody } from './response.ts';
import { methodNotSupportedHere, noSuchPath, unsupportedMediaType } from './status.ts';
import type { SubresourceCall, Verb } from './subresource.ts';
import { scaleOf, withScale } from './subresources/scale.ts';
import { updateObject } from './write/update.ts';
import { written } from './write-handler.ts';

const SCALE = { apiVersion: 'autoscaling/v1', kind: 'Scale', schema: 'io.k8s.api.autoscaling.v1.Scale' };

/** Answers a request to a subresource. Throws `ApiError`. */
export function handleSubresource(
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
  const updated = updateObject(core, resource.stored, info.namespace, info.name, scaled, options);
  return jsonResponse(200, scaleOf(updated.object, facts));
}

/** A subresource that a room serves. */
function served(
  asked: ResourceRequest,
  verb: Verb,
  warn: (text: string) => void,
  recorded: (facts: Recorded) => void,
): ApiResponse {
  const { core, resource, info, request, query, user, handler } = asked;
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
  if (core.admission.isConfigured && CONNECTS.has(info.subresource)) connect(asked, call, warn);
  return handler(call);
}

/** Subresources that are streams, with the kinds of their options. Models: pkg/registry/core/pod/rest */
const CONNECTS: ReadonlyMap<string, string> = new Map([
  ['attach', 'PodAttachOptions'],
  ['exec', 'PodExecOptions'],
  ['portforward', 'PodPortForwardOptions'],
]);

/** Admission is asked about a stream with its options for the object. */
function connect(
  { core, resource, info, query, user }: ResourceRequest,
  call: SubresourceCall,
  warn: (text: string) => void,
): void {
  const flag = (name: string): boolean => ['true', '1'].includes(query.get(name) ?? '');
  const options = {
    kind: CONNECTS.get(info.subresource) ?? '',
    apiVersion: 'v1',
    ...Object.fromEntries(['stdin', 'stdout', 'stderr', 'tty'].filter(flag).map((name) => [name, true])),
    container: query.get('container') ?? '',
    command: query.getAll('command'),
  };
  const { namespace, name, subresource } = info;
  const facts = { resource, subresource, namespace, name, user, dryRun: call.dryRun, warn };
  // Options are no object of the store: they have no metadata.
  const object = options as unknown as KubeObject;
  core.admission.validate({ operation: 'CONNECT', ...facts, object, oldObject: undefined });
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
