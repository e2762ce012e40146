/** One directive of an nginx configuration with where it stands; `block` is set for `name args { … }`. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly file: string;
  readonly line: number;
  readonly block: readonly Directive[] | undefined;
}

/** Thrown with nginx's own words: `unexpected "}" in /etc/nginx/conf.d/default.conf:3`. */
export class NginxConfigError extends Error {}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

/** What the parser needs of the container's files. */
export interface ConfigFiles {
  read(path: string): string | undefined;
  /** Files that match a glob with `*` in its last part, sorted. */
  match(pattern: string): readonly string[];
}

function tokens(text: string, file: string): Token[] {
  const out: Token[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\n') line++;
    if (/\s/.test(char)) at++;
    else if (char === '#') while (at < text.length && text.charAt(at) !== '\n') at++;
    else if (char === ';' || char === '{' || char === '}') {
      out.push({ text: char, quoted: false, line });
      at++;
    } else if (char === '"' || char === "'") {
      const started = line;
      let word = '';
      at++;
      for (;;) {
        const next = text.charAt(at);
        if (next === '')
          throw new NginxConfigError(`unexpected end of file, expecting ";" or "}" in ${file}:${started}`);
        if (next === char) break;
        if (next === '\n') line++;
        if (next === '\\' && (text.charAt(at + 1) === char || text.charAt(at + 1) === '\\')) at++;
        word += text.charAt(at);
        at++;
      }
      at++;
      out.push({ text: word, quoted: true, line: started });
    } else {
      let word = '';
      while (at < text.length && !/[\s;{}]/.test(text.charAt(at))) {
        if (text.startsWith('${', at)) {
          const end = text.indexOf('}', at);
          if (end > 0) {
            word += text.slice(at, end + 1);
            at = end + 1;
            continue;
          }
        }
        word += text.charAt(at);
        at++;
      }
      out.push({ text: word, quoted: false, line });
    }
  }
  return out;
}

function parseBlock(
  list: readonly Token[],
  from: { at: number },
  file: string,
  files: ConfigFiles,
  depth: number,
): Directive[] {
  const out: Directive[] = [];
  let words: Token[] = [];
  for (;;) {
    const token = list[from.at];
    if (token === undefined) {
      const last = list[list.length - 1];
      if (words.length > 0 || depth > 0)
        throw new NginxConfigError(
          `unexpected end of file, expecting "${words.length > 0 ? ';" or "}' : '}'}" in ${file}:${last?.line ?? 1}`,
        );
      return out;
    }
    from.at++;
    const mark = token.quoted ? '' : token.text;
    if (mark === ';' || mark === '{') {
      const [head, ...args] = words;
      if (head === undefined) throw new NginxConfigError(`unexpected "${mark}" in ${file}:${token.line}`);
      const block = mark === '{' ? parseBlock(list, from, file, files, depth + 1) : undefined;
      if (head.text === 'include' && block === undefined) {
        for (const arg of args) out.push(...includeFile(arg.text, file, head.line, files));
      } else out.push({ name: head.text, args: args.map((word) => word.text), file, line: head.line, block });
      words = [];
    } else if (mark === '}') {
      if (words.length > 0 || depth === 0) throw new NginxConfigError(`unexpected "}" in ${file}:${token.line}`);
      return out;
    } else words.push(token);
  }
}

function includeFile(pattern: string, file: string, line: number, files: ConfigFiles): Directive[] {
  const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
  if (path.includes('*')) return files.match(path).flatMap((found) => parseConfig(found, files));
  if (files.read(path) === undefined)
    throw new NginxConfigError(`open() "${path}" failed (2: No such file or directory) in ${file}:${line}`);
  return parseConfig(path, files);
}

/** Reads a configuration file with its includes into directives. Throws `NginxConfigError`. */
export function parseConfig(path: string, files: ConfigFiles): Directive[] {
  const text = files.read(path);
  if (text === undefined) throw new NginxConfigError(`open() "${path}" failed (2: No such file or directory)`);
  return parseBlock(tokens(text, path), { at: 0 }, path, files, 0);
}
