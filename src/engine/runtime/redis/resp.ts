/** A reply in redis' protocol. */
export type Reply =
  | { readonly kind: 'status'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'bulk'; readonly text: string | undefined }
  | { readonly kind: 'list'; readonly items: readonly Reply[] };

/** The reply as it travels (RESP2). Lengths are counted in characters: what travels here is text. */
export function encode(reply: Reply): string {
  switch (reply.kind) {
    case 'status':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'bulk':
      return reply.text === undefined ? '$-1\r\n' : `$${reply.text.length}\r\n${reply.text}\r\n`;
    case 'list':
      return `*${reply.items.length}\r\n${reply.items.map(encode).join('')}`;
  }
}

/** A request as redis-cli sends it. */
export function encodeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}

/** Takes one request (array or inline form) off the front of what has arrived. */
export function takeCommand(text: string): { readonly words: readonly string[]; readonly rest: string } | undefined {
  const lineEnd = text.indexOf('\n');
  if (lineEnd < 0) return undefined;
  const line = text.slice(0, lineEnd).replace(/\r$/, '');
  if (!line.startsWith('*'))
    return { words: line.split(/\s+/).filter((word) => word !== ''), rest: text.slice(lineEnd + 1) };
  let at = lineEnd + 1;
  const words: string[] = [];
  for (let left = Number(line.slice(1)); left > 0; left--) {
    const end = text.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const length = Number(text.slice(at + 1, end));
    if (text.length < end + 2 + length + 2) return undefined;
    words.push(text.slice(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
  return { words, rest: text.slice(at) };
}

/** Takes one reply off the front of what has arrived. */
export function takeReply(text: string): { readonly reply: Reply; readonly rest: string } | undefined {
  const end = text.indexOf('\r\n');
  if (end < 0) return undefined;
  const line = text.slice(1, end);
  const rest = text.slice(end + 2);
  switch (text.charAt(0)) {
    case '+':
      return { reply: { kind: 'status', text: line }, rest };
    case '-':
      return { reply: { kind: 'error', text: line }, rest };
    case ':':
      return { reply: { kind: 'integer', value: Number(line) }, rest };
    case '$': {
      const length = Number(line);
      if (length < 0) return { reply: { kind: 'bulk', text: undefined }, rest };
      return rest.length < length + 2
        ? undefined
        : { reply: { kind: 'bulk', text: rest.slice(0, length) }, rest: rest.slice(length + 2) };
    }
    default: {
      const items: Reply[] = [];
      let left = rest;
      for (let count = Number(line); count > 0; count--) {
        const item = takeReply(left);
        if (item === undefined) return undefined;
        items.push(item.reply);
        left = item.rest;
      }
      return { reply: { kind: 'list', items }, rest: left };
    }
  }
}
