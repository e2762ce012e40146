import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/engine/cluster/json.ts';
import { executeTemplate } from '../../../src/engine/kubectl/go-template/execute.ts';
import { TemplateError } from '../../../src/engine/kubectl/go-template/node.ts';
import { parseGoTemplate } from '../../../src/engine/kubectl/go-template/parse.ts';
import { jsonpath, jsonpathValues, relaxedJsonPath } from '../../../src/engine/kubectl/jsonpath/jsonpath.ts';
import { JsonPathError } from '../../../src/engine/kubectl/jsonpath/node.ts';
import { instruments } from '../../../src/engine/session/instruments.ts';
import { cpuMs } from '../cpu-time.ts';
import { Learner } from '../session/learner.ts';
import { JSONPATH_CORPUS, TEMPLATE_CORPUS } from './fuzz-corpus.ts';

// Whatever stands in an expression: it prints, or ends in its language's own error; it takes less than a second, and touches no prototype.

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1500);
const SECOND = 1000;

const POD: Json = {
  kind: 'Pod',
  metadata: { name: 'x', labels: { app: 'web', 'a.b/c': 'd' }, annotations: { long: 'y'.repeat(2000) } },
  spec: {
    containers: Array.from({ length: 20 }, (_, at) => ({
      name: `c${at}`,
      image: 'nginx',
      ports: [{ containerPort: 80 + at, name: 'http' }],
      env: [{ name: 'A', value: '1' }, { name: 'B' }],
      deep: [[[[at, null, true, 1.5, -1]]]],
    })),
  },
};
const LIST: Json = { kind: 'List', items: Array.from({ length: 60 }, () => POD) };

function printsOrFails(run: () => unknown, Fault: typeof JsonPathError | typeof TemplateError): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
}

const path = (text: string, data: Json): void => {
  printsOrFails(() => jsonpath(text, data), JsonPathError);
  printsOrFails(() => jsonpath(text, data, { allowMissingKeys: false, asJson: true }), JsonPathError);
  printsOrFails(() => jsonpathValues(text, data), JsonPathError);
  printsOrFails(() => jsonpath(relaxedJsonPath(text), data), JsonPathError);
};
const template = (text: string, data: Json): void =>
  printsOrFails(() => {
    const options = { write: () => {}, step: () => {} };
    const parsed = parseGoTemplate(text);
    executeTemplate(parsed, data, { ...options, allowMissing: true });
    executeTemplate(parsed, data, { ...options, allowMissing: false });
  }, TemplateError);

const joined = (parts: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> =>
  fc.array(parts, { maxLength }).map((all) => all.join(''));

const step = fc.oneof(
  fc.constantFrom('.metadata', '.name', '.spec', '.containers', '.items', '[*]', '[0]', '[-1]', '[0:2]', '[::2]', '..'),
  fc.constantFrom(
    '..name',
    '.*',
    '@',
    '$',
    '.__proto__',
    '.constructor',
    "['a.b/c']",
    "['__proto__']",
    '[0,1]',
    '.a\\.b',
  ),
  fc.constantFrom(
    '[?(@.name=="x")]',
    '[?(@.ports[0].containerPort>80)]',
    '[?(@.tty)]',
    '[99999999999]',
    '[1:0]',
    '[::0]',
  ),
  fc.constantFrom(
    ' ',
    '"t"',
    "'\\U99999999'",
    '1.5',
    '-3',
    'true',
    'range ',
    'end',
    '[?(',
    ')]',
    '[',
    ']',
    '}{',
    '\\',
    '\n',
  ),
);
const paths = fc.oneof(
  joined(step, 6).map((inside) => `{${inside}}`),
  fc
    .array(fc.oneof(joined(step, 4), fc.constantFrom('range .items[*]', 'range .spec.containers[*]', 'end')), {
      maxLength: 8,
    })
    .map((all) => all.map((inside) => `{${inside}}`).join('\t')),
  joined(step, 8),
  fc.string({ maxLength: 30, unit: 'binary' }),
  fc.string({ maxLength: 30 }).map((inside) => `{${inside}}`),
);

const word = fc.oneof(
  fc.constantFrom(
    '.',
    '.items',
    '.metadata.name',
    '.__proto__',
    '.constructor',
    '$',
    '$x',
    '$i',
    '1',
    '-1',
    '1e9',
    '"a"',
  ),
  fc.constantFrom(
    'len',
    'index',
    'slice',
    'printf',
    'print',
    'println',
    'html',
    'js',
    'urlquery',
    'eq',
    'lt',
    'and',
    'or',
  ),
  fc.constantFrom(
    'not',
    'exists',
    'base64decode',
    'call',
    'nil',
    'true',
    '(',
    ')',
    '|',
    ':=',
    '=',
    ',',
    '"%9999d%.200f%*d"',
  ),
  fc.constantFrom('"__proto__"', '"constructor"', "'a'", '`r`', '"\\ud800"', '"\\U99999999"', '0x1F', '.5', '..', ';'),
);
const action = fc.tuple(
  fc.constantFrom(
    '',
    '- ',
    'if ',
    'with ',
    'range ',
    'range $i, $x := ',
    '$x := ',
    '$x = ',
    'define "t"',
    'template "t" ',
  ),
  fc.array(word, { maxLength: 5 }).map((all) => all.join(' ')),
);
const templates = fc.oneof(
  fc
    .array(
      fc.oneof(
        action.map(([head, rest]) => `{{${head}${rest}}}`),
        fc.constantFrom('{{end}}', '{{else}}', '{{end}}', '{{break}}', '{{continue}}', '{{/* c */}}', 'text', '\n'),
      ),
      { maxLength: 10 },
    )
    .map((all) => all.join('')),
  fc.string({ maxLength: 30, unit: 'binary' }).map((inside) => `{{${inside}}}`),
);

describe('an expression that nobody should write', () => {
  it.each(JSONPATH_CORPUS)('JSONPath %#', (text) => {
    expect(
      cpuMs(() => path(text, LIST), 4 * SECOND),
      text.slice(0, 100),
    ).toBeLessThan(4 * SECOND);
  });

  it.each(TEMPLATE_CORPUS)('Go template %#', (text) => {
    expect(
      cpuMs(() => template(text, LIST), 2 * SECOND),
      text.slice(0, 100),
    ).toBeLessThan(2 * SECOND);
  });

  it('ends in a JSONPath', () => {
    fc.assert(
      fc.property(paths, (text) => {
        expect(cpuMs(() => path(text, POD), SECOND)).toBeLessThan(SECOND);
      }),
      { numRuns: RUNS },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 60_000);

  it('ends in a Go template', () => {
    fc.assert(
      fc.property(templates, (text) => {
        expect(cpuMs(() => template(text, POD), SECOND)).toBeLessThan(SECOND);
      }),
      { numRuns: RUNS },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 60_000);

  it('shows nothing of a prototype', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length']) {
      expect(jsonpath(`{.${name}}{['${name}']}{.metadata.${name}}{.spec.containers.${name}}`, POD)).toBe('');
      const out: string[] = [];
      executeTemplate(parseGoTemplate(`{{.${name}}}{{index . "${name}"}}{{exists . "${name}"}}`), POD, {
        allowMissing: true,
        write: (text) => out.push(text),
        step: () => {},
      });
      expect(out.join('')).toBe('<no value><no value>false');
    }
  });
});

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** What can be typed: a line has an end, and a terminal takes control characters for itself. */
const typed = (corpus: readonly string[]): readonly string[] =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
  corpus.filter((text) => text.length < 2000 && !/[\u0000-\u001f\ud800-\udfff]/.test(text));

describe('a terminal', () => {
  it('has its prompt back whatever expression kubectl was given', () => {
    const ann = new Learner();
    ann.run('kubectl run web --image=nginx');
    for (const text of typed(JSONPATH_CORPUS))
      for (const flags of [
        `-o jsonpath=${quoted(text)}`,
        `-o custom-columns=A:${quoted(text)}`,
        `--sort-by=${quoted(text)}`,
      ]) {
        const said = ann.run(`kubectl get pods -A ${flags}`);
        expect(said, `${flags}\n${said}`).toMatch(/~ \$ *$/);
        expect(said).not.toMatch(/RangeError|TypeError|Maximum call stack|panic/);
      }
    for (const text of typed(TEMPLATE_CORPUS)) {
      const said = ann.run(`kubectl get pods -A -o go-template=${quoted(text)}`);
      expect(said, `${text}\n${said}`).toMatch(/~ \$ *$/);
      expect(said).not.toMatch(/RangeError|TypeError|Maximum call stack|panic/);
    }
  }, 120_000);
});

describe('a check of a lab and the playground', () => {
  it('answer with values or with what is wrong', () => {
    const { jsonpath: ask } = instruments(undefined, 0);
    for (const text of JSONPATH_CORPUS) {
      const found = ask(text, LIST);
      if (found.kind === 'error') expect(found.message).not.toMatch(/RangeError|TypeError|Maximum call stack/);
    }
  });
});
