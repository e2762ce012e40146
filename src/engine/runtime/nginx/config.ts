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

/** What a backslash makes of the character behind it, in words with quotes and without; before any other it stands for itself. */
const ESCAPED: { readonly [char: string]: string } = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  t: '\t',
  r: '\r',
  n: '\n',
};

/** The character of a word that is written at a place, and how many it takes there. */
function characterAt(text: string, at: number): { readonly character: string; readonly length: number } {
  const escaped = text.charAt(at) === '\\' ? ESCAPED[text.charAt(at + 1)] : undefined;
  return escaped === undefined ? { character: text.charAt(at), length: 1 } : { character: escaped, length: 2 };
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
        const read = characterAt(text, at);
        word += read.character;
        at += read.length;
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
        const read = characterAt(text, at);
        word += read.character;
        at += read.length;
      }
      out.push({ text: word, quoted: false, line });
    }
  }
  return out;
}

function parseBlock(list: readonly Token[], from: { at: number }, file: string, depth: number): Directive[] {
  const out: Directive[] = [];
  let words: Token[] = [];
  for (;;) {
    const token = list[from.at];
    if (token === undefined) {
      const last = list[list.length - 1];
      if (words.length > 0 || depth > 0) {
        const wanted = words.length > 0 ? ';" or "}' : '}';
        throw new NginxConfigError(`unexpected end of file, expecting "${wanted}" in ${file}:${last?.line ?? 1}`);
      }
      return out;
    }
    from.at++;
    const mark = token.quoted ? '' : token.text;
    if (mark === ';' || mark === '{') {
      const [head, ...args] = words;
      if (head === undefined) throw new NginxConfigError(`unexpected "${mark}" in ${file}:${token.line}`);
      const block = mark === '{' ? parseBlock(list, from, file, depth + 1) : undefined;
      out.push({ name: head.text, args: args.map((word) => word.text), file, line: head.line, block });
      words = [];
    } else if (mark === '}') {
      if (words.length > 0 || depth === 0) throw new NginxConfigError(`unexpected "}" in ${file}:${token.line}`);
      return out;
    } else words.push(token);
  }
}

/** Files parsed before, by name and text: a thousand pods of one image read the same few files. */
const parsed = new Map<string, readonly Directive[]>();
const PARSED_LIMIT = 100;

function parseText(text: string, file: string): readonly Directive[] {
  const key = `${file}\n${text}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const directives = parseBlock(tokens(text, file), { at: 0 }, file, 0);
  if (parsed.size >= PARSED_LIMIT) parsed.clear();
  parsed.set(key, directives);
  return directives;
}

/** Puts included files in the place of their `include`. */
function expanded(directives: readonly Directive[], files: ConfigFiles): Directive[] {
  return directives.flatMap((directive): Directive[] => {
    if (directive.block !== undefined) return [{ ...directive, block: expanded(directive.block, files) }];
    return directive.name === 'include'
      ? directive.args.flatMap((pattern) => included(pattern, directive, files))
      : [directive];
  });
}

function included(pattern: string, { file, line }: Directive, files: ConfigFiles): readonly Directive[] {
  const path = pattern.startsWith('/') ? pattern : `/etc/nginx/${pattern}`;
  if (path.includes('*')) return files.match(path).flatMap((found) => parseConfig(found, files));
  if (files.read(path) === undefined)
    throw new NginxConfigError(`open() "${path}" failed (2: No such file or directory) in ${file}:${line}`);
  return parseConfig(path, files);
}

/** Reads a configuration file with its includes into directives. Throws `NginxConfigError`. */
export function parseConfig(path: string, files: ConfigFiles): readonly Directive[] {
  const text = files.read(path);
  if (text === undefined) throw new NginxConfigError(`open() "${path}" failed (2: No such file or directory)`);
  return expanded(parseText(text, path), files);
}
