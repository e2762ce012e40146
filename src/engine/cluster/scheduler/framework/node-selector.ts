import type { KubeObject } from '../../json.ts';
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../resources/pod/types.ts';

/** What a selector looks at of a node. */
export type Labelled = Pick<KubeObject, 'metadata'>;

function meets(value: string | undefined, { operator, values = [] }: NodeSelectorRequirement): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt': {
      const [have, want] = [Number(value), Number(values[0])];
      if (value === undefined || !Number.isInteger(have) || !Number.isInteger(want)) return false;
      return operator === 'Gt' ? have > want : have < want;
    }
    default:
      return false;
  }
}

/** Whether the node meets every requirement of one term; an empty term matches nothing. */
export function matchesTerm(term: NodeSelectorTerm, node: Labelled): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((each) => meets(node.metadata.labels?.[each.key ?? ''], each)) &&
    matchFields.every((each) => each.key === 'metadata.name' && meets(node.metadata.name, each))
  );
}

/** Whether the node meets one of the terms. Models: component-helpers/scheduling/corev1/nodeaffinity */
export function matchesAnyTerm(terms: readonly NodeSelectorTerm[], node: Labelled): boolean {
  return terms.some((term) => matchesTerm(term, node));
}
