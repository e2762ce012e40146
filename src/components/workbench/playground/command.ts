import type { QueryLanguage } from './gallery.ts';
import type { Note } from './translate/translation.ts';

/** A text between single quotes, as a shell takes it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The line that asks the same in a terminal. */
export function commandLine(
  language: QueryLanguage,
  target: string,
  query: string,
  notes: readonly Note[] = ['raw'],
): string {
  if (language === 'jsonpath') return `kubectl get ${target.trim()} -o jsonpath=${quoted(query)}`;
  const flag = notes.includes('joined') ? '-j ' : '-r ';
  return `kubectl get ${target.trim()} -o json | jq ${flag}${quoted(query)}`;
}
