import { beforeAll, describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/engine/grader/lab.ts';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';
import type { RunJq } from '../../../src/engine/session/instruments.ts';
import { realJq } from '../real-jq.ts';
import { Learner } from '../session/learner.ts';

let jq: RunJq;
beforeAll(async () => {
  jq = await realJq();
});

/** A lab with one check of one rule, as a teacher writes it. */
function lab(check: string): Lab {
  const text = `id: history
title: { en: A, ko: 가 }
summary: { en: A, ko: 가 }
lesson: pods
minutes: 5
tasks:
  - id: change
    title: { en: A, ko: 가 }
    checks:
      - id: asked
        says: { en: A, ko: 가 }
        points: 1
${check}
proof:
  unsolved: 0
  solutions: [{ run: ['true'] }]
  wrong: [{ run: ['true'], fails: [asked] }]
`;
  const read = readLabFile('lab.yaml', text, () => undefined);
  if (!('lab' in read)) throw new Error(JSON.stringify(read.diagnostics));
  return read.lab;
}

/** The verdict on the check after these lines. */
function verdict(check: string, ...lines: readonly string[]) {
  const ann = new Learner({ lab: lab(check), jq });
  for (const line of lines) {
    ann.run(line);
    ann.wait(30_000);
  }
  const report = ann.session.report();
  // Grading twice is the same, and changes nothing.
  const hash = ann.session.historyHash();
  expect(ann.session.report()).toEqual(report);
  expect(ann.session.historyHash()).toBe(hash);
  const found = report?.tasks[0]?.verdicts[0];
  if (found === undefined) throw new Error('no verdict');
  return found;
}

const during = (rule: string, of = 'deployment/web'): string => `        during: { of: ${of} }\n        ${rule}`;
const CREATE = 'kubectl create deployment web --image=nginx --replicas=2';

describe('a rule over history', () => {
  it('always: holds at every moment since the object was there', () => {
    expect(verdict(during('always: .spec.replicas >= 2'), CREATE).outcome).toBe('met');
  });

  it('always: names the moment at which it broke, though all is well again', () => {
    const found = verdict(
      during('always: .spec.replicas >= 2'),
      CREATE,
      'kubectl scale deployment web --replicas=1',
      'kubectl scale deployment web --replicas=3',
    );
    expect(found.outcome).toBe('not-met');
    expect(found.counterExample).toMatchObject({
      object: 'deployment/web',
      after: 'kubectl scale deployment web --replicas=1',
    });
    expect(found.why?.en).toMatch(/^At 0:3\d it did not hold, after `kubectl scale deployment web --replicas=1`\.$/);
  });

  it('says what the author knows of the mistake, by what the object is now', () => {
    const rule = `${during('always: .spec.replicas >= 2')}
        otherwise:
          - { jq: .spec.replicas == 1, say: { en: Only one is wanted., ko: 하나만 원해요. } }`;
    const scaled = verdict(rule, CREATE, 'kubectl scale deployment web --replicas=1');
    expect(scaled.why?.en).toBe('Only one is wanted.');
    expect(scaled.counterExample).toMatchObject({ object: 'deployment/web' });
    expect(verdict(rule).why?.en).toBe('deployment/web did not exist in that time.');
  });

  it('always: an object that goes away breaks it', () => {
    expect(verdict(during('always: . != null'), CREATE, 'kubectl delete deployment web').outcome).toBe('not-met');
  });

  it('never', () => {
    expect(verdict(during('never: .spec.replicas > 4'), CREATE).outcome).toBe('met');
    const found = verdict(during('never: .spec.replicas > 4'), CREATE, 'kubectl scale deployment web --replicas=5');
    expect(found.outcome).toBe('not-met');
    expect(found.counterExample?.after).toBe('kubectl scale deployment web --replicas=5');
  });

  it('of the latest object forgives one of that name that was deleted before, and nothing else', () => {
    const latest = `        during: { of: deployment/web, latest: true }\n        never: .spec.replicas > 4`;
    const anew = ['kubectl scale deployment web --replicas=5', 'kubectl delete deployment web', CREATE];
    expect(verdict(during('never: .spec.replicas > 4'), CREATE, ...anew).outcome).toBe('not-met');
    expect(verdict(latest, CREATE, ...anew).outcome).toBe('met');
    expect(verdict(latest, CREATE, ...anew, 'kubectl scale deployment web --replicas=6').outcome).toBe('not-met');
    expect(verdict(latest, CREATE, ...anew.slice(0, 2)).outcome).toBe('not-met');
    expect(verdict(latest, 'true').why?.en).toBe('deployment/web did not exist in that time.');
  });

  it('eventually: once is enough', () => {
    const rule = during('eventually: .status.availableReplicas == 2');
    expect(verdict(rule, CREATE, 'kubectl scale deployment web --replicas=0').outcome).toBe('met');
    expect(verdict(rule, 'kubectl create deployment web --image=nosuch').outcome).toBe('not-met');
  });

  it('ordered: one after the other', () => {
    const rule = during("ordered: ['.spec.replicas == 1', '.spec.replicas == 3']");
    const to = (replicas: number): string => `kubectl scale deployment web --replicas=${replicas}`;
    expect(verdict(rule, CREATE, to(1), to(3)).outcome).toBe('met');
    const found = verdict(rule, CREATE, to(3), to(1));
    expect(found.outcome).toBe('not-met');
    expect(found.why?.en).toBe('Step 2 of the expected order did not come.');
  });

  it('is not met over an empty window', () => {
    for (const rule of ['always: . != null', 'never: . == 5', 'eventually: .spec'])
      expect(verdict(during(rule), 'true').why?.en).toBe('deployment/web did not exist in that time.');
  });

  it('is not met when a filter errs, and does not hold where it errs', () => {
    expect(verdict(during("always: '.spec.replicas | error'"), CREATE).outcome).toBe('not-met');
    expect(verdict(during("eventually: '.spec.replicas | error'"), CREATE).outcome).toBe('not-met');
    expect(verdict(during("always: '.spec ['"), CREATE).why?.en).toMatch(
      /^Not met, because the check could not be asked/,
    );
  });
});

describe('a state', () => {
  it('that is absent proves nothing when the object was never there', () => {
    const gone = '        get: deployment/web\n        absent: true';
    expect(verdict(gone, 'true').why?.en).toMatch(/has never existed in this session/);
    expect(verdict(gone, CREATE, 'kubectl delete deployment web').outcome).toBe('met');
  });

  it('of an object that is missing is not explained by what the author says about a field', () => {
    const field = `        get: deployment/web
        jq: .spec.paused == true
        otherwise: [{ jq: .spec.paused == null, say: { en: It is not paused., ko: 아니요 } }]`;
    expect(verdict(field, 'true').why?.en).toBe('There is no deployment/web.');
    expect(verdict(field, CREATE).why?.en).toBe('It is not paused.');
    const absence = `${field.slice(0, -1)}, { jq: . == null, say: { en: Make it first., ko: 먼저 } }]`;
    expect(verdict(absence, 'true').why?.en).toBe('Make it first.');
  });

  it('of a file that is no JSON is explained by the author, who sees it as text', () => {
    const file = `        file: answer.json
        jq: .web == 1
        otherwise: [{ jq: 'type == "string"', say: { en: Two values, ko: 둘 } }]`;
    expect(verdict(file, `printf '{"web": 1}\\n' > answer.json`).outcome).toBe('met');
    expect(verdict(file, `printf '{\\n"web": 1\\n}\\n{\\n"api": 1\\n}\\n' > answer.json`).why?.en).toBe('Two values');
    expect(
      verdict(`        file: answer.json\n        jq: .web == 1`, `printf '{\\n}\\n{\\n}\\n' > answer.json`).why?.en,
    ).toMatch(/^Not met, because the check could not be asked: answer.json: /);
  });

  it('is not met when a pattern would take for ever, or is answered all the same', () => {
    const file = (pattern: string): string => `        file: answer.txt\n        matches: '${pattern}'`;
    const write = `printf '%0200d' 0 > answer.txt`;
    expect(verdict(file('^(0+)+$'), write).outcome).toBe('met');
    expect(verdict(file('^(0+)+1$'), write).outcome).toBe('not-met');
    expect(verdict(file('^(0*)*\\1(0*)*1$'), write).why?.en).toMatch(
      /could not be asked: regular expression is too hard/,
    );
  });

  it.each([
    ['goes round in a circle', "echo 'a: &a [*a]' > answer.yaml"],
    [
      'is a bomb',
      '{ echo \'a0: &a0 [x]\'; for i in 1 2 3 4 5 6 7 8 9; do b=$((i-1)); echo "a$i: &a$i [*a$b,*a$b,*a$b,*a$b,*a$b,*a$b,*a$b,*a$b]"; done; } > answer.yaml',
    ],
    ['is deep', "printf '[%.0s' {1..9000} > answer.yaml"],
    ['is no YAML', "echo 'a: [' > answer.yaml"],
  ])('is not met by a file that %s', (_, line) => {
    expect(verdict(`        file: answer.yaml\n        jq: .a == 5\n        equals: true`, line).outcome).toBe(
      'not-met',
    );
  });
});

describe('a rule over a past that compaction has cut', () => {
  /** The verdict when everything up to the end of the first line has been compacted. */
  function verdictAfterCut(check: string, first: string, ...then: readonly string[]) {
    const ann = new Learner({ lab: lab(check), jq });
    ann.run(first);
    ann.wait(30_000);
    const { store } = ann.session['world'].cluster.server.core;
    store.compact(store.revision);
    for (const line of then) {
      ann.run(line);
      ann.wait(30_000);
    }
    return ann.session.report()?.tasks[0]?.verdicts[0];
  }

  it('says that it cannot tell where the answer may be forgotten', () => {
    for (const rule of [
      'always: .spec.replicas >= 2',
      'never: .spec.replicas == 7',
      'eventually: .spec.replicas == 7',
    ]) {
      const found = verdictAfterCut(during(rule), CREATE);
      expect(found?.outcome).toBe('not-met');
      expect(JSON.stringify(found)).toContain('the cluster has forgotten a part');
    }
  });

  it('tells what is certain from what is kept', () => {
    const scale = 'kubectl scale deployment web --replicas=1';
    expect(verdictAfterCut(during('eventually: .spec.replicas == 1'), CREATE, scale)?.outcome).toBe('met');
    const broken = verdictAfterCut(during('always: .spec.replicas >= 2'), CREATE, scale);
    expect(broken?.outcome).toBe('not-met');
    expect(JSON.stringify(broken)).toContain(scale);
  });
});
