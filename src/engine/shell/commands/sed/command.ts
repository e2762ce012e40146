/** A line number, `$`, a regular expression, or GNU's `first~step`. An absent expression is the last one used. */
export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'match'; readonly expression: RegExp | undefined }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  /** As an end: so many lines more, or up to a multiple. */
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'multiple'; readonly of: number };

/** What `s` does. */
export interface Substitution {
  readonly expression: RegExp | undefined;
  readonly replacement: string;
  readonly global: boolean;
  readonly print: boolean;
  /** Only this occurrence (and with `g` those after it). */
  readonly nth: number;
  readonly file: string | undefined;
}

/** One command with its addresses. */
export interface SedCommand {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  readonly name: string;
  /** Text of a, i, c; a label; a file; the exit status of q. */
  readonly text: string;
  readonly substitution: Substitution | undefined;
  /** `y`: what becomes what. */
  readonly map: ReadonlyMap<string, string> | undefined;
  /** Where `{` ends; where `b` and `t` go. */
  target: number;
  /** A range that began and has not ended: the line it ends at. */
  active: boolean;
  activeUntil: number;
}

/** Thrown for scripts that make no sense. */
export class SedError {
  constructor(readonly text: string) {}
}
