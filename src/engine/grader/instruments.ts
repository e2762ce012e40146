import type { Json } from '../cluster/json.ts';

/** A query's outcome: the values it found, or why it could not be asked. */
export type Found =
  | { readonly kind: 'values'; readonly values: readonly Json[] }
  | { readonly kind: 'error'; readonly message: string };

/** The query languages, handed in by the session so that the grader depends on neither kubectl nor a WebAssembly module. */
export interface Instruments {
  /** kubectl's jsonpath. A missing field is no value, not an error. */
  jsonpath(template: string, value: Json): Found;
  /** jq 1.7. */
  jq(filter: string, value: Json): Found;
}
