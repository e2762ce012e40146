/** Models: apimachinery/pkg/apis/meta/v1.LabelSelector */
export interface LabelSelector {
  readonly matchLabels?: { readonly [key: string]: string };
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** Labels of an object; absent means none. */
export type Labels = { readonly [key: string]: string } | undefined;

function meets(requirement: LabelSelectorRequirement, labels: Labels): boolean {
  const key = requirement.key ?? '';
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && (requirement.values ?? []).includes(value);
    case 'NotIn':
      return value === undefined || !(requirement.values ?? []).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Whether an equality selector (a Service's, a node selector) matches; an empty one matches everything. */
export function matchesLabels(wanted: { readonly [key: string]: string } | undefined, labels: Labels): boolean {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false;
  return true;
}

/** Whether a LabelSelector matches: absent matches nothing, empty everything. Models: metav1.LabelSelectorAsSelector */
export function matchesSelector(selector: LabelSelector | null | undefined, labels: Labels): boolean {
  if (selector === undefined || selector === null) return false;
  if (!matchesLabels(selector.matchLabels, labels)) return false;
  return (selector.matchExpressions ?? []).every((requirement) => meets(requirement, labels));
}

/** Whether the selector has no requirement at all. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

/** An equality selector as text: `app=web,tier=front`, sorted; `<none>` when empty. Models: labels.FormatLabels */
export function formatLabels(labels: Labels): string {
  const keys = Object.keys(labels ?? {}).sort();
  if (keys.length === 0) return '<none>';
  return keys.map((key) => `${key}=${labels?.[key] ?? ''}`).join(',');
}

function requirementText(key: string, operator: string, values: readonly string[]): string {
  const list = `(${[...values].sort().join(',')})`;
  switch (operator) {
    case 'In':
      return `${key} in ${list}`;
    case 'NotIn':
      return `${key} notin ${list}`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return `${key}=${values[0] ?? ''}`;
  }
}

/** The selector as the text that a `labelSelector` query takes; '' when it is empty. Models: labels.Selector.String */
export function selectorText(selector: LabelSelector | undefined): string {
  const parts: { readonly key: string; readonly text: string }[] = [];
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {}))
    parts.push({ key, text: requirementText(key, '=', [value]) });
  for (const { key = '', operator = '', values = [] } of selector?.matchExpressions ?? [])
    parts.push({ key, text: requirementText(key, operator, values) });
  parts.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return parts.map((part) => part.text).join(',');
}

/** The selector as tables and `describe` print it: `<none>` for an absent one. Models: metav1.FormatLabelSelector */
export function formatSelector(selector: LabelSelector | null | undefined): string {
  if (selector === undefined || selector === null) return '<none>';
  for (const { operator = '' } of selector.matchExpressions ?? [])
    if (!['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator)) return '<error>';
  const text = selectorText(selector);
  return text === '' ? '<none>' : text;
}
