import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from '../../../src/components/workbench/files/lint.ts';
import { FilesModel, nameFault } from '../../../src/components/workbench/files/model.ts';
import { targetPath } from '../../../src/components/workbench/playground/target.ts';
import { hintStates, NOTHING_DONE, withHint } from '../../../src/components/workbench/tasks/progress.ts';
import { clockText, durationText } from '../../../src/components/workbench/time/clock-text.ts';
import type { Task } from '../../../src/engine/grader/lab.ts';

const both = (text: string) => ({ en: text, ko: text });
const hint = (afterAttempts: number) => ({ text: both('h'), afterAttempts, costs: 0 });
const task: Task = { id: 't', title: both('t'), text: undefined, needs: [], checks: [], hints: [hint(1), hint(3)] };

describe('hints', () => {
  it('open after so many checks, one after the other', () => {
    const states = (attempts: number, hints: number) =>
      hintStates(task, { attempts: { t: attempts }, hints: { t: hints }, solutions: [] }).map((state) => state.is);
    expect(states(0, 0)).toEqual(['locked']);
    expect(states(1, 0)).toEqual(['open']);
    expect(states(1, 1)).toEqual(['taken', 'locked']);
    expect(states(3, 1)).toEqual(['taken', 'open']);
    expect(states(3, 2)).toEqual(['taken', 'taken']);
  });

  it('say how many checks are still to come', () => {
    expect(hintStates(task, withHint(NOTHING_DONE, 't'))[1]).toMatchObject({ is: 'locked', checksMore: 3 });
  });
});

describe('the files', () => {
  it('keep what was typed when the session changes the file', () => {
    const files = new FilesModel();
    files.changed('a.yaml', 'one');
    const open = files.openFile('a.yaml');
    open.text = 'mine';
    expect(files.changed('a.yaml', 'two')).toBe(false);
    expect([open.text, files.isChanged('a.yaml')]).toEqual(['mine', true]);
  });

  it('follow the session where nothing was typed', () => {
    const files = new FilesModel();
    files.changed('a.yaml', 'one');
    const open = files.openFile('a.yaml');
    expect(files.changed('a.yaml', 'two')).toBe(true);
    expect(open.text).toBe('two');
    files.changed('a.yaml', null);
    expect(files.paths()).toEqual([]);
  });

  it('take plain names for new files only', () => {
    const files = new FilesModel();
    files.changed('a.yaml', '');
    const faults = ['', '/etc/passwd', '../up', '.kube/config', 'a//b', 'a.yaml', 'shop/pod.yaml'].map((name) =>
      nameFault(name, files),
    );
    expect(faults).toEqual(['empty', 'outside', 'outside', 'outside', 'outside', 'taken', undefined]);
  });
});

describe('faults in the editor', () => {
  const text = Text.of(['kind: Pod', 'spec: 1']);
  it('stand where the session found them', () => {
    const fault = { line: 2, column: 7, endColumn: 8, message: 'expected an object', severity: 'error' as const };
    expect(diagnosticsOf(text, [fault])).toEqual([
      { from: 16, to: 17, severity: 'error', message: 'expected an object' },
    ]);
  });

  it('stay inside of the text', () => {
    const fault = { line: 99, column: 99, endColumn: 1, message: 'm', severity: 'warning' as const };
    expect(diagnosticsOf(text, [fault])).toEqual([{ from: 17, to: 17, severity: 'warning', message: 'm' }]);
    expect(diagnosticsOf(text, undefined)).toEqual([]);
  });
});

describe('what a playground reads', () => {
  it.each([
    ['pods', '/api/v1/namespaces/default/pods'],
    ['po -n kube-system', '/api/v1/namespaces/kube-system/pods'],
    ['pod/web', '/api/v1/namespaces/default/pods/web'],
    ['pod web --namespace=shop', '/api/v1/namespaces/shop/pods/web'],
    ['pods -A', '/api/v1/pods'],
    ['deploy -l app=web', '/apis/apps/v1/namespaces/default/deployments?labelSelector=app%3Dweb'],
    ['nodes', '/api/v1/nodes'],
    ['sts,ds', undefined],
    ['cj -A', '/apis/batch/v1/cronjobs'],
    ['pv', '/api/v1/persistentvolumes'],
    ['things', undefined],
    ['constructor', undefined],
    ['pods --watch', undefined],
    ['pods a b', undefined],
    ['', undefined],
  ])('%s', (target, path) => {
    expect(targetPath(target)).toBe(path);
  });
});

describe('the clock', () => {
  it('shows the cluster’s time in UTC and how long the session has lasted', () => {
    expect(clockText(Date.UTC(2026, 10, 22, 4, 5, 6))).toBe('04:05:06');
    expect([0, 67_900, 3_727_000, -5].map(durationText)).toEqual(['0:00', '1:07', '1:02:07', '0:00']);
  });
});
