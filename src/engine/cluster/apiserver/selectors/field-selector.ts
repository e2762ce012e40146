import type { KubeObject } from '../../json.ts';
import { SelectorError } from './label-selector.ts';

interface FieldTerm {
  readonly field: string;
  readonly isEqual: boolean;
  readonly value: string;
}

type FieldReader = (object: KubeObject) => string;

/** Splits at commas that no backslash precedes. */
function splitTerms(text: string): string[] {
  return text === '' ? [] : (text.match(/(?:\\[\s\S]|[^,\\])*(?:,|$)/g) ?? []).map((term) => term.replace(/,$/, ''));
}

function unescapeValue(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === ',' || char === '=')
      throw new SelectorError(`invalid field selector: unescaped character in value: ${char.charCodeAt(0)}`);
    if (char !== '\\') {
      out += char;
      continue;
    }
    const next = text.charAt(++at);
    if (next === '' || !'\\,='.includes(next))
      throw new SelectorError(`invalid field selector: invalid escape sequence: \\${next}`);
    out += next;
  }
  return out;
}

function parseTerms(text: string): FieldTerm[] {
  const terms: FieldTerm[] = [];
  for (const part of splitTerms(text).sort()) {
    if (part === '') continue;
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
    if (match === null) throw new SelectorError(`invalid selector: '${text}'; can't understand '${part}'`);
    const [, field = '', operator = '', value = ''] = match;
    terms.push({ field, isEqual: operator !== '!=', value: unescapeValue(value) });
  }
  return terms;
}

/** A parsed field selector, bound to the fields that a kind offers. Models: apimachinery/pkg/fields.Selector */
export class FieldSelector {
  private constructor(private readonly terms: readonly (FieldTerm & { readonly read: FieldReader })[]) {}

  /**
   * Reads the text of a `fieldSelector` parameter. Throws `SelectorError`, also for fields the kind does not offer.
   * `describe` is how the message names the kind's unsupported label: `field label not supported: x`.
   */
  static parse(
    text: string,
    readers: { readonly [field: string]: FieldReader },
    unsupported: (field: string) => string,
  ): FieldSelector {
    return new FieldSelector(
      parseTerms(text).map((term) => {
        const read =
          term.field === 'metadata.name'
            ? (object: KubeObject) => object.metadata.name
            : term.field === 'metadata.namespace'
              ? (object: KubeObject) => object.metadata.namespace ?? ''
              : Object.hasOwn(readers, term.field)
                ? readers[term.field]
                : undefined;
        if (read === undefined) throw new SelectorError(unsupported(term.field));
        return { ...term, read };
      }),
    );
  }

  get isEmpty(): boolean {
    return this.terms.length === 0;
  }

  /** The value that a field must equal, where the selector says so. */
  exact(field: string): string | undefined {
    return this.terms.find((term) => term.isEqual && term.field === field)?.value;
  }

  matches(object: KubeObject): boolean {
    for (const { read, isEqual, value } of this.terms) if ((read(object) === value) !== isEqual) return false;
    return true;
  }
}
