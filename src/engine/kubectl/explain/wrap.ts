/**
 * Breaks lines at blanks so that they are at most `limit` characters long where words allow; newlines stay.
 * Models: mitchellh/go-wordwrap.WrapString, as kubectl uses it
 */
export function wrap(limit: number, text: string): string {
  let out = '';
  let current = 0;
  let word = '';
  let space = '';
  const flushWord = (): void => {
    out += space + word;
    current += space.length + word.length;
    space = '';
    word = '';
  };
  for (const character of text) {
    if (character === '\n') {
      if (word !== '' || current + space.length <= limit) flushWord();
      space = '';
      out += '\n';
      current = 0;
    } else if (/\s/.test(character) && character !== '\u00a0') {
      if (space === '' || word !== '') flushWord();
      space += character;
    } else {
      word += character;
      if (current + space.length + word.length > limit && word.length < limit) {
        out += '\n';
        current = 0;
        space = '';
      }
    }
  }
  if (word !== '' || current + space.length <= limit) out += space + word;
  return out;
}

/** Indents every line, empty ones too. */
export function indent(amount: number, text: string): string {
  const pad = ' '.repeat(amount);
  return pad + text.replaceAll('\n', `\n${pad}`);
}
