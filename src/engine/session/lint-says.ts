import type { ErrorCode } from 'yaml';

/** Which sentence a fault in a manifest is, and what stands in it: whoever tells it has the words (on the page `wb.lint.*` of src/i18n). Types are named as `kubectl explain` names them. */
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
