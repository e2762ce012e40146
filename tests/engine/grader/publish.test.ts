import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/engine/grader/lab.ts';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';
import { publishedLab } from '../../../src/engine/grader/publish.ts';

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

  it('is the same when it is published again', () => {
    expect(publishedLab(publishedLab(secret))).toEqual(publishedLab(secret));
  });
});
