import type { KubeObject } from '../../json.ts';
import type { Store } from '../../store.ts';
import type { UserInfo } from '../http.ts';
import { type Attributes, appliesTo, type PolicyRule, ruleAllows, type Subject } from './rules.ts';
import { SUPERUSERS } from './user.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** A verdict; `reason` says which binding allows it. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

interface Binding {
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly Subject[];
}

/** What every authenticated user may do without a role of the cluster's own. Models: the bootstrap roles system:basic-user, system:discovery */
const EVERYBODY: readonly PolicyRule[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  {
    verbs: ['get'],
    nonResourceURLs: [
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      '/readyz',
      '/version',
      '/version/',
    ],
  },
];

/** What pods may see of the issuer of their tokens. Models: the bootstrap role system:service-account-issuer-discovery */
const ACCOUNTS: readonly PolicyRule[] = [
  {
    verbs: ['get'],
    nonResourceURLs: [
      '/.well-known/openid-configuration',
      '/.well-known/openid-configuration/',
      '/openid/v1/jwks',
      '/openid/v1/jwks/',
    ],
  },
];

/** What even strangers may see. Models: the bootstrap role system:public-info-viewer */
const STRANGERS: readonly PolicyRule[] = [
  { verbs: ['get'], nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'] },
];

/** A rule that holds for a user, with the binding that gives it. */
export interface HeldRule {
  readonly rule: PolicyRule;
  readonly source: string;
}

function subjectText({ kind, name, namespace }: Subject): string {
  return kind === 'ServiceAccount'
    ? `${kind} ${JSON.stringify(`${name}/${namespace ?? ''}`)}`
    : `${kind} ${JSON.stringify(name)}`;
}

/** Who may do what: roles and bindings as they are stored. Models: plugin/pkg/auth/authorizer/rbac */
export class RbacAuthorizer {
  constructor(private readonly store: Store) {}

  decide(user: UserInfo, wanted: Attributes): Decision {
    if (user.groups.includes(SUPERUSERS)) return { allowed: true, reason: '' };
    const namespace = 'path' in wanted ? '' : wanted.namespace;
    for (const { rule, source } of this.rulesOf(user, namespace))
      if (ruleAllows(rule, wanted)) return { allowed: true, reason: source === '' ? '' : `RBAC: allowed by ${source}` };
    return { allowed: false, reason: '' };
  }

  /** Every rule that holds for a user, cluster-wide and in a namespace ('' for none). */
  *rulesOf(user: UserInfo, namespace: string): Iterable<HeldRule> {
    if (user.groups.includes('system:authenticated')) for (const rule of EVERYBODY) yield { rule, source: '' };
    else for (const rule of STRANGERS) yield { rule, source: '' };
    if (user.groups.includes('system:serviceaccounts')) for (const rule of ACCOUNTS) yield { rule, source: '' };
    yield* this.bound(this.store.table(`clusterrolebindings.${GROUP}`).list(), user, '', 'ClusterRoleBinding');
    if (namespace === '') return;
    yield* this.bound(this.store.table(`rolebindings.${GROUP}`).list(namespace), user, namespace, 'RoleBinding');
  }

  private *bound(bindings: readonly KubeObject[], user: UserInfo, namespace: string, kind: string): Iterable<HeldRule> {
    for (const object of bindings) {
      const { roleRef, subjects = [] } = object as unknown as Binding;
      const subject = subjects.find((each) => appliesTo(each, user, namespace));
      if (subject === undefined || roleRef === undefined) continue;
      const name = namespace === '' ? object.metadata.name : `${object.metadata.name}/${namespace}`;
      const source = `${kind} ${JSON.stringify(name)} of ${roleRef.kind} ${JSON.stringify(roleRef.name)} to ${subjectText(subject)}`;
      const role =
        roleRef.kind === 'Role'
          ? this.store.get(`roles.${GROUP}`, namespace, roleRef.name)
          : this.store.get(`clusterroles.${GROUP}`, '', roleRef.name);
      for (const rule of (role?.['rules'] ?? []) as readonly PolicyRule[]) yield { rule, source };
    }
  }
}
