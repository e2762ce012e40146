/** Go-style flags: `--port=8080`, `-port 8080`, `--quiet`. Names in `switches` take no value. */
export function goFlags(
  words: readonly string[],
  switches: readonly string[] = [],
): { readonly flags: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
  const flags = new Map<string, string>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const match = /^--?([A-Za-z][\w-]*)(?:=([\s\S]*))?$/.exec(word);
    if (match === null) {
      rest.push(word);
      continue;
    }
    const [, name = '', value] = match;
    if (value !== undefined) flags.set(name, value);
    else if (switches.includes(name)) flags.set(name, 'true');
    else {
      at += 1;
      flags.set(name, words[at] ?? '');
    }
  }
  return { flags, rest };
}

/** A port from text, or a fallback. */
export function portOf(text: string | undefined, fallback: number): number {
  const port = Number((text ?? '').replace(/^.*:/, ''));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : fallback;
}

/** Parameters of a request's query. */
export function query(target: string): ReadonlyMap<string, string> {
  const at = target.indexOf('?');
  const pairs = at < 0 ? [] : target.slice(at + 1).split('&');
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [unescaped(name), unescaped(value.join('='))] as const;
    }),
  );
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
