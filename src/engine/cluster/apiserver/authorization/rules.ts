import type { UserInfo } from '../http.ts';

/** Models: rbac/v1.PolicyRule */
export interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** What somebody wants to do. Models: apiserver/pkg/authorization/authorizer.Attributes */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      /** '' for all namespaces and for cluster-scoped resources. */
      readonly namespace: string;
      readonly name: string;
    }
  | { readonly verb: string; readonly path: string };

/** Models: rbac/v1.Subject */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

const includes = (list: readonly string[] | undefined, value: string): boolean =>
  list !== undefined && (list.includes('*') || list.includes(value));

/** Models: pkg/apis/rbac/v1.RuleAllows */
export function ruleAllows(rule: PolicyRule, wanted: Attributes): boolean {
  if (!includes(rule.verbs, wanted.verb)) return false;
  if ('path' in wanted) {
    return (rule.nonResourceURLs ?? []).some(
      (url) => url === '*' || url === wanted.path || (url.endsWith('*') && wanted.path.startsWith(url.slice(0, -1))),
    );
  }
  const { group, resource, subresource, name } = wanted;
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  const isNamed =
    includes(rule.resources, whole) || (subresource !== '' && includes(rule.resources, `*/${subresource}`));
  const isWanted = (rule.resourceNames ?? []).length === 0 || (rule.resourceNames ?? []).includes(name);
  return includes(rule.apiGroups, group) && isNamed && isWanted;
}

/** True when a binding's subject is the user, or a group of theirs. Models: rbac/validation.appliesToUser */
export function appliesTo(subject: Subject, user: UserInfo, bindingNamespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === user.name;
    case 'Group':
      return user.groups.includes(subject.name);
    case 'ServiceAccount':
      return user.name === `system:serviceaccount:${subject.namespace || bindingNamespace}:${subject.name}`;
    default:
      return false;
  }
}
