/** More words than this a brace expansion does not make. */
const WORD_LIMIT = 10_000;

/** Expands `{a,b}` and `{1..3}` in a word's source text (quotes are left as they are). No braces: the text alone. */
export function expandBraces(text: string): readonly string[] {
  const found = firstBraces(text);
  if (found === undefined) return [text];
  const before = text.slice(0, found.start);
  const rest = expandBraces(text.slice(found.end));
  const out: string[] = [];
  for (const middle of found.alternatives) {
    for (const inner of expandBraces(middle)) {
      for (const after of rest) {
        if (out.length >= WORD_LIMIT) return out;
        out.push(before + inner + after);
      }
    }
  }
  return out;
}

function firstBraces(text: string): { start: number; end: number; alternatives: readonly string[] } | undefined {
  for (let at = 0; at < text.length; at = skip(text, at)) {
    if (text.charAt(at) !== '{' || text.charAt(at - 1) === '$') continue;
    const parts: string[] = [];
    let from = at + 1;
    let depth = 0;
    for (let to = from; to < text.length; to = skip(text, to)) {
      const char = text.charAt(to);
      if (char === '{') depth++;
      else if (char === ',' && depth === 0) {
        parts.push(text.slice(from, to));
        from = to + 1;
      } else if (char === '}' && depth-- === 0) {
        parts.push(text.slice(from, to));
        const alternatives = parts.length > 1 ? parts : sequence(parts[0] ?? '');
        if (alternatives !== undefined) return { start: at, end: to + 1, alternatives };
        break;
      }
    }
  }
  return undefined;
}

/** The next position that is not inside quotes, a substitution or after a backslash. */
function skip(text: string, at: number): number {
  const char = text.charAt(at);
  if (char === '\\') return at + 2;
  if (char === "'" || char === '"' || char === '`') {
    for (let to = at + 1; to < text.length; to++) {
      if (text.charAt(to) === '\\' && char !== "'") to++;
      else if (text.charAt(to) === char) return to + 1;
    }
    return text.length;
  }
  if (char === '$' && (text.charAt(at + 1) === '{' || text.charAt(at + 1) === '(')) {
    const open = text.charAt(at + 1);
    const close = open === '{' ? '}' : ')';
    let depth = 0;
    for (let to = at + 1; to < text.length; to++) {
      if (text.charAt(to) === open) depth++;
      else if (text.charAt(to) === close && --depth === 0) return to + 1;
    }
    return text.length;
  }
  return at + 1;
}

function sequence(text: string): readonly string[] | undefined {
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, first = '', last = '', by] = match;
  const numbers = /\d/.test(first);
  if (numbers !== /\d/.test(last)) return undefined;
  const from = numbers ? Number(first) : first.charCodeAt(0);
  const to = numbers ? Number(last) : last.charCodeAt(0);
  const step = Math.max(1, Math.abs(Number(by ?? 1))) * (from <= to ? 1 : -1);
  const padded = numbers && (/^-?0\d/.test(first) || /^-?0\d/.test(last));
  const width = padded ? Math.max(first.length, last.length) : 0;
  const out: string[] = [];
  for (let at = from; step > 0 ? at <= to : at >= to; at += step) {
    if (out.length >= WORD_LIMIT) break;
    out.push(numbers ? pad(at, width) : String.fromCharCode(at));
  }
  return out;
}

function pad(number: number, width: number): string {
  const digits = String(Math.abs(number)).padStart(number < 0 ? width - 1 : width, '0');
  return number < 0 ? `-${digits}` : digits;
}
