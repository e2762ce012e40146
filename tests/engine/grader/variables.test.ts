import { describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/engine/grader/lab.ts';
import { drawVariables, instantiate } from '../../../src/engine/grader/variables.ts';

/** A hole as lab files write it. */
const hole = (expression: string): string => `\${${expression}}`;
const text = (en: string): { en: string; ko: string } => ({ en, ko: en });

const lab: Lab = {
  id: 'x',
  title: text(`At least ${hole('MIN')}`),
  summary: text(`${hole('4 - MIN')} of four, in ${hole('HOME')}`),
  lesson: 'pods',
  minutes: 1,
  seed: 7,
  vars: { MIN: { pick: [1, 2, 3] } },
  cluster: { nodes: 2, apply: [], script: [] },
  files: { 'a.yaml': `replicas: ${hole('MIN')}` },
  tasks: [],
  proof: { unsolved: 0, solutions: [], wrong: [] },
};

describe('variables of a lab', () => {
  it('are the same for one student every time and differ between students', () => {
    const students = ['ann', 'bob', 'cho', 'dee', 'eve', 'fay', 'gil', 'hal'];
    const drawn = students.map((student) => drawVariables(lab, student)['MIN']);
    expect(drawn).toEqual(students.map((student) => drawVariables(lab, student)['MIN']));
    expect(new Set(drawn).size).toBeGreaterThan(1);
  });

  it('fill texts and files, and leave the shell its own variables', () => {
    const filled = instantiate(lab, { MIN: 3 });
    expect(filled.title.en).toBe('At least 3');
    expect(filled.summary.en).toBe(`1 of four, in ${hole('HOME')}`);
    expect(filled.files['a.yaml']).toBe('replicas: 3');
  });
});
