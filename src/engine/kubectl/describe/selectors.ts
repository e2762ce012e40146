import type { Json } from '../../cluster/json.ts';
import { at, items, pairs, text, texts } from './read.ts';

/** A string map as `a=1,b=2`, `<none>` when empty. Models: apimachinery/pkg/labels.FormatLabels */
export function formatLabels(labels: Json | undefined): string {
  return mapSelector(labels) || '<none>';
}

/** A string map as an equality selector, '' when empty. Models: apimachinery/pkg/labels.Set.String */
export function mapSelector(labels: Json | undefined): string {
  return pairs(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

const OPERATORS: { readonly [operator: string]: string } = { In: 'in', NotIn: 'notin' };

/** A LabelSelector as query text, '' when it is absent or empty. Models: apimachinery/pkg/apis/meta/v1.LabelSelectorAsSelector */
export function labelSelector(selector: Json | undefined): string {
  const requirements = pairs(selector, 'matchLabels').map(([key, value]) => ({ key, query: `${key}=${value}` }));
  for (const expression of items(selector, 'matchExpressions')) {
    const key = text(expression, 'key');
    const operator = text(expression, 'operator');
    if (operator === 'Exists') requirements.push({ key, query: key });
    else if (operator === 'DoesNotExist') requirements.push({ key, query: `!${key}` });
    else {
      const values = [...texts(expression, 'values')].sort().join(',');
      requirements.push({ key, query: `${key} ${OPERATORS[operator] ?? operator} (${values})` });
    }
  }
  requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return requirements.map((requirement) => requirement.query).join(',');
}

/** A LabelSelector for people: `<none>` when it selects everything or is absent. Models: apimachinery/pkg/apis/meta/v1.FormatLabelSelector */
export function formatLabelSelector(selector: Json | undefined): string {
  return labelSelector(selector) || '<none>';
}

/** `Kind/name` of the owner that controls an object, '' when none does. */
export function controllerOf(object: Json | undefined): string {
  const owner = items(object, 'metadata', 'ownerReferences').find((reference) => at(reference, 'controller') === true);
  return owner === undefined ? '' : `${text(owner, 'kind')}/${text(owner, 'name')}`;
}
