/** What to know of a translation, as keys of texts. */
export type Note =
  /** jq gives null for a missing field, JSONPath nothing. */
  | 'missing'
  /** JSONPath prints values on one line, jq each on a line of its own. */
  | 'spaces'
  /** jq makes a list of them. */
  | 'list'
  /** jq must print text as it is: `jq -r`. */
  | 'raw'
  /** jq must print text as it is and without newlines: `jq -j`. */
  | 'joined';

/** A query in the other language, or why there is none. */
export type Translation =
  | { readonly is: 'same'; readonly query: string; readonly notes: readonly Note[] }
  /** `what`: the word or sign that the other language has nothing for; `at`: where it stands. */
  | { readonly is: 'none'; readonly what: string; readonly why: Reason; readonly at: number | undefined }
  /** It does not parse. */
  | { readonly is: 'wrong'; readonly at: number | undefined };

/** What a language lacks. */
export type Reason = 'builds' | 'computes' | 'filters' | 'steps' | 'recurses' | 'ranges';

/** Thrown inside of a translation. */
export class Untranslatable extends Error {
  constructor(
    readonly why: Reason,
    readonly what: string,
    readonly at: number | undefined,
  ) {
    super(`${what}: ${why}`);
    this.name = 'Untranslatable';
  }
}
