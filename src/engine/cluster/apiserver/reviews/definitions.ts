import type { ResourceDefinition } from '../../resources/definition.ts';

/** Verbs of kinds that are answered and not kept. */
export const ALL_BUT_CREATE = ['delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** A kind that is asked by POST and answered, never stored. */
function review(group: string, kind: string, namespaced = false): ResourceDefinition {
  return {
    group,
    version: 'v1',
    kind,
    plural: `${kind.toLowerCase()}s`,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced,
    schema: `io.k8s.api.${group.replace('.k8s.io', '')}.v1.${kind}`,
    subresources: {},
    withoutVerbs: ALL_BUT_CREATE,
    columns: [],
    cells: () => [],
    fieldSelectors: {},
  };
}

/** The questions about users and what they may do. Models: authentication.k8s.io/v1, authorization.k8s.io/v1 */
export const reviewKinds: readonly ResourceDefinition[] = [
  { ...review('', 'Binding', true), schema: 'io.k8s.api.core.v1.Binding' },
  review('authentication.k8s.io', 'SelfSubjectReview'),
  review('authentication.k8s.io', 'TokenReview'),
  review('authorization.k8s.io', 'LocalSubjectAccessReview', true),
  review('authorization.k8s.io', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview'),
  review('authorization.k8s.io', 'SubjectAccessReview'),
];
