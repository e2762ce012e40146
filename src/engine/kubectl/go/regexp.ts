/** What Go says of a regular expression that it cannot read. Models: regexp/syntax.Error */
export function regexpProblem(source: string): string {
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') {
      if (at + 1 === source.length) return 'trailing backslash at end of expression: ``';
      at++;
    } else if (char === '[') {
      const end = classEnd(source, at);
      if (end === undefined) return `missing closing ]: \`${source.slice(at)}\``;
      at = end;
    } else if (char === '(') {
      depth++;
      const perl = /^\(\?(?:[=!]|<[=!])/.exec(source.slice(at))?.[0];
      if (perl !== undefined) return `invalid or unsupported Perl syntax: \`${perl}\``;
    } else if (char === ')') {
      depth--;
      if (depth < 0) return `unexpected ): \`${source}\``;
    } else if (char === '*' || char === '+' || char === '?') {
      const before = source[at - 1];
      if (at === 0 || before === '(' || before === '|') return `missing argument to repetition operator: \`${char}\``;
      const stacked = /^[*+?][*+]/.exec(source.slice(at))?.[0];
      if (stacked !== undefined) return `invalid nested repetition operator: \`${stacked}\``;
    }
  }
  return depth > 0 ? `missing closing ): \`${source}\`` : `invalid escape sequence: \`${source}\``;
}

function classEnd(source: string, start: number): number | undefined {
  let at = start + 1;
  if (source[at] === '^') at++;
  // A bracket that stands first is one of the class.
  if (source[at] === ']') at++;
  for (; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === ']') return at;
  }
  return undefined;
}
