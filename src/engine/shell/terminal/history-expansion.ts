/** What `!` makes of a line: the line to run, or the reference that nothing matches. */
export type HistoryExpansion = { readonly line: string; readonly changed: boolean } | { readonly missing: string };

/** Expands `!!`, `!n`, `!-n`, `!text`, `!$` outside single quotes, as bash does at its prompt. */
export function expandHistory(line: string, history: readonly string[]): HistoryExpansion {
  if (!line.includes('!')) return { line, changed: false };
  let out = '';
  let changed = false;
  let single = false;
  let double = false;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === '\\') {
      out += char + line.charAt(++at);
      continue;
    }
    if (char === "'" && !double) single = !single;
    if (char === '"' && !single) double = !double;
    const reference = char === '!' && !single ? /^!(!|\$|-?\d+|[A-Za-z_./][^\s;|&"'()]*)/.exec(line.slice(at)) : null;
    if (reference === null || (out.endsWith('[') && char === '!') || out.endsWith('${')) {
      out += char;
      continue;
    }
    const found = lookUp(reference[1] ?? '', history);
    if (found === undefined) return { missing: reference[0] };
    out += found;
    changed = true;
    at += reference[0].length - 1;
  }
  return { line: out, changed };
}

function lookUp(reference: string, history: readonly string[]): string | undefined {
  if (reference === '!') return history.at(-1);
  if (reference === '$') return history.at(-1)?.trim().split(/\s+/).at(-1);
  if (/^-\d+$/.test(reference)) return history.at(Number(reference));
  if (/^\d+$/.test(reference)) return history[Number(reference) - 1];
  return history.findLast((line) => line.startsWith(reference));
}
