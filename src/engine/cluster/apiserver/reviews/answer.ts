import type { JsonObject } from '../../json.ts';
import { sha256Hex } from '../../sha256.ts';
import type { RbacAuthorizer } from '../authorization/rbac.ts';
import type { Attributes, PolicyRule } from '../authorization/rules.ts';
import { ISSUER } from '../authorization/service-account-tokens.ts';
import { tokenBearer } from '../authorization/token.ts';
import { SUPERUSERS } from '../authorization/user.ts';
import type { Core } from '../core.ts';
import type { UserInfo } from '../http.ts';
import { badRequest } from '../status.ts';

interface AccessSpec {
  readonly resourceAttributes?: { readonly [name: string]: string };
  readonly nonResourceAttributes?: { readonly path?: string; readonly verb?: string };
  readonly user?: string;
  readonly groups?: readonly string[];
}

/** Models: pkg/registry/authorization/util.AuthorizationAttributesFrom */
function attributesOf({ resourceAttributes: resource, nonResourceAttributes: path }: AccessSpec): Attributes {
  if (path !== undefined) return { verb: path.verb ?? '', path: path.path ?? '' };
  if (resource === undefined)
    throw badRequest(
      'spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
  return {
    verb: resource['verb'] ?? '',
    group: resource['group'] ?? '',
    resource: resource['resource'] ?? '',
    subresource: resource['subresource'] ?? '',
    namespace: resource['namespace'] ?? '',
    name: resource['name'] ?? '',
  };
}

function decided(authorizer: RbacAuthorizer, user: UserInfo, spec: AccessSpec): JsonObject {
  const { allowed, reason } = authorizer.decide(user, attributesOf(spec));
  return { allowed, ...(reason === '' ? {} : { reason }) };
}

function userInfo(user: UserInfo): JsonObject {
  const hasCertificate = user.groups.includes(SUPERUSERS);
  const extra = { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${sha256Hex(user.name)}`] };
  return { username: user.name, groups: user.groups, ...(hasCertificate ? { extra } : {}) };
}

/** The rules of a user as a list. Models: SelfSubjectRulesReview's status */
function ruleLists(authorizer: RbacAuthorizer, user: UserInfo, namespace: string): JsonObject {
  const everything: readonly PolicyRule[] = [
    { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
    { verbs: ['*'], nonResourceURLs: ['*'] },
  ];
  const held = [...authorizer.rulesOf(user, namespace)].map(({ rule }) => rule);
  const rules = user.groups.includes(SUPERUSERS) ? [...everything, ...held] : held;
  return {
    resourceRules: rules
      .filter((rule) => rule.nonResourceURLs === undefined)
      .map(({ verbs = [], apiGroups = [], resources = [], resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames === undefined ? {} : { resourceNames }),
      })),
    nonResourceRules: rules
      .filter((rule) => rule.nonResourceURLs !== undefined)
      .map(({ verbs = [], nonResourceURLs = [] }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}

/** Whom a token stands for. Models: pkg/registry/authentication/tokenreview */
function tokenStatus({ store, clock, tokens }: Core, token: string, wanted: readonly string[] | undefined): JsonObject {
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const audiences = wanted === undefined || wanted.length === 0 ? [ISSUER] : wanted;
  const bearer = tokenBearer(token, { store, tokens, nowMs: clock.nowMs() }, audiences);
  if (bearer === undefined) return { user: {}, error: 'invalid bearer token' };
  const { user, uid, extra } = bearer;
  return {
    authenticated: true,
    user: { username: user.name, uid, groups: user.groups, extra },
    audiences: bearer.audiences,
  };
}

/** Answers a review; undefined for kinds that are none. Throws 400 for one that asks nothing. */
export function answerReview(core: Core, kind: string, sent: JsonObject, user: UserInfo): JsonObject | undefined {
  const { authorizer } = core;
  const spec = (sent['spec'] ?? {}) as AccessSpec & {
    readonly namespace?: string;
    readonly token?: string;
    readonly audiences?: readonly string[];
  };
  const of = (status: JsonObject): JsonObject => ({ ...sent, metadata: sent['metadata'] ?? {}, status });
  switch (kind) {
    case 'Binding':
      // One that names a pod went to that pod; this one names none.
      throw badRequest('name is required');
    case 'TokenReview':
      return of(tokenStatus(core, spec.token ?? '', spec.audiences));
    case 'SelfSubjectReview':
      return of({ userInfo: userInfo(user) });
    case 'SelfSubjectAccessReview':
      return of(decided(authorizer, user, spec));
    case 'SubjectAccessReview':
    case 'LocalSubjectAccessReview':
      return of(decided(authorizer, { name: spec.user ?? '', groups: spec.groups ?? [] }, spec));
    case 'SelfSubjectRulesReview':
      return of(ruleLists(authorizer, user, spec.namespace ?? ''));
    default:
      return undefined;
  }
}
