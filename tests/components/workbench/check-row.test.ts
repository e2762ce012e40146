import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionPort } from '../../../src/components/workbench/session/port.ts';
import { CheckRow } from '../../../src/components/workbench/tasks/check-row.ts';
import type { Check } from '../../../src/engine/grader/lab.ts';
import type { Verdict } from '../../../src/engine/grader/verdict.ts';
import { texts } from '../../../src/i18n/text.ts';
import { fake, textsOf, typeInto, withFakePage } from '../support/fake-page.ts';

const both = (text: string) => ({ en: text, ko: text });
const check: Check = {
  id: 'count',
  says: both('The count'),
  points: 2,
  hidden: false,
  subject: { kind: 'answer', ask: both('How many?') },
  otherwise: [],
} as never;
const wrong: Verdict = {
  check: 'count',
  outcome: 'not-met',
  points: 2,
  earned: 0,
  says: both('The count'),
  why: both('That is not the answer.'),
  counterExample: undefined,
};
const right: Verdict = { ...wrong, outcome: 'met', earned: 2, why: undefined };

/** A check that asks a question; `seen` is what the learner sees of what came of it. */
function row({ inExam = false } = {}) {
  const port = new SessionPort();
  const shown = new CheckRow({ language: 'en', t: texts('en'), port }, check, inExam ? undefined : 0);
  const seen = () => ({
    outcome: fake(shown.element).dataset['outcome'],
    why: textsOf(shown.element, '.wb-why'),
    noted: textsOf(shown.element, '.wb-file-state').join(''),
    points: textsOf(shown.element, '.wb-points').join(''),
  });
  return { shown, seen, type: (text: string) => typeInto(shown.element, text) };
}
const NOTED = 'Noted; Check tells whether it is right.';

beforeEach(withFakePage);
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a check without points', () => {
  it('says that it must hold, whatever came of it', () => {
    const guard: Check = { ...check, points: 0 } as never;
    const shown = new CheckRow({ language: 'ko', t: texts('ko'), port: new SessionPort() }, guard, 0);
    const points = () => textsOf(shown.element, '.wb-points').join('');
    expect(points()).toBe('꼭 필요');
    shown.draw({ ...wrong, points: 0 });
    expect(points()).toBe('꼭 필요');
  });
});

describe('a question that was answered', () => {
  it('forgets what was said of the answer before it, until the next check', () => {
    const { shown, seen, type } = row();
    shown.draw(wrong);
    expect(seen()).toEqual({ outcome: 'not-met', why: ['That is not the answer.'], noted: '', points: '0/2' });
    type('7');
    expect(seen()).toEqual({ outcome: 'none', why: [], noted: NOTED, points: '0/2' });
    shown.draw(wrong);
    expect(seen()).toEqual({ outcome: 'not-met', why: ['That is not the answer.'], noted: '', points: '0/2' });
  });

  it('is not called wrong by a check that nobody asked for', () => {
    const { shown, seen, type } = row();
    shown.draw(wrong);
    type('7');
    shown.draw(wrong, true);
    expect(seen()).toEqual({ outcome: 'none', why: [], noted: NOTED, points: '0/2' });
    shown.draw(right, true);
    expect(seen()).toEqual({ outcome: 'met', why: [], noted: '', points: '2/2' });
  });

  it('waits for no Check in an exam, which has none', () => {
    const { seen, type } = row({ inExam: true });
    type('7');
    expect(seen()).toEqual({ outcome: 'none', why: [], noted: 'Noted; it is graded at the end.', points: '2 points' });
  });
});
