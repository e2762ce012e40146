/** A word as `set -x` and `export -p` show it: quoted where a shell would need it. */
export function quoteForTrace(word: string): string {
  if (word === '') return "''";
  return /^[A-Za-z0-9_@%+=:,./^-]+$/.test(word) ? word : quote(word);
}

/** A word in single quotes. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A value in double quotes, as `export -p` of bash shows it. */
export function doubleQuote(text: string): string {
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}

/** A word with a backslash before each character a shell would act on: `printf %q`. */
export function backslashQuote(word: string): string {
  if (word === '') return "''";
  if (/[\n\t\r]/.test(word))
    return `$'${word.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`;
  return word.replace(/[^A-Za-z0-9_@%+=:,./-]/g, '\\$&');
}
