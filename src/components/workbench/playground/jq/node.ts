/** A jq program, parsed. `at`: where it begins in the text, in UTF-16 units. */
export type Jq = { readonly at: number } & (
  | { readonly is: 'identity' | 'recurse' }
  | { readonly is: 'field'; readonly of: Jq; readonly name: string }
  | { readonly is: 'index'; readonly of: Jq; readonly index: Jq }
  | { readonly is: 'slice'; readonly of: Jq; readonly from: Jq | undefined; readonly to: Jq | undefined }
  | { readonly is: 'iterate' | 'optional'; readonly of: Jq }
  | { readonly is: 'literal'; readonly value: number | boolean | null }
  /** Texts and what is put between them; `format`: what `@tsv "…"` names. */
  | { readonly is: 'string'; readonly parts: readonly (string | Jq)[]; readonly format: string | undefined }
  | { readonly is: 'array'; readonly of: Jq | undefined }
  | { readonly is: 'negate'; readonly of: Jq }
  | { readonly is: 'pipe' | 'comma'; readonly left: Jq; readonly right: Jq }
  | { readonly is: 'binary'; readonly operator: string; readonly left: Jq; readonly right: Jq }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Jq[] }
  | { readonly is: 'format'; readonly name: string }
  /** Everything that has no like in JSONPath: `if`, `reduce`, `{…}`, `$x` … by the word or sign it begins with. */
  | { readonly is: 'other'; readonly what: string }
);

/** A program that is no jq; `at` is where it stops being one. */
export class JqSyntaxError extends Error {
  constructor(readonly at: number) {
    super(`not jq from ${at}`);
    this.name = 'JqSyntaxError';
  }
}
