/**
 * Replaces `$(NAME)` by its value; `$$` is a `$`, and a reference to an unknown name stays as it is.
 * Models: third_party/forked/golang/expansion
 */
export function expand(text: string, value: (name: string) => string | undefined): string {
  if (!text.includes('$')) return text;
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const next = text.charAt(at + 1);
    if (text.charAt(at) !== '$' || next === '') {
      out += text.charAt(at);
    } else if (next === '$') {
      out += '$';
      at++;
    } else if (next === '(') {
      const close = text.indexOf(')', at + 2);
      if (close < 0) {
        out += '$(';
        at++;
      } else {
        const name = text.slice(at + 2, close);
        out += value(name) ?? `$(${name})`;
        at = close;
      }
    } else {
      out += `$${next}`;
      at++;
    }
  }
  return out;
}
