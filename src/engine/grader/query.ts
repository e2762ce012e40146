import type { Json } from '../cluster/json.ts';
import type { Evidence } from './evidence.ts';
import type { Found } from './instruments.ts';
import type { Query } from './lab.ts';
import type { Variables } from './variables.ts';

/** A jq filter with the lab's variables in scope as `$NAME`. */
export function withVariables(filter: string, variables: Variables): string {
  const bindings = Object.entries(variables).map(([name, value]) => `${JSON.stringify(value)} as $${name} | `);
  return `${bindings.join('')}${filter}`;
}

/** Asks a query of a value. */
export function ask(evidence: Evidence, query: Query, value: Json): Found {
  if ('jsonpath' in query) return evidence.instruments.jsonpath(query.jsonpath, value);
  if ('jq' in query) return evidence.instruments.jq(withVariables(query.jq, evidence.variables), value);
  return { kind: 'values', values: [value] };
}

/** The query as its author wrote it. */
export function queryText(query: Query): string {
  if ('jsonpath' in query) return query.jsonpath;
  return 'jq' in query ? query.jq : '.';
}
