import type { JsonObject, KubeObject } from '../../json.ts';
import type { FieldError } from '../../resources/definition.ts';
import { invalid as invalidField } from '../../resources/validation/field-error.ts';
import { formatTime } from '../../timestamp.ts';
import { ISSUER } from '../authorization/service-account-tokens.ts';
import type { Core } from '../core.ts';
import { jsonResponse } from '../response.ts';
import { badRequest, conflict, invalid, notFound } from '../status.ts';
import type { SubresourceHandler } from '../subresource.ts';

const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;
const HOUR_SECONDS = 3600;
/** Kinds a token may be bound to: its validity ends with the object. */
const BOUND = new Map([
  ['Pod', 'pods'],
  ['Secret', 'secrets'],
  ['Node', 'nodes'],
]);

interface Reference {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly name?: string;
  readonly uid?: string;
}

interface Spec {
  readonly audiences?: readonly string[];
  readonly expirationSeconds?: number;
  readonly boundObjectRef?: Reference;
}

function metadataErrors(body: JsonObject, namespace: string, name: string): readonly FieldError[] {
  const { name: sentName = '', namespace: sentNamespace = '' } = (body['metadata'] ?? {}) as {
    readonly name?: string;
    readonly namespace?: string;
  };
  return [
    ...(sentName === '' || sentName === name
      ? []
      : [invalidField('metadata.name', sentName, 'must match the service account name if specified')]),
    ...(sentNamespace === '' || sentNamespace === namespace
      ? []
      : [invalidField('metadata.namespace', sentNamespace, 'must match the service account namespace if specified')]),
  ];
}

/** Models: pkg/apis/authentication/validation.ValidateTokenRequest */
function specErrors(seconds: number): readonly FieldError[] {
  if (seconds < SHORTEST_SECONDS)
    return [invalidField('spec.expirationSeconds', seconds, 'may not specify a duration less than 10 minutes')];
  if (seconds > LONGEST_SECONDS)
    return [invalidField('spec.expirationSeconds', seconds, 'may not specify a duration larger than 2^32 seconds')];
  return [];
}

/** The object that a token is bound to, as the claims name it. Throws 400, 404, 409. */
function boundTo({ store }: Core, namespace: string, account: string, reference: Reference): JsonObject {
  const { kind = '', apiVersion = 'v1', name = '', uid = '' } = reference;
  const plural = apiVersion === 'v1' ? BOUND.get(kind) : undefined;
  if (plural === undefined)
    throw badRequest(`cannot bind token to object of type ${apiVersion.replace(/^v1$/, '/v1')}, Kind=${kind}`);
  const object = store.get(plural, kind === 'Node' ? '' : namespace, name);
  if (object === undefined) throw notFound({ group: '', resource: plural }, name);
  const { serviceAccountName, nodeName } = (object['spec'] ?? {}) as {
    readonly serviceAccountName?: string;
    readonly nodeName?: string;
  };
  if (kind === 'Pod' && serviceAccountName !== account)
    throw badRequest(
      `cannot bind token for serviceaccount "${account}" to pod running with different serviceaccount name.`,
    );
  const found = object.metadata.uid ?? '';
  if (uid !== '' && uid !== found)
    throw conflict(
      { group: '', resource: kind },
      name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  const node = kind === 'Pod' && nodeName !== undefined ? store.get('nodes', '', nodeName) : undefined;
  return {
    ...(node === undefined ? {} : { node: { name: node.metadata.name, uid: node.metadata.uid ?? '' } }),
    [kind.toLowerCase()]: { name, uid: found },
  };
}

/** `serviceaccounts/token`: issues a token for the account. Models: pkg/registry/core/serviceaccount/storage.TokenREST */
export function tokenHandler(core: Core): SubresourceHandler {
  return ({ object, body, namespace, name }) => {
    const sent = body ?? {};
    const spec = (sent['spec'] ?? {}) as Spec;
    const seconds = spec.expirationSeconds ?? HOUR_SECONDS;
    const wrongName = metadataErrors(sent, namespace, name);
    if (wrongName.length > 0) throw invalid('authentication.k8s.io', 'TokenRequest', name, wrongName);
    const wrong = specErrors(seconds);
    if (wrong.length > 0) throw invalid('authentication.k8s.io', 'TokenRequest', name, wrong);
    const audiences = spec.audiences === undefined || spec.audiences.length === 0 ? [ISSUER] : spec.audiences;
    const reference = spec.boundObjectRef;
    const about = reference === undefined ? {} : boundTo(core, namespace, name, reference);
    const nowMs = core.clock.nowMs();
    const account = { namespace, name, uid: uidOf(object) };
    const token = core.tokens.issue(account, audiences, seconds, nowMs, about);
    return jsonResponse(201, {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, creationTimestamp: formatTime(nowMs) },
      spec: {
        audiences,
        expirationSeconds: seconds,
        boundObjectRef: reference === undefined ? null : { ...reference },
      },
      status: { token, expirationTimestamp: formatTime(nowMs + seconds * 1000) },
    });
  };
}

function uidOf({ metadata }: KubeObject): string {
  return metadata.uid ?? '';
}
