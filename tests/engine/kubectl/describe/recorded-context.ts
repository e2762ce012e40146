import type { JsonObject } from '../../../../src/engine/cluster/json.ts';
import type { DescribeContext } from '../../../../src/engine/kubectl/describe/context.ts';
import { object, text } from '../../../../src/engine/kubectl/describe/read.ts';

const PLURALS: { readonly [kind: string]: string | undefined } = {
  Endpoints: 'endpoints',
  Ingress: 'ingresses',
  NetworkPolicy: 'networkpolicies',
};
const pluralOf = (each: JsonObject): string => PLURALS[text(each, 'kind')] ?? `${text(each, 'kind').toLowerCase()}s`;

const terms = (query: string | undefined): readonly string[] =>
  query === undefined || query === '' ? [] : query.split(',');

function matches(
  each: JsonObject,
  selectors: { readonly labels?: string; readonly fields?: string } | undefined,
): boolean {
  const labels = object(each, 'metadata', 'labels') ?? {};
  const byLabels = terms(selectors?.labels).every((term) => {
    const [key = '', value = ''] = term.split('=');
    return labels[key] === value;
  });
  const byFields = terms(selectors?.fields).every((term) => {
    const unequal = term.includes('!=');
    const [key = '', value = ''] = term.split(unequal ? '!=' : '=');
    return (text(each, ...key.split('.')) === value) !== unequal;
  });
  return byLabels && byFields;
}

/** A context that answers from a list of objects, as a server that held just these would. */
export function objectsAsContext(objects: readonly JsonObject[], nowMs: number): DescribeContext {
  return {
    nowMs,
    showEvents: true,
    get(resource, namespace, name) {
      const found = objects.find(
        (each) =>
          pluralOf(each) === resource.plural &&
          text(each, 'metadata', 'name') === name &&
          (namespace === undefined || text(each, 'metadata', 'namespace') === namespace),
      );
      const group = resource.root.startsWith('/apis/') ? `.${resource.root.split('/')[2]}` : '';
      return found === undefined ? { error: `${resource.plural}${group} "${name}" not found` } : { object: found };
    },
    list: (resource, namespace, selectors) => ({
      items: objects.filter(
        (each) =>
          pluralOf(each) === resource.plural &&
          (namespace === undefined || text(each, 'metadata', 'namespace') === namespace) &&
          matches(each, selectors),
      ),
    }),
  };
}
