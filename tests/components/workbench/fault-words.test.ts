import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askSession } from '../../../src/components/workbench/files/ask.ts';
import { inOurWords } from '../../../src/components/workbench/files/fault-words.ts';
import { Problems } from '../../../src/components/workbench/files/problems.ts';
import { SessionPort } from '../../../src/components/workbench/session/port.ts';
import { kinds } from '../../../src/engine/cluster/resources/registry.ts';
import type { FromSession } from '../../../src/engine/hosts/protocol.ts';
import { type LintFault, type LintFinding, lint } from '../../../src/engine/session/lint.ts';
import { texts } from '../../../src/i18n/text.ts';
import { fake, withFakePage } from '../support/fake-page.ts';

const [en, ko] = [texts('en'), texts('ko')];
const pod = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:${spec}\n`;

/** What the editor says of a manifest in both languages. */
const said = (text: string) =>
  lint(text, kinds).map((found) => ({ en: inOurWords(found, en).message, ko: inOurWords(found, ko).message }));

describe('what is wrong with a manifest', () => {
  it.each([
    [pod(' 3'), 'expected an object (PodSpec)', '객체(PodSpec)가 와야 해요.'],
    [pod(' {containers: web}'), 'expected a list of Container', 'Container의 목록이 와야 해요.'],
    [pod(' {containers: [{name: web}], nodeSelector: web}'), 'expected a mapping', '키와 값의 쌍이 와야 해요.'],
    [
      pod(' {containers: [{name: web}], priority: two}'),
      'expected integer, found "two"',
      'integer 값이 와야 하는데 "two" 값이 있어요.',
    ],
    [pod(' {containers: [{name: web}], priority: [2]}'), 'expected integer', 'integer 값이 와야 해요.'],
    [
      pod(' {containers: [{name: web}], restartPolicy: Sometimes}'),
      'expected one of Always, Never, OnFailure',
      '다음 중 하나여야 해요: Always, Never, OnFailure',
    ],
    [
      pod(' {containers: [{name: web}], contaners: []}'),
      'unknown field "contaners" in PodSpec',
      'PodSpec에는 “contaners” 필드가 없어요.',
    ],
    [pod(' {}'), 'PodSpec needs "containers"', 'PodSpec에는 “containers” 필드가 꼭 있어야 해요.'],
    ['web', 'expected an object with apiVersion and kind', 'apiVersion과 kind가 있는 객체가 와야 해요.'],
    ['kind: Pod', 'apiVersion is missing', 'apiVersion이 없어요.'],
    ['apiVersion: v1', 'kind is missing', 'kind가 없어요.'],
    [
      'apiVersion: v2\nkind: Pod',
      'this cluster has no kind "Pod" in version "v2"',
      '이 클러스터의 “v2” 버전에는 “Pod” 종류가 없어요.',
    ],
  ])('is said in both languages: %#', (text, english, korean) => {
    expect(said(text)).toEqual([{ en: english, ko: korean }]);
  });

  it.each([
    ['a: 1\na: 2', 'this key is here already', '같은 키가 이미 있어요.'],
    ['a:\n\tb: 1', 'YAML is indented with spaces, not with tabs', 'YAML은 탭이 아니라 공백으로 들여써요.'],
    [
      'a: b: c',
      'this cannot stand on the line of the key before it (Nested mappings are not allowed in compact mappings)',
      '앞의 키와 같은 줄에 쓸 수 없어요(Nested mappings are not allowed in compact mappings).',
    ],
    [
      'a:\n    b: 1\n  c: 2',
      'the indentation does not fit (All mapping items must start at the same column)',
      '들여쓰기가 맞지 않아요(All mapping items must start at the same column).',
    ],
    ['a: "b', 'something is missing (Missing closing "quote)', '빠진 것이 있어요(Missing closing "quote).'],
    [
      'a: &x &y b',
      'this cannot be read as YAML (A node can have at most one anchor)',
      'YAML로 읽을 수 없어요(A node can have at most one anchor).',
    ],
  ])('is said where it is no YAML: %#', (text, english, korean) => {
    expect(said(text)[0]).toMatchObject({ en: english, ko: korean });
  });
});

describe('the editor', () => {
  it('hears of faults in the page’s words', async () => {
    const port = new SessionPort();
    let hear: (message: FromSession) => void = () => {};
    port.connect({
      kind: 'worker',
      send: (message) => {
        if (message.is !== 'ask' || message.question.about !== 'lint') return;
        const faults: readonly LintFinding[] = lint(message.question.text, kinds);
        hear({ is: 'answer', id: message.id, answer: { ok: true, value: faults as never } });
      },
      listen: ({ message }) => {
        hear = message;
      },
      stop() {},
    });
    hear({ is: 'ready', engine: '0', tookMs: 1, replayed: 0 });
    const told = await askSession(port, ko).lint('apiVersion: v1');
    expect(told?.map(({ message }) => message)).toEqual(['kind가 없어요.']);
  });
});

describe('the list of problems', () => {
  beforeEach(withFakePage);
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('shows how a refused update differs line by line, what would go apart from what would come', () => {
    const problems = new Problems({ language: 'ko', t: ko, port: new SessionPort() }, () => {});
    const message = 'spec: Forbidden: pod updates may not change fields\n@@ -1,2 +1,2 @@\n {\n-  "a": 1\n+  "a": 2\n';
    problems.show([{ line: 5, column: 1, endColumn: 2, message, severity: 'error' }]);
    const lines = fake(problems.element).all('.wb-problem-line');
    expect(lines.map((line) => [line.textContent, line.getAttribute('data-change')])).toEqual([
      ['@@ -1,2 +1,2 @@', null],
      [' {', null],
      ['-  "a": 1', '-'],
      ['+  "a": 2', '+'],
    ]);
  });

  it('marks as English only what the API server says', () => {
    const problems = new Problems({ language: 'ko', t: ko, port: new SessionPort() }, () => {});
    const server: LintFault = { line: 9, column: 1, endColumn: 2, message: 'Required value', severity: 'error' };
    problems.show([...lint('kind: Pod', kinds).map((fault) => inOurWords(fault, ko)), server]);
    const rows = fake(problems.element).all('span');
    expect(rows.map((row) => [row.textContent, row.getAttribute('lang')])).toEqual([
      [' apiVersion이 없어요.', null],
      [' Required value', 'en'],
    ]);
  });
});
