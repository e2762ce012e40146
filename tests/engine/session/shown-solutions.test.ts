import { describe, expect, it } from 'vitest';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';
import { checkLab } from '../../../src/engine/session/check-lab.ts';

const text = (one: string, two: string) => `id: shown
title: { en: A, ko: 가 }
summary: { en: A, ko: 가 }
lesson: pods
minutes: 5
tasks:
  - id: one
    title: { en: A, ko: 가 }
    checks:
      - { id: made, says: { en: A, ko: 가 }, points: 1, get: namespace/one, exists: true }
    ${one}
  - id: two
    title: { en: A, ko: 가 }
    checks:
      - { id: labelled, says: { en: A, ko: 가 }, points: 1, get: namespace/one, jsonpath: '{.metadata.labels.a}', equals: b }
    ${two}
proof:
  unsolved: 0
  solutions: [{ run: [kubectl create namespace one, kubectl label namespace one a=b] }]
  wrong: [{ run: [kubectl create namespace two], fails: [made] }]
`;

function read(one: string, two: string) {
  return readLabFile('lab.yaml', text(one, two), () => undefined);
}

function faults(one: string, two: string): readonly string[] {
  const found = read(one, two);
  if (!('lab' in found)) throw new Error(JSON.stringify(found.diagnostics));
  const jq = () => ({ stdout: '', stderr: '', code: 0 });
  return checkLab({ lab: found.lab, labDigest: 'd', student: 'ann', jq, readFile: () => undefined }).faults;
}

describe('a lab whose checks are not all needed', () => {
  it('is not proven, and says which', () => {
    const idle = text('', '').replace(
      '    checks:\n',
      "    checks:\n      - { id: named, says: { en: A, ko: 가 }, points: 1, get: namespace/one, jsonpath: '{.metadata.name}', equals: one }\n",
    );
    const found = readLabFile('lab.yaml', idle, () => undefined);
    if (!('lab' in found)) throw new Error(JSON.stringify(found.diagnostics));
    const jq = () => ({ stdout: '', stderr: '', code: 0 });
    expect(checkLab({ lab: found.lab, labDigest: 'd', student: 'ann', jq, readFile: () => undefined }).faults).toEqual([
      expect.stringMatching(/^idle check named \(task one\)/),
      expect.stringMatching(/^idle check made \(task one\)/),
    ]);
  });
});

describe('solutions that the page shows', () => {
  it('are run one after the other, and complete their tasks', () => {
    expect(faults('solution: [kubectl create namespace one]', 'solution: [kubectl label namespace one a=b]')).toEqual(
      [],
    );
    expect(faults('solution: [kubectl create namespace one]', 'solution: [kubectl label namespace one a=c]')).toEqual([
      expect.stringMatching(/^solution of two: it does not complete the task/),
    ]);
  });

  it('are there for every task or for none', () => {
    expect(read('', '')).toHaveProperty('lab');
    expect(read('solution: ["true"]', '')).toMatchObject({
      diagnostics: [
        { line: 12, message: 'tasks.1: "two" has no solution and others have: give every task one, or none' },
      ],
    });
  });
});
