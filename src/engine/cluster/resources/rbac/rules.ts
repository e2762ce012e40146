import type { KubeObject } from '../../json.ts';
import type { FieldError } from '../definition.ts';
import { invalid, required } from '../validation/field-error.ts';

/** Models: rbac/v1.PolicyRule */
export interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** Checks the rules of a role. Models: apis/rbac/validation.ValidatePolicyRule */
export function validateRules(object: KubeObject, isNamespaced: boolean): FieldError[] {
  const errors: FieldError[] = [];
  for (const [at, rule] of ((object['rules'] ?? []) as readonly PolicyRule[]).entries()) {
    const field = `rules[${at}]`;
    const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
    if (verbs.length === 0) errors.push(required(`${field}.verbs`, 'verbs must contain at least one value'));
    if (nonResourceURLs.length > 0) {
      if (isNamespaced)
        errors.push(
          invalid(`${field}.nonResourceURLs`, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'),
        );
      if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0)
        errors.push(
          invalid(
            `${field}.nonResourceURLs`,
            nonResourceURLs,
            'rules cannot apply to both regular resources and non-resource URLs',
          ),
        );
      continue;
    }
    if (apiGroups.length === 0)
      errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
    if (resources.length === 0)
      errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
  }
  return errors;
}
