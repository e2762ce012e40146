import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Context } from '../../../src/components/workbench/context.ts';
import { SessionPort } from '../../../src/components/workbench/session/port.ts';
import { NOTHING_DONE } from '../../../src/components/workbench/tasks/progress.ts';
import { type TaskActions, TaskCard } from '../../../src/components/workbench/tasks/task-card.ts';
import type { Check, Task } from '../../../src/engine/grader/lab.ts';
import type { TaskReport } from '../../../src/engine/grader/verdict.ts';
import { type Language, texts } from '../../../src/i18n/text.ts';
import { textsOf, withFakePage } from '../support/fake-page.ts';

const both = (text: string) => ({ en: text, ko: text });
const check = (id: string, points: number): Check =>
  ({ id, says: both(id), points, hidden: false, subject: { kind: 'answer', ask: both('?') }, otherwise: [] }) as never;
const task: Task = {
  id: 'one',
  title: both('One'),
  text: undefined,
  needs: [],
  checks: [check('a', 1), check('b', 3), check('c', 0)],
  hints: [],
};
const found = (id: string, points: number, earned: number) => ({
  check: id,
  outcome: earned === points ? ('met' as const) : ('not-met' as const),
  points,
  earned,
  says: both(id),
  why: undefined,
  counterExample: undefined,
});
const report: TaskReport = {
  task: 'one',
  title: both('One'),
  complete: false,
  earned: 3,
  points: 4,
  verdicts: [found('a', 1, 0), found('b', 3, 3), found('c', 0, 0)],
};

function card(actions: TaskActions, language: Language = 'en'): TaskCard {
  const context: Context = { language, t: texts(language), port: new SessionPort() };
  return new TaskCard(context, task, 1, actions, []);
}
const points = (shown: TaskCard): string[] => textsOf(shown.element, '.wb-points');

beforeEach(withFakePage);
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the points of a task', () => {
  it('are earned one after the other where the learner can check', () => {
    const shown = card({ check: () => {} });
    expect(points(shown)).toEqual(['0/4', '0/1', '0/3', 'must hold']);
    shown.draw(report, NOTHING_DONE);
    expect(points(shown)).toEqual(['3/4', '0/1', '3/3', 'must hold']);
  });

  it('are told without a score before the end of an exam, and with it afterwards', () => {
    const shown = card({});
    expect(points(shown)).toEqual(['4 points', '1 point', '3 points', 'must hold']);
    expect(points(card({}, 'ko'))).toEqual(['4점', '1점', '3점', '꼭 필요']);
    shown.draw(report, NOTHING_DONE);
    expect(points(shown)).toEqual(['3/4', '0/1', '3/3', 'must hold']);
  });
});
