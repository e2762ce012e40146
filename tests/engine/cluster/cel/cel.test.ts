import { describe, expect, it } from 'vitest';
import { evaluateCel } from '../../../../src/engine/cluster/cel/evaluate.ts';
import { CelSyntaxError } from '../../../../src/engine/cluster/cel/lexer.ts';
import { parseCel } from '../../../../src/engine/cluster/cel/parser.ts';
import { CelError, celValue } from '../../../../src/engine/cluster/cel/values.ts';
import type { Json } from '../../../../src/engine/cluster/json.ts';

const OBJECT: Json = {
  metadata: { name: 'web', labels: { app: 'nginx', 'a/b': 'c' } },
  spec: { replicas: 3, ratio: 0.5, containers: [{ name: 'a', ports: [80, 443] }, { name: 'b' }] },
};
const run = (text: string) => evaluateCel(parseCel(text), new Map([['object', celValue(OBJECT)]]));

describe('CEL', () => {
  it.each([
    'object.spec.replicas > 1 && object.spec.replicas % 2 == 1',
    "object.metadata.labels['a/b'] == 'c' && 'app' in object.metadata.labels",
    'has(object.metadata.labels) && !has(object.metadata.annotations)',
    "object.spec.containers.all(c, c.name != '') && object.spec.containers.exists_one(c, has(c.ports))",
    'object.spec.containers.filter(c, has(c.ports)).map(c, size(c.ports)) == [2]',
    '-7 / 2 == -3 && -7 % 2 == -1 && 1.0 == 1 && 0.5 * 2.0 == 1.0 && 1 + 2 * 3 == 7',
    "object.metadata.name.startsWith('we') && object.metadata.name.matches('^w[a-z]+$') && size('héé') == 3",
    'object.?spec.?paused.orValue(false) == false && object.?spec.?replicas.orValue(1) == 3',
    "{'a': 1}['a'] == 1 && [1, 2] + [3] == [1, 2, 3] && 3 in [1, 2, 3]",
    "(object.missing == 1 || true) && (true ? 'x' : 'y') == 'x'",
    "duration('1h30m') > duration('45m') && timestamp('2026-01-01T00:00:00Z') < timestamp('2026-01-02T00:00:00Z')",
    "'a' + string(1) + r'\\d' + '\\n' == 'a1\\\\d\\u000a' // to the end",
    "quantity('1Gi').isGreaterThan(quantity('1000Mi')) && quantity('500m').add(quantity('1500m')) == quantity('2')",
    "quantity('3').asInteger() == 3 && !isQuantity('3 GB') && !quantity('100m').isInteger() && quantity('-1').sign() == -1",
    "sets.contains(['a', 'b'], ['b']) && sets.equivalent([1, 2], [2, 1, 2]) && !sets.intersects([1], [2])",
    "isIP('10.0.0.1') && isIP('fd00::1') && !isIP('10.0.0') && isCIDR('10.0.0.0/8') && isURL('https://example.com/a')",
    'object == object && object.spec.ratio < 1.0 && dyn(1) == 1',
  ])('holds: %s', (text) => {
    expect(run(text)).toBe(true);
  });

  it.each([
    ['object.spec.missing', 'no such key: missing'],
    ["'replicas: ' + object.spec.replicas", "found no matching overload for '_+_' applied to '(string, int)'"],
    ['[1][3]', 'index out of bounds: 3'],
    ['1 / 0', 'division by zero'],
    ['nobody', "undeclared reference to 'nobody' (in container '')"],
    ['9223372036854775807 + 1', 'integer overflow'],
    ["'a' && true", 'no such overload'],
  ])('fails: %s', (text, message) => {
    expect(() => run(text)).toThrow(new CelError(message));
  });

  it('gives up what would take too long', () => {
    const ten = '[1,2,3,4,5,6,7,8,9,10]';
    const nested = [...'abcdef'].reduceRight((inner, name) => `${ten}.all(${name}, ${inner})`, 'true');
    expect(() => run(nested)).toThrow('operation cancelled: actual cost limit exceeded');
  });

  it.each(['', 'a ||', "'open", '1 +* 2', '... [] bad expression', 'a.b(', 'if', '#'])(
    'is no expression: %s',
    (text) => {
      expect(() => parseCel(text)).toThrow(CelSyntaxError);
    },
  );
});
