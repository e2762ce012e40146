import { compileRegExp } from '../../language/regexp.ts';
import { inputValue, toNumber, toText, type Value } from './values.ts';

/** Cuts a text at FS: blanks for a single space, the character, or a regular expression. */
export function splitRecord(text: string, separator: string): string[] {
  if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/[ \t\n]+/);
  if (text === '') return [];
  if (separator === '') return [...text];
  if (separator.length === 1 && separator !== '\\') return text.split(separator === '\t' ? '\t' : separator);
  const expression = compileRegExp(separator, { extended: true, ignoreCase: false });
  if (typeof expression === 'string') return [text];
  const out: string[] = [];
  let rest = text;
  for (;;) {
    const match = expression.exec(rest);
    if (match === null || match[0] === '') break;
    out.push(rest.slice(0, match.index));
    rest = rest.slice(match.index + match[0].length);
  }
  out.push(rest);
  return out;
}

/** The current record: $0 and its fields, each made from the other when it is asked for. */
export class AwkRecord {
  private whole: string | undefined = '';
  private fields: Value[] | undefined = [];

  constructor(private readonly variable: (name: 'FS' | 'OFS') => string) {}

  set(text: string): void {
    this.whole = text;
    this.fields = undefined;
  }

  text(): string {
    this.whole ??= (this.fields ?? []).map((field) => toText(field)).join(this.variable('OFS'));
    return this.whole;
  }

  count(): number {
    return this.split().length;
  }

  setCount(count: number): void {
    const fields = this.split();
    while (fields.length < count) fields.push('');
    fields.length = Math.max(0, count);
    this.whole = undefined;
  }

  get(index: number): Value {
    if (index === 0) return inputValue(this.text());
    return this.split()[index - 1];
  }

  put(index: number, value: Value): void {
    if (index === 0) {
      this.set(toText(value));
      return;
    }
    const fields = this.split();
    while (fields.length < index - 1) fields.push('');
    fields[index - 1] = typeof value === 'number' ? value : inputValue(toText(value));
    if (typeof value === 'number') fields[index - 1] = { text: toText(value), number: toNumber(value) };
    this.whole = undefined;
  }

  private split(): Value[] {
    if (this.fields === undefined) this.fields = splitRecord(this.whole ?? '', this.variable('FS')).map(inputValue);
    return this.fields;
  }
}
