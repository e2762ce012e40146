import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionPort } from '../../../src/components/workbench/session/port.ts';
import type { LabMenu } from '../../../src/components/workbench/tasks/lab-menu.ts';
import { TasksView } from '../../../src/components/workbench/tasks/view.ts';
import type { Lab, Task } from '../../../src/engine/grader/lab.ts';
import { texts } from '../../../src/i18n/text.ts';
import { textsOf, withFakePage } from '../support/fake-page.ts';

const both = (text: string) => ({ en: text, ko: text });
const task = (id: string): Task => ({
  id,
  title: both(`Title ${id}`),
  text: both(`Text ${id}`),
  needs: [],
  checks: [],
  hints: [],
});
const lab = {
  id: 'pods',
  title: both('Pods'),
  summary: both('Run one, mend another.'),
  vars: {},
  seed: 1,
  tasks: [task('run'), task('mend')],
} as unknown as Lab;

function shown(exam?: readonly string[]): HTMLElement {
  const menu = { element: document.createElement('div') } as unknown as LabMenu;
  const actions = {
    reset() {},
    journal: () => '',
    goBack() {},
    solution: () => Promise.resolve(undefined),
    showBeside() {},
    scored() {},
  };
  const view = new TasksView({ language: 'en', t: texts('en'), port: new SessionPort() }, actions as never, menu);
  view.showLab(lab, '', exam);
  return view.element;
}

beforeEach(withFakePage);
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('what stands above the tasks', () => {
  it('is what the lab is about', () => {
    const page = shown();
    expect(textsOf(page, '.wb-lab-summary')).toEqual(['Run one, mend another.']);
    expect(textsOf(page, '.wb-task-text')).toEqual(['Text run', 'Text mend']);
  });

  it('promises nothing in an exam that the exam has not drawn', () => {
    const page = shown(['mend']);
    expect(textsOf(page, '.wb-lab-title')).toEqual(['Pods']);
    expect(textsOf(page, '.wb-lab-summary')).toEqual([]);
    expect(textsOf(page, '.wb-task-text')).toEqual(['Text mend']);
  });
});
