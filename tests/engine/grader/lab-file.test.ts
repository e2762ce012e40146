import { describe, expect, it } from 'vitest';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';

const GOOD = `id: first-pod
title: { en: Your first Pod, ko: 첫 파드 }
summary: { en: Run one., ko: 하나 실행하기. }
lesson: pods
minutes: 5
cluster:
  apply: [web.yaml]
tasks:
  - id: run
    title: { en: Run it, ko: 실행하기 }
    checks:
      - id: runs
        says: { en: It runs, ko: 실행 중이에요 }
        points: 2
        get: pod/web
        jsonpath: '{.status.phase}'
        equals: Running
proof:
  unsolved: 0
  solutions:
    - run: [kubectl run web --image=nginx]
  wrong:
    - run: [kubectl run web --image=nosuch]
      fails: [runs]
`;

const beside = (path: string): string | undefined => (path === 'web.yaml' ? 'kind: Pod\n' : undefined);

/** The first fault of the good file with one text replaced. */
function fault(find: string, replacement: string): string {
  const text = GOOD.replace(find, replacement);
  if (text === GOOD) throw new Error(`the good file does not have ${find}`);
  const read = readLabFile('lab.yaml', text, beside);
  if ('lab' in read) throw new Error('the file was taken');
  const [first] = read.diagnostics;
  return first === undefined ? '' : `${first.line}:${first.column} ${first.message}`;
}

describe('a lab file', () => {
  it('is read with its files', () => {
    const read = readLabFile('lab.yaml', GOOD, beside);
    if (!('lab' in read)) throw new Error(JSON.stringify(read.diagnostics));
    expect(read.lab.files).toEqual({ 'web.yaml': 'kind: Pod\n' });
    expect(read.lab.tasks[0]?.checks[0]?.subject).toEqual({
      kind: 'state',
      get: 'pod/web',
      query: { jsonpath: '{.status.phase}' },
      matcher: { equals: 'Running' },
    });
  });

  it('is told where a target says nothing that a check could look at', () => {
    expect(fault('get: pod/web', 'get: pod/web -o wide')).toContain('not -o');
    expect(fault('get: pod/web', 'get: pods,services')).toContain('one check for each of pods,services');
  });

  it('says of itself what it asks of the learner, or is a guided one', () => {
    const kindOf = (line: string): unknown => {
      const read = readLabFile('lab.yaml', GOOD.replace('minutes: 5', line), beside);
      return 'lab' in read ? read.lab.kind : read.diagnostics[0]?.message;
    };
    expect(kindOf('minutes: 5')).toBeUndefined();
    expect(kindOf('minutes: 5\nkind: break-fix')).toBe('break-fix');
    expect(kindOf('minutes: 5\nkind: riddle')).toContain('kind: ');
  });

  it('names the place of each mistake a teacher makes', () => {
    expect(fault('minutes: 5', 'minuts: 5')).toMatch(/minut/);
    expect(fault('minutes: 5', 'minutes: five')).toMatch(/^5:10 minutes: expected number, received string/);
    expect(fault(', ko: 첫 파드', '')).toMatch(/^2:8 title\.ko: expected string/);
    expect(fault("        jsonpath: '{.status.phase}'\n        equals: Running\n", '')).toMatch(
      /^12:9 .*expected jsonpath, jq, or one of exists, absent, count/,
    );
    expect(fault('get: pod/web', 'get: pod/web\n        command: kubectl')).toMatch(/found get and command/);
    expect(fault('equals: Running', 'jq: .status')).toMatch(/found both/);
    expect(fault('equals: Running', 'always: .status')).toMatch(/always needs during/);
    expect(fault('equals: Running', 'matches: "("')).toMatch(/no valid regular expression/);
    expect(fault('apply: [web.yaml]', 'apply: [wbe.yaml]')).toMatch(/^7:11 .*there is no file "wbe.yaml"/);
    expect(fault('fails: [runs]', 'fails: [rans]')).toMatch(/^24:15 .*"rans" is no check of this lab/);
    expect(fault('id: run\n', 'id: run\n    needs: [first]\n')).toMatch(/"first" is no task before this one/);
    expect(fault('points: 2', 'points: 1.5')).toMatch(/int/);
    expect(fault('get: pod/web', 'get: pod/web --watch')).toMatch(/not --watch/);
    expect(fault('id: first-pod', 'id: "unclosed')).toMatch(/^\d+:\d+ /);
  });

  it('is refused when its YAML is a bomb', () => {
    const bomb = `a: &a [x, x]\nb: &b [${'*a,'.repeat(50)}]\nc: &c [${'*b,'.repeat(50)}]\nd: [${'*c,'.repeat(50)}]\n`;
    const read = readLabFile('lab.yaml', bomb, beside);
    expect('diagnostics' in read && read.diagnostics[0]?.message).toMatch(/alias/i);
  });
});
