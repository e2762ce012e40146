import { describe, expect, it } from 'vitest';
import { drawExam, type ExamLab } from '../../../src/components/workbench/exam/draw.ts';
import { replayed } from '../../../src/components/workbench/exam/replay.ts';
import {
  claimedOtherwise,
  drawnOtherwise,
  readSheet,
  reportsOf,
  type Sheet,
  sumOf,
} from '../../../src/components/workbench/exam/sheet.ts';
import type { PublishedLab } from '../../../src/components/workbench/session/lab-source.ts';
import type { TaskReport } from '../../../src/engine/grader/verdict.ts';
import type { FromSession, Host, ToSession } from '../../../src/engine/hosts/protocol.ts';

const both = (text: string) => ({ en: text, ko: text });
const lab = (folder: string, tasks: readonly (readonly [string, ...string[]])[]): ExamLab => ({
  folder,
  id: folder,
  title: both(folder),
  digest: `d-${folder}`,
  tasks: tasks.map(([id, ...needs]) => ({ id, title: both(id), points: 2, needs })),
});
const labs = [
  lab('01-a', [['a1'], ['a2', 'a1'], ['a3', 'a2']]),
  lab('02-b', [['b1'], ['b2']]),
  lab('03-c', [['c1'], ['c2'], ['c3']]),
];
const all = (stations: readonly { readonly tasks: readonly string[] }[]) => stations.flatMap(({ tasks }) => tasks);

describe('the tasks of an exam', () => {
  it('are the same for the same seed, in whatever order the labs come, and others for another', () => {
    expect(drawExam(labs, '7', 3)).toEqual(drawExam([...labs].reverse(), '7', 3));
    const draws = new Set(['1', '2', '3', '4', '5', '6'].map((seed) => JSON.stringify(drawExam(labs, seed, 3))));
    expect(draws.size).toBeGreaterThan(3);
  });

  it('are as many as were asked for, or with what they need a few more', () => {
    for (let seed = 0; seed < 40; seed++) {
      const tasks = all(drawExam(labs, String(seed), 4));
      expect(tasks.length).toBeGreaterThanOrEqual(4);
      expect(tasks.length).toBeLessThanOrEqual(6);
      if (tasks.includes('a3')) expect(tasks).toEqual(expect.arrayContaining(['a1', 'a2']));
      expect(new Set(tasks).size).toBe(tasks.length);
    }
    expect(all(drawExam(labs, '1', 99))).toHaveLength(8);
  });
});

const report = (task: string, earned: number): TaskReport => ({
  task,
  title: both(task),
  complete: earned === 2,
  earned,
  points: 2,
  verdicts: [],
});
const [station] = drawExam(labs, '7', 2) as readonly [{ folder: string; tasks: readonly string[] }];
const sheet: Sheet = {
  skiff: 'exam/v1',
  seed: '7',
  count: 2,
  minutes: 60,
  student: 'ann',
  startedMs: 1,
  finishedMs: 2,
  stations: drawExam(labs, '7', 2).map(({ folder, tasks }) => ({
    folder,
    digest: `d-${folder}`,
    tasks,
    journal: '{}\n',
    reports: tasks.map((task) => report(task, 2)),
  })),
  earned: 4,
  points: 4,
};

describe('a result sheet', () => {
  it('is read from its file, and nothing else is', () => {
    expect(readSheet(JSON.stringify(sheet))).toEqual(sheet);
    for (const other of [
      'x',
      'null',
      '[]',
      '{"skiff":"journal/v1"}',
      JSON.stringify({ ...sheet, stations: [{}] }),
      JSON.stringify({ ...sheet, stations: [{ ...sheet.stations[0], folder: '../x' }] }),
      JSON.stringify({ ...sheet, minutes: 'sixty' }),
    ])
      expect(readSheet(other), other.slice(0, 40)).toBeUndefined();
  });

  it('counts a station that was never opened as nothing earned', () => {
    const first = labs[0]!;
    const reports = reportsOf(first, ['a1', 'a2'], undefined);
    const stations = [{ folder: '01-a', digest: '', tasks: ['a1', 'a2'], journal: '', reports }];
    expect([sumOf(stations, 'earned'), sumOf(stations, 'points')]).toEqual([0, 4]);
  });

  it('is objected to when its seed draws other tasks, or its journals come to other points', () => {
    expect(drawnOtherwise(sheet, labs)).toEqual([]);
    expect(drawnOtherwise({ ...sheet, seed: '8888' }, labs)).toEqual([{ is: 'other-tasks' }]);
    const [claimed] = sheet.stations as readonly [Sheet['stations'][number]];
    const task = station.tasks[0] ?? '';
    expect(
      claimedOtherwise(
        claimed,
        station.tasks.map((id) => report(id, 2)),
      ),
    ).toEqual([]);
    expect(claimedOtherwise(claimed, [report(task, 1)])).toEqual([
      { is: 'other-points', folder: claimed.folder, task, claimed: 2, found: 1 },
    ]);
  });
});

describe('a journal that is played again', () => {
  function scripted() {
    const sent: ToSession[] = [];
    const state = { stopped: false };
    let hear: (message: FromSession) => void = () => {};
    const host: Host = {
      kind: 'worker',
      send: (message) => void sent.push(message),
      listen: ({ message }) => {
        hear = message;
      },
      stop: () => {
        state.stopped = true;
      },
    };
    return { host, sent, state, hear: (message: FromSession) => hear(message) };
  }
  const published = { digest: 'd', lab: { seed: 3 } } as unknown as PublishedLab;

  it('is graded when it has been replayed, and its worker ends', async () => {
    const { host, sent, state, hear } = scripted();
    const grading = replayed(host, published, 'ann', '{}\n');
    expect(sent[0]).toMatchObject({ is: 'start', options: { journal: '{}\n', student: 'ann', seed: 3 } });
    hear({ is: 'ready', engine: '0', tookMs: 1, replayed: 1 });
    hear({ is: 'answer', id: 1, answer: { ok: true, value: { earned: 2 } } });
    expect(await grading).toEqual({ earned: 2 });
    expect(state.stopped).toBe(true);
  });

  it('is refused in the session’s words', async () => {
    const { host, state, hear } = scripted();
    const grading = replayed(host, published, 'ann', 'nonsense');
    hear({ is: 'failed', message: 'line 1: this is not JSON' });
    await expect(grading).rejects.toThrow('line 1: this is not JSON');
    expect(state.stopped).toBe(true);
  });
});
