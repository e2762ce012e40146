import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { JqSyntaxError } from '../../../src/components/workbench/playground/jq/node.ts';
import { parseJq } from '../../../src/components/workbench/playground/jq/parse.ts';
import { toJq } from '../../../src/components/workbench/playground/translate/to-jq.ts';
import { toJsonPath } from '../../../src/components/workbench/playground/translate/to-jsonpath.ts';
import type { Json } from '../../../src/engine/cluster/json.ts';
import { jsonpath } from '../../../src/engine/kubectl/jsonpath/jsonpath.ts';
import type { RunJq } from '../../../src/engine/session/instruments.ts';
import { Session } from '../../../src/engine/session/session.ts';
import { realJq } from '../../engine/real-jq.ts';

let run: RunJq;
let pods: Json;

beforeAll(async () => {
  run = await realJq();
  const header = {
    skiff: 'journal/v1' as const,
    engine: 't',
    lab: null,
    seed: 1,
    student: '',
    startMs: Date.UTC(2026, 0, 5),
  };
  const { world } = new Session({ header, lab: null, workers: 2, jq: () => run });
  const { body } = world.cluster.handle({ method: 'GET', path: '/api/v1/namespaces/kube-system/pods' });
  pods = body ?? null;
});

/** What a jq program prints: text as it is, everything else as JSON, and nothing for what is not there. */
function jqPrints(program: string, flags: readonly string[] = ['-r']): string {
  const { stdout, stderr, code } = run(program, [...flags, '-c'], JSON.stringify(pods));
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

const same = (translation: ReturnType<typeof toJq>): string => {
  if (translation.is !== 'same') throw new Error(JSON.stringify(translation));
  return translation.query;
};

describe('JSONPath as jq', () => {
  it.each([
    ['{.items[*].metadata.name}', '.items[].metadata.name'],
    ['{.items[0].metadata.name}', '.items[0].metadata.name'],
    ['{.items[-1:].metadata.name}', '.items[-1:][]?.metadata.name'],
    ['{.items[0:2].metadata.name}', '.items[0:2][]?.metadata.name'],
    [
      '{.items[?(@.status.phase=="Running")].metadata.name}',
      '.items[] | select(.status.phase == "Running") | .metadata.name',
    ],
    ['{.items[*].metadata.labels.k8s-app}', '.items[].metadata.labels["k8s-app"]'],
    ['{.items[*].spec.containers[*].image}', '.items[].spec.containers[]?.image'],
    ['{..image}', '.. | objects | select(has("image")) | .image'],
    ["{.items[*]['metadata.name', 'status.phase']}", '.items[] | (.metadata.name, .status.phase)'],
    [
      '{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}',
      '.items[] | "\\(.metadata.name)\\t\\(.status.phase)"',
    ],
    [
      '{range .items[*]}{.metadata.name}: {.spec.containers[*].image}{"\\n"}{end}',
      '.items[] | "\\(.metadata.name): \\([.spec.containers[]?.image] | join(" "))"',
    ],
    ['first: {.items[0].metadata.name}{"\\n"}', '"first: \\(.items[0].metadata.name)"'],
  ])('%s', (template, program) => {
    expect(same(toJq(template))).toBe(program);
    const printed = jsonpath(template, pods).trimEnd();
    // JSONPath prints values on one line
    const values = jqPrints(program)
      .trimEnd()
      .split('\n')
      .filter((line) => line !== 'null');
    expect(
      values
        .join(template.includes('{range') ? '\n' : ' ')
        .split(/\s+/)
        .sort(),
    ).toEqual(printed.split(/\s+/).sort());
    if (template.includes('range')) expect(values.join('\n')).toBe(printed);
  });

  it('prints a template with ranges among texts as it is', () => {
    const template = 'pods:{range .items[*]} {.metadata.name}{end}!';
    const translation = toJq(template);
    expect(translation).toMatchObject({ notes: expect.arrayContaining(['joined']) });
    expect(jqPrints(same(translation), ['-j']).trimEnd()).toBe(jsonpath(template, pods));
  });

  it('says what it has nothing for', () => {
    expect(toJq('{.items[0:4:2]}')).toMatchObject({ is: 'none', why: 'steps' });
    expect(toJq('{range .items[*]}{.metadata.name}')).toMatchObject({ is: 'none', why: 'ranges', what: 'range' });
  });

  it('says where a template stops being one', () => {
    expect(toJq('{.items[')).toEqual({ is: 'wrong', at: 8 });
    expect(toJq('ab{.items ^}')).toEqual({ is: 'wrong', at: 10 });
    expect(toJq('{.items[x]}')).toEqual({ is: 'wrong', at: 7 });
    expect(toJq('{.items[?(@.a=^)]}')).toEqual({ is: 'wrong', at: 7 });
  });
});

describe('jq as JSONPath', () => {
  it.each([
    ['.items[].metadata.name', '{.items[*].metadata.name}'],
    ['.items | .[0].metadata.name', '{.items[0].metadata.name}'],
    ['.items[-1].metadata.name', '{.items[-1:].metadata.name}'],
    ['.items[-2].metadata.name', '{.items[-2:-1].metadata.name}'],
    ['.items | last | .metadata.name', '{.items[-1:].metadata.name}'],
    [
      '.items[] | select(.status.phase == "Running") | .metadata.name',
      '{.items[?(@.status.phase=="Running")].metadata.name}',
    ],
    [
      '.items[] | select(.metadata.labels["k8s-app"] == "kube-dns").status.podIP',
      '{.items[?(@.metadata.labels.k8s-app=="kube-dns")].status.podIP}',
    ],
    ['.items[] | select(.metadata | has("ownerReferences")) | .metadata.name', undefined],
    ['.items[] | select(.spec.nodeName != null) | .metadata.name', '{.items[?(@.spec.nodeName)].metadata.name}'],
    [
      '.items | map(select(.spec.hostNetwork == true)) | .[].metadata.name',
      '{.items[?(@.spec.hostNetwork==true)].metadata.name}',
    ],
    ['[.items[] | .metadata.name] | .[]', '{.items[*].metadata.name}'],
    ['.items[].spec.containers[].image', '{.items[*].spec.containers[*].image}'],
    ['.. | .image? | values', '{..image}'],
    ['.items[].metadata.labels."app.kubernetes.io/name"', '{.items[*].metadata.labels.app\\.kubernetes\\.io/name}'],
    [
      '.items[] | "\\(.metadata.name) runs on \\(.spec.nodeName)"',
      '{range .items[*]}{.metadata.name} runs on {.spec.nodeName}{"\\n"}{end}',
    ],
    [
      '.items[] | .metadata.name + ": " + .status.phase',
      '{range .items[*]}{.metadata.name}: {.status.phase}{"\\n"}{end}',
    ],
    [
      '.items[] | [.metadata.name, .status.phase] | @tsv',
      '{range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}',
    ],
    ['.items[] | .metadata.name, .status.phase', '{range .items[*]}{.metadata.name}{"\\n"}{.status.phase}{"\\n"}{end}'],
    ['.', '{@}'],
  ])('%s', (program, template) => {
    const translation = toJsonPath(program);
    if (template === undefined) {
      expect(translation.is).toBe('none');
      return;
    }
    expect(same(translation)).toBe(template);
    if (program === '.') return;
    const printed = jsonpath(template, pods).trimEnd();
    const values = jqPrints(program)
      .trimEnd()
      .split('\n')
      .filter((line) => line !== 'null');
    expect(template.includes('{range') ? values.join('\n') : values.join(' ')).toBe(printed);
  });

  it.each([
    ['.items | length', 'length', 'computes', 9],
    ['.items[] | {name: .metadata.name}', '{…}', 'builds', 11],
    ['.items | sort_by(.metadata.name) | .[0]', 'sort_by', 'computes', 9],
    ['.items[] | select(.a == "x" and .b == "y")', 'and', 'filters', 18],
    ['.items[] | select(.metadata.name | test("^a"))', 'test', 'filters', 18],
    ['.items[0] | select(.a == 1)', 'select', 'filters', 12],
    ['.items[].metadata | select(.name == "x")', 'select', 'filters', 20],
    ['.a // "none"', '//', 'computes', 0],
    ['reduce .[] as $x (0; . + $x)', 'reduce', 'computes', 0],
    ['.items[] as $i | $i.a', 'as', 'computes', 0],
    ['if .a then 1 else 2 end', 'if', 'computes', 0],
  ])('says that JSONPath has nothing for %s', (program, what, why, at) => {
    expect(toJsonPath(program)).toEqual({ is: 'none', what, why, at });
  });
});

describe('the syntax of jq', () => {
  const VALID = [
    '.',
    '',
    '.a.b[0]["c"].d?',
    '.["a"]?.b."c d"[1:2][:3][-1:]',
    '[.[] | {a, b: .c, "d": 1, (.e): 2, $x, @base64 "f": 3}]',
    'def f(g; $h): g | . + $h; f(.a; 1)',
    'reduce .[] as {a: $x, b: [$y]} (0; . + $x) | . as [$p, $q] ?// $p | $p',
    'foreach .[] as $x (0; . + $x; [$x, .])',
    'if . then 1 elif .a then 2 else 3 end | if . then 1 end',
    'try error("x") catch . | .a? // "b"',
    'label $out | .[] | if . > 3 then break $out else . end',
    '"a\\(1 + (2 | tostring))b \\u00e9" | @json "x\\(.)" | @csv',
    '.a |= . + 1 | .b += 2 | .c //= 3 | -(.d) * 2 % 3 - -1',
    '.. == 1 and (.a or .b | not) # a comment',
    '.items | group_by(.spec.nodeName) | map({node: .[0].spec.nodeName, pods: length})',
    'input_line_number, $__loc__, $ENV.PATH, env.HOME, limit(3; .[])',
    'to_entries | map(select(.value > 1)) | from_entries',
  ];
  it.each(VALID)('takes %s', (program) => {
    expect(() => parseJq(program)).not.toThrow();
    const { stderr } = run(program, ['-n'], '');
    expect(stderr).not.toMatch(/syntax error/);
  });

  it.each([
    ['.items[', 7],
    ['.items[] | select(.a == ', 24],
    ['.items | map(.a', 15],
    ['.a | | .b', 5],
    ['{a: }', 4],
    ['.a ] ', 3],
    ['"abc', 0],
    ['.items[] | select(.a = = 1)', 23],
    ['1 == 2 == 3', 7],
    ['.a %% 2', 4],
    ['if . then 1', 11],
    ['.a.', 2],
    ['.items[] && .a', 9],
  ])('says where %s stops being jq', (program, at) => {
    try {
      parseJq(program);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(JqSyntaxError);
      expect((error as JqSyntaxError).at).toBe(at);
    }
    expect(run(program, ['-n'], '').code).toBe(3);
  });

  it('is jq’s own: both take and refuse the same programs', () => {
    const pieces =
      '. .a ."b" [ ] ( ) { } | , // == < and or + - * 1 "s" "\\(.a)" $__loc__ @tsv not map(.a) if then else end try catch ? .. : as $x reduce ; = |= .[0] .[] {a} {a:1} null .["a"] foreach length'
        .split(' ')
        .concat('label $x |', 'break $x');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }), (words) => {
        const program = words.join(' ');
        const { code, stderr } = run(program, ['-n'], '');
        let ours = true;
        try {
          parseJq(program);
        } catch {
          ours = false;
        }
        expect(ours, `${program}: ${stderr}`).toBe(!(code === 3 && /syntax error|may need|must be/.test(stderr)));
      }),
      { seed: 3, numRuns: 1_000 },
    );
  });
});
