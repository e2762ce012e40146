import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/engine/grader/lab.ts';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';
import { publishedLab, publishedSolution } from '../../../src/engine/grader/publish.ts';

function labIn(folder: string): Lab {
  const read = readLabFile('lab.yaml', readFileSync(`labs/${folder}/lab.yaml`, 'utf8'), (name) =>
    readFileSync(`labs/${folder}/${name}`, 'utf8'),
  );
  if ('diagnostics' in read) throw new Error(JSON.stringify(read.diagnostics));
  return read.lab;
}

describe('a published lab', () => {
  const lab = labIn(readdirSync('labs').find((name) => name.startsWith('03-'))!);
  const [task] = lab.tasks;
  const secret: Lab = {
    ...lab,
    tasks: [{ ...task!, checks: [...task!.checks, { ...task!.checks[0]!, id: 'secret', hidden: true }] }],
  };

  it('holds no hidden check', () => {
    expect(JSON.stringify(publishedLab(secret))).not.toContain('secret');
    expect(publishedLab(secret).tasks[0]?.checks).toEqual(task!.checks);
  });

  it('holds no solution', () => {
    expect(lab.proof.solutions).not.toEqual([]);
    expect(publishedLab(lab).proof).toEqual({ unsolved: lab.proof.unsolved, solutions: [], wrong: [] });
  });

  it('leaves the tasks’ own solutions to a file of their own', () => {
    expect(lab.tasks.every((each) => each.solution !== undefined)).toBe(true);
    expect(publishedLab(lab).tasks.some((each) => 'solution' in each)).toBe(false);
    const solution = publishedSolution(lab, (path) => `text of ${path}`);
    expect(solution?.tasks['manifest']).toEqual([
      { kind: 'edit', path: 'hello.yaml', content: 'text of solutions/hello.yaml' },
      { kind: 'run', line: 'kubectl apply -f hello.yaml' },
    ]);
    expect(solution?.whole).toEqual([]);
  });

  it('shows the first way of the proof where tasks have none, and nothing where its author says so', () => {
    const bare: Lab = { ...lab, tasks: publishedLab(lab).tasks };
    expect(publishedSolution(bare, () => '')?.whole[0]).toEqual({
      kind: 'run',
      line: 'kubectl run web --image=nginx:1.25 --labels=app=web,tier=front',
    });
    expect(publishedSolution({ ...bare, showSolution: false }, () => '')).toBeUndefined();
    expect(publishedLab({ ...bare, showSolution: false })).toEqual(publishedLab(bare));
  });

  it('is the same when it is published again', () => {
    expect(publishedLab(publishedLab(secret))).toEqual(publishedLab(secret));
  });
});
