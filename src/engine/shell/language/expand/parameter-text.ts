import { BoundedRegExp } from '../../../cluster/regexp/bounded.ts';
import { matchesPattern, patternSource } from '../pattern.ts';

/** Texts up to this length are tried end by end, which is exact; longer ones are searched once. */
const TRIED_LENGTH = 2000;

/** One search instead of one a character. Alternatives are taken in their order, not by length. */
function removeLongAffix(text: string, operator: string, pattern: string): string {
  const source = (lazy: boolean): string => `(?:${patternSource(pattern, { lazy })})`;
  const front = operator === '#' ? `^${source(true)}` : `^${source(false)}`;
  const back = operator === '%' ? `^(.*)${source(false)}$` : `^(.*?)${source(false)}$`;
  const found = new BoundedRegExp(operator.startsWith('#') ? front : back, 'su').exec(text);
  if (found === null) return text;
  return operator.startsWith('#') ? text.slice(found[0].length) : (found[1] ?? text);
}

/** `${x#pattern}`, `##`, `%`, `%%`. */
export function removeAffix(text: string, operator: string, pattern: string): string {
  if (text.length > TRIED_LENGTH) return removeLongAffix(text, operator, pattern);
  const long = operator.length === 2;
  const ends: number[] = [];
  for (let at = 0; at <= text.length; at++) ends.push(at);
  if (operator.startsWith('#')) {
    if (long) ends.reverse();
    for (const end of ends) if (matchesPattern(pattern, text.slice(0, end))) return text.slice(end);
    return text;
  }
  if (!long) ends.reverse();
  for (const start of ends) if (matchesPattern(pattern, text.slice(start))) return text.slice(0, start);
  return text;
}

/** `${x/pattern/replacement}`, `//`, `/#`, `/%`. */
export function replace(text: string, operator: string, pattern: string, replacement: string): string {
  if (pattern === '') return text;
  const source = patternSource(pattern);
  const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source;
  return text.replace(new BoundedRegExp(anchored, operator === '//' ? 'gsu' : 'su'), () => replacement);
}

/** The start and end of `${x:offset:count}`. */
export function range(length: number, offset: number, count: number | undefined): [number, number] {
  const from = offset < 0 ? length + offset : offset;
  if (from < 0 || from > length) return [0, 0];
  if (count === undefined) return [from, length];
  return [from, count < 0 ? length + count : from + count];
}

/** `${x^pattern}`, `^^`, `,`, `,,`. */
export function changeCase(text: string, operator: string, pattern: string): string {
  const change = (char: string): string => (operator.startsWith('^') ? char.toUpperCase() : char.toLowerCase());
  const all = operator.length === 2;
  return [...text]
    .map((char, at) => ((all || at === 0) && matchesPattern(pattern, char) ? change(char) : char))
    .join('');
}
