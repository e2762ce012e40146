import type { ErrorCode } from 'yaml';

/** Which sentence a fault in a manifest is, and what stands in it: a page says it in its own language. Types are named as `kubectl explain` names them. */
export type LintSays =
  | { readonly is: 'object'; readonly type: string }
  | { readonly is: 'list'; readonly type: string }
  | { readonly is: 'mapping' }
  | { readonly is: 'value'; readonly type: string }
  /** `found` as JSON. */
  | { readonly is: 'other-value'; readonly type: string; readonly found: string }
  | { readonly is: 'one-of'; readonly values: string }
  | { readonly is: 'unknown-field'; readonly field: string; readonly type: string }
  | { readonly is: 'needs'; readonly field: string; readonly type: string }
  | { readonly is: 'no-manifest' }
  | { readonly is: 'no-api-version' }
  | { readonly is: 'no-kind' }
  | { readonly is: 'unknown-kind'; readonly kind: string; readonly apiVersion: string }
  /** The YAML parser's own: its code, and what it said. */
  | { readonly is: 'yaml'; readonly code: ErrorCode; readonly said: string };

/** The sentence in English. */
export function lintSentence(says: LintSays): string {
  switch (says.is) {
    case 'object':
      return `expected an object (${says.type})`;
    case 'list':
      return `expected a list of ${says.type}`;
    case 'mapping':
      return 'expected a mapping';
    case 'value':
      return `expected ${says.type}`;
    case 'other-value':
      return `expected ${says.type}, found ${says.found}`;
    case 'one-of':
      return `expected one of ${says.values}`;
    case 'unknown-field':
      return `unknown field "${says.field}" in ${says.type}`;
    case 'needs':
      return `${says.type} needs "${says.field}"`;
    case 'no-manifest':
      return 'expected an object with apiVersion and kind';
    case 'no-api-version':
      return 'apiVersion is missing';
    case 'no-kind':
      return 'kind is missing';
    case 'unknown-kind':
      return `this cluster has no kind "${says.kind}" in version "${says.apiVersion}"`;
    case 'yaml':
      return says.said;
  }
}
