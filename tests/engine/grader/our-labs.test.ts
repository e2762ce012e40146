import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/engine/grader/lab.ts';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';

const names = readdirSync('labs', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function read(name: string): ReturnType<typeof readLabFile> {
  const folder = join('labs', name);
  const beside = (path: string): string | undefined => {
    const at = join(folder, path);
    return existsSync(at) ? readFileSync(at, 'utf8') : undefined;
  };
  return readLabFile('lab.yaml', readFileSync(join(folder, 'lab.yaml'), 'utf8'), beside);
}

/** What a lab of the course lacks: `skiff lab check` proves what it has. */
function lacks(lab: Lab): readonly string[] {
  const { unsolved, solutions, wrong } = lab.proof;
  return [
    ...(unsolved === 0 ? [] : ['doing nothing scores']),
    ...(solutions.length >= 2 ? [] : ['a second solution']),
    ...(wrong.length >= 2 ? [] : ['a second wrong way']),
    ...lab.tasks.filter(({ hints }) => hints.length < 2).map(({ id }) => `a hint ladder for ${id}`),
    ...lab.tasks.filter(({ solution }) => solution === undefined).map(({ id }) => `a solution for ${id}`),
  ];
}

describe('the labs of this repository', () => {
  it.each(names)('%s reads without a fault, and lacks nothing', (name) => {
    const found = read(name);
    expect('diagnostics' in found ? found.diagnostics : lacks(found.lab)).toEqual([]);
  });

  it('are enough for the course, and many differ from student to student', () => {
    const labs = names.flatMap((name) => {
      const found = read(name);
      return 'lab' in found ? [found.lab] : [];
    });
    expect(labs.length).toBeGreaterThanOrEqual(30);
    expect(labs.reduce((sum, { tasks }) => sum + tasks.length, 0)).toBeGreaterThanOrEqual(120);
    expect(labs.filter(({ vars }) => Object.keys(vars).length > 0).length).toBeGreaterThanOrEqual(labs.length / 3);
    expect(new Set(labs.map(({ kind }) => kind ?? 'guided'))).toEqual(new Set(['guided', 'challenge', 'break-fix']));
    expect(new Set(labs.map(({ id }) => id)).size).toBe(labs.length);
  });
});
