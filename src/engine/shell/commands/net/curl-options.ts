import type { Call } from '../command.ts';

/** Long options that take a value and have no letter here. */
export const LONG_VALUES = new Set([
  'connect-timeout',
  'resolve',
  'retry',
  'retry-delay',
  'retry-max-time',
  'data-raw',
  'data-binary',
  'data-urlencode',
  'json',
  'max-redirs',
  'cacert',
  'cert',
  'key',
  'url',
  'interface',
  'connect-to',
  'noproxy',
]);
/** Long options without a value and without a letter. */
const LONG_FLAGS = new Set([
  'fail-with-body',
  'compressed',
  'http1.1',
  'http1.0',
  'no-progress-meter',
  'retry-connrefused',
  'retry-all-errors',
  'ipv4',
  'no-keepalive',
  'tcp-nodelay',
  'fail-early',
  'parallel',
  'path-as-is',
  'styled-output',
]);
/** Letters with a value. */
export const VALUED = 'owHXdmAeubcxTFyY';
/** What is understood and has no effect here, or is refused. */
const REFUSED: { readonly [option: string]: string } = {
  x: 'proxies',
  T: 'uploads',
  F: 'forms',
  c: 'cookie jars',
  cert: 'client certificates',
  key: 'client certificates',
};

/** What was asked for on the command line. */
export interface Options {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly urls: readonly string[];
}

/** Reads curl's words: its long options are its own and need no unique beginnings. */
export function readOptions(call: Call): Options | string {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const urls: string[] = [];
  const long = call.definition.long ?? {};
  const words = call.operands;
  const add = (name: string, value: string): void => void values.set(name, [...(values.get(name) ?? []), value]);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word.startsWith('--') && word.length > 2) {
      const name = word.slice(2);
      const letter = Object.hasOwn(long, name) ? long[name] : undefined;
      if (letter === undefined && !LONG_VALUES.has(name) && !LONG_FLAGS.has(name)) return `option ${word}: is unknown`;
      const key = letter ?? name;
      if (LONG_VALUES.has(name) || (letter !== undefined && VALUED.includes(letter))) {
        const value = words[++at];
        if (value === undefined) return `option ${word}: requires parameter`;
        if (name === 'url') urls.push(value);
        else add(key, value);
      } else flags.add(key);
      continue;
    }
    if (!word.startsWith('-') || word === '-') {
      urls.push(word);
      continue;
    }
    for (let letterAt = 1; letterAt < word.length; letterAt++) {
      const letter = word.charAt(letterAt);
      if (VALUED.includes(letter)) {
        const attached = word.slice(letterAt + 1);
        const value = attached !== '' ? attached : words[++at];
        if (value === undefined) return `option -${letter}: requires parameter`;
        add(letter, value);
        break;
      }
      if (!'sSfiIvLkgqNO0146nGZ#'.includes(letter)) return `option ${word}: is unknown`;
      flags.add(letter);
    }
  }
  for (const [name, what] of Object.entries(REFUSED))
    if (values.has(name)) return `option ${name.length > 1 ? '--' : '-'}${name}: ${what} are not simulated here`;
  return { flags, values, urls };
}
