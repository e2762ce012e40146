import { describe, expect, it } from 'vitest';
import { splitDocuments, YamlError, yamlToJson } from '../../../src/engine/kubectl/yaml/decode.ts';
import { toYaml } from '../../../src/engine/kubectl/yaml/encode.ts';

const fault = (text: string): string => {
  try {
    yamlToJson(text);
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
  return '';
};

describe('reading YAML', () => {
  it('takes the words of YAML 1.1 for booleans and leaves dates as text', () => {
    expect(yamlToJson('a: yes\nb: off\nc: "yes"\nd: 2024-01-01\ne: 0o17\nf: 017\ng: 1_000\nh: ~')).toEqual({
      a: true,
      b: false,
      c: 'yes',
      d: '2024-01-01',
      e: 15,
      f: 15,
      g: 1000,
      h: null,
    });
  });

  it('follows anchors and merges, and keeps the last of repeated keys', () => {
    expect(yamlToJson('base: &b {k: 1, l: 2}\nuse:\n  <<: *b\n  l: 3\nm: 1\nm: 2')).toEqual({
      base: { k: 1, l: 2 },
      use: { k: 1, l: 3 },
      m: 2,
    });
  });

  it('does not let a key of JavaScript change objects', () => {
    const value = yamlToJson('__proto__: {a: 1}') as { readonly [key: string]: unknown };
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('stops a document that grows by aliases', () => {
    const levels = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [of, name] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'].map((pair) => [pair[0], pair[1]])) {
      levels.push(`${name}: &${name} [*${of}, *${of}, *${of}, *${of}, *${of}, *${of}, *${of}, *${of}, *${of}]`);
    }
    expect(fault(levels.join('\n'))).toBe('yaml: document contains excessive aliasing');
  });

  it.each([
    ['a: b: c', 'yaml: mapping values are not allowed in this context'],
    ['key: value\n  nested: x', 'yaml: line 2: mapping values are not allowed in this context'],
    ['foo: [a, b\nbar: c', "yaml: line 1: did not find expected ',' or ']'"],
    ['a: {b: c', "yaml: line 1: did not find expected ',' or '}'"],
    ['- a\nb: c', "yaml: line 1: did not find expected '-' indicator"],
    ['a: "b\nc: d', 'yaml: line 2: found unexpected end of stream'],
    ['apiVersion: v1\nkind Pod\n', "yaml: line 3: could not find expected ':'"],
    ['a:\n\tb: c', 'yaml: line 2: found character that cannot start any token'],
    ['a: b\n\tc: d', 'yaml: line 2: found a tab character that violates indentation'],
    ['spec:\n  a:\n  - x: 1\n   y: z', 'yaml: line 3: did not find expected key'],
    ['a: @x', 'yaml: found character that cannot start any token'],
    ['a: "\\q"', 'yaml: found unknown escape character'],
    ['a: *x', "yaml: unknown anchor 'x' referenced"],
  ])('names the fault of %j as Go does', (text, message) => {
    expect(fault(text)).toBe(message);
  });

  it('splits a stream at its separators', () => {
    expect(splitDocuments('---\na: 1\n---\n\n---\nb: 2\n')).toEqual(['a: 1', 'b: 2\n']);
  });
});

describe('writing YAML', () => {
  it.each([
    ['x', 'x'],
    ['yes', '"yes"'],
    ['12', '"12"'],
    ['1e3', '"1e3"'],
    ['12:30:45', '"12:30:45"'],
    ['2024-01-01', '"2024-01-01"'],
    ['', '""'],
    ['- x', "'- x'"],
    ['a: b', "'a: b'"],
    ['it\'s "q": x', "'it''s \"q\": x'"],
    [' x', "' x'"],
    ['a\tb', '"a\\tb"'],
    ['<a>&b', '<a>&b'],
    ['a\nb\n', '|\n  a\n  b'],
    ['a\nb', '|-\n  a\n  b'],
    [' a\nb\n', '|2\n   a\n  b'],
    ['a  \nb', '"a  \\nb"'],
  ])('writes %j', (text, written) => {
    expect(toYaml({ k: text })).toBe(`k: ${written}\n`);
  });

  it('sorts keys, does not indent lists below their key, and keeps empty ones on the line', () => {
    expect(toYaml({ b: [{ y: 1, x: [] }, 'z'], a10: {}, a9: null })).toBe(
      'a9: null\na10: {}\nb:\n- x: []\n  "y": 1\n- z\n',
    );
  });

  it('breaks a long line after column 80', () => {
    const long = `${'word '.repeat(20)}end`;
    expect(toYaml({ message: long })).toBe(`message: ${'word '.repeat(14)}word\n  ${'word '.repeat(5)}end\n`);
  });
});
