import { unescapeBackslashes } from './escapes.ts';

/** What `echo` prints. `always`: backslash sequences count without -e, and -e is a word like any other (dash). */
export function echoText(words: readonly string[], always: boolean): string {
  let at = 0;
  let newline = true;
  let escapes = always;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (always ? word !== '-n' : !/^-[neE]+$/.test(word)) break;
    for (const letter of word.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
    if (always) {
      at++;
      break;
    }
  }
  const text = words.slice(at).join(' ');
  if (!escapes || !text.includes('\\')) return newline ? `${text}\n` : text;
  const result = unescapeBackslashes(text, true);
  return result.text + (newline && !result.stopped ? '\n' : '');
}
