import { beforeEach, describe, expect, it } from 'vitest';
import type { Lab } from '../../../src/engine/grader/lab.ts';
import { readLabFile } from '../../../src/engine/grader/lab-file.ts';
import { JqLoader } from '../../../src/engine/hosts/jq-loader.ts';
import type { FromSession, Question, StartOptions } from '../../../src/engine/hosts/protocol.ts';
import { SessionProgram } from '../../../src/engine/hosts/session-program.ts';
import type { EventRow } from '../../../src/engine/session/past/events-at.ts';
import type { MomentThen, ObjectRow, TimeLinePage } from '../../../src/engine/session/past/question.ts';
import type { VersionRows } from '../../../src/engine/session/past/versions.ts';
import { FakeTimers } from './fake-timers.ts';

let timers: FakeTimers;
let told: FromSession[];
let program: SessionProgram;

const OPTIONS: StartOptions = {
  lab: null,
  labDigest: '',
  student: 'ann',
  seed: 7,
  startMs: Date.UTC(2026, 0, 5, 9),
  nodes: 1,
  journal: null,
};

beforeEach(() => {
  timers = new FakeTimers();
  told = [];
  const jq = new JqLoader(async () => () => ({ stdout: '', stderr: '', code: 0 }));
  program = new SessionProgram({ timers, jq, send: (message) => told.push(message) });
});

function start(options: Partial<StartOptions> = {}): void {
  program.receive({ is: 'start', options: { ...OPTIONS, ...options } });
}

function run(line: string): void {
  program.receive({ is: 'input', input: { do: 'run', terminal: 1, line } });
  timers.pass(2000);
}

/** All messages of a kind. */
function all<Kind extends FromSession['is']>(kind: Kind): readonly Extract<FromSession, { is: Kind }>[] {
  return told.filter((message): message is Extract<FromSession, { is: Kind }> => message.is === kind);
}

const journal = (): string =>
  `${all('journal')
    .map(({ line }) => line)
    .join('\n')}\n`;
const screen = (): string =>
  all('output')
    .map(({ text }) => text)
    .join('');

/** A lab whose setup applies this file. */
function lab(manifest: string): Lab {
  const read = readLabFile(
    'lab.yaml',
    `id: first-pod
title: { en: A, ko: 가 }
summary: { en: A, ko: 가 }
lesson: pods
minutes: 5
cluster: { apply: [setup.yaml] }
tasks:
  - id: run
    title: { en: A, ko: 가 }
    checks:
      - id: runs
        says: { en: A, ko: 가 }
        points: 2
        get: pod/web
        jsonpath: '{.status.phase}'
        equals: Running
proof:
  unsolved: 0
  solutions:
    - run: [kubectl run web --image=nginx]
  wrong:
    - run: [kubectl run web --image=nosuch]
      fails: [runs]
`,
    (path) => (path === 'setup.yaml' ? manifest : undefined),
  );
  if (!('lab' in read)) throw new Error(JSON.stringify(read.diagnostics));
  return read.lab;
}

describe('the session program', () => {
  it('says that it is ready, and runs what is typed', () => {
    start();
    expect(all('ready')).toHaveLength(1);
    program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 } });
    run('echo one$((1 + 1))');
    expect(screen()).toContain('one2');
  });

  it('goes on from its own journal, as soon as jq is there', async () => {
    start();
    program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 } });
    run('echo mine > kept.txt');
    const kept = journal();
    told = [];
    start({ journal: kept });
    expect(all('ready')).toEqual([]);
    await new Promise((loaded) => setTimeout(loaded));
    expect(all('failed')).toEqual([]);
    expect(all('ready').map(({ replayed }) => replayed)).toEqual([2]);
    run('cat kept.txt');
    expect(screen()).toContain('mine');
  });

  it('names the line of a journal that was damaged', () => {
    start();
    program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 } });
    const kept = journal();
    for (const [damaged, message] of [
      [kept.replace('"columns":80', '"columns":81').concat(kept.split('\n')[1] ?? ''), /^line 3: /],
      [kept.slice(0, -20), /^line 2: this is not JSON/],
      ['', /^line 1: /],
      ['{}', /^line 1: /],
      ['\u0000', /^line 1: /],
    ] as const) {
      told = [];
      start({ journal: damaged });
      expect(all('failed').map((failed) => failed.message)).toEqual([expect.stringMatching(message)]);
      expect(all('ready')).toEqual([]);
    }
    start();
    expect(all('ready')).toHaveLength(1);
  });

  it('tells the author why a lab cannot start', () => {
    start({ lab: lab('apiVersion: v1\nkind: Podd\nmetadata: {name: x}\n') });
    expect(all('failed').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^This lab cannot start: setup\.yaml does not apply: .*no matches for kind "Podd"/),
    ]);
  });

  it('takes what comes before the start for nothing', () => {
    run('ls');
    program.receive({ is: 'ask', id: 1, question: { about: 'journal' } });
    program.receive({ is: 'speed', speed: 5 });
    program.stop();
    expect(told).toEqual([]);
  });

  it('grades without counting an attempt, and tells which solutions were shown', async () => {
    start({ lab: lab('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n') });
    program.receive({ is: 'ask', id: 1, question: { about: 'report' } });
    await new Promise((loaded) => setTimeout(loaded));
    expect(all('answer').map(({ answer }) => answer)).toMatchObject([{ ok: true, value: { earned: 0, points: 2 } }]);
    program.receive({ is: 'input', input: { do: 'solution', task: 'run' } });
    program.receive({ is: 'input', input: { do: 'reached', task: 'run' } });
    program.receive({ is: 'input', input: { do: 'check', task: 'run' } });
    expect(all('report')[0]?.progress).toEqual({ attempts: { run: 1 }, hints: {}, solutions: ['run'] });
  });

  it('gives a free cluster the nodes that were asked for, and its journal the same number', async () => {
    const workers = (id: number): void =>
      program.receive({ is: 'ask', id, question: { about: 'request', path: '/api/v1/nodes/worker-4' } });
    start({ nodes: 4 });
    workers(1);
    program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 } });
    const kept = journal();
    start({ nodes: 2, journal: kept });
    await new Promise((loaded) => setTimeout(loaded));
    workers(2);
    start({ nodes: 2 });
    workers(3);
    expect(all('answer').map(({ id, answer }) => [id, answer.ok])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
  });

  it('answers questions, wrong ones too', () => {
    start();
    program.receive({ is: 'ask', id: 1, question: { about: 'request', path: '/api/v1/nodes' } });
    program.receive({ is: 'ask', id: 2, question: { about: 'request', path: '/nothing' } });
    program.receive({ is: 'ask', id: 3, question: { about: 'describe', resource: 'x', name: 'y', namespace: '' } });
    program.receive({ is: 'ask', id: 4, question: { about: 'lint', text: 'a: [' } });
    expect(all('answer').map(({ id, answer }) => [id, answer.ok])).toEqual([
      [1, true],
      [2, false],
      [3, false],
      [4, true],
    ]);
  });
});

describe('the past, asked of the session program', () => {
  /** Asks and gives the answer. */
  function ask(question: Question): unknown {
    program.receive({ is: 'ask', id: 9, question });
    const answer = all('answer').findLast(({ id }) => id === 9)?.answer;
    return answer?.ok === true ? answer.value : answer?.message;
  }
  const pods = (moment: unknown): readonly string[] =>
    (moment as MomentThen).map
      .filter(({ resource, namespace }) => resource === 'pods' && namespace === 'default')
      .map(({ name, status }) => `${name} ${status}`);
  const now = (): number => all('time').at(-1)?.nowMs ?? 0;

  it('is the map, the terminals, the objects and their YAML at a moment', () => {
    start();
    program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 } });
    run('echo before');
    const before = now() - 100;
    run('kubectl run web --image=nginx:1.25');
    timers.pass(10_000);
    const moment = ask({ about: 'moment', at: before }) as MomentThen;
    expect(pods(moment)).toEqual([]);
    expect(moment.terminals[0]?.text).toContain('before');
    expect(moment.terminals[0]?.text).not.toContain('kubectl run');
    expect(pods(ask({ about: 'moment', at: now() }))).toEqual(['web Running']);
    const web = { resource: 'pods', namespace: 'default', name: 'web' };
    expect(ask({ about: 'yaml', ...web, at: before })).toContain('not found');
    expect(ask({ about: 'yaml', ...web, managedFields: true })).toContain('managedFields:');
    const names = (rows: unknown) => (rows as readonly ObjectRow[]).map(({ kind, name }) => `${kind} ${name}`);
    expect(names(ask({ about: 'objects', at: before }))).not.toContain('Pod web');
    expect(names(ask({ about: 'objects' }))).toContain('Pod web');
    const events = ask({ about: 'events' }) as readonly EventRow[];
    expect(events.map(({ about, reason }) => `${about} ${reason}`)).toContain('Pod/web Started');
    expect(ask({ about: 'events', at: before })).toEqual([]);
    const { rows } = ask({ about: 'versions', ...web }) as VersionRows;
    expect(ask({ about: 'version', ...web, revision: rows[0]?.revision ?? 0 })).toContain('kind: Pod');
    expect(ask({ about: 'version', ...web, revision: 1 })).toContain('not known any more');
    expect(ask({ about: 'explain-object', object: 'pod/web' })).toMatchObject({ object: 'pods/default/web' });
    expect(ask({ about: 'explain-object', object: 'pod/later' })).toBeNull();
    expect(ask({ about: 'explain-object', object: 'nonsense/x' })).toContain('nonsense');
  });

  it('is there again after a reload, as it was', async () => {
    start();
    program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 } });
    run('kubectl run web --image=nginx:1.25');
    timers.pass(8_000);
    const then = now();
    const [before, marksBefore] = [ask({ about: 'moment', at: then - 9_000 }), ask({ about: 'marks' })];
    run('echo later');
    const kept = journal();
    told = [];
    start({ journal: kept });
    await new Promise((loaded) => setTimeout(loaded));
    expect(ask({ about: 'moment', at: then - 9_000 })).toEqual(before);
    const [first] = (marksBefore as TimeLinePage).marks;
    expect((ask({ about: 'marks' }) as TimeLinePage).marks).toContainEqual(first);
  });

  it('runs a command later: the journal says when, and a replay runs it then', async () => {
    start();
    program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 } });
    const before = now();
    program.receive({ is: 'later', waitMs: 90_000, input: { do: 'run', terminal: 1, line: 'date +%s' } });
    timers.pass(50);
    const ran = Number(/\n(\d+)\r?\n/.exec(screen())?.[1]) * 1000;
    expect(ran).toBeGreaterThanOrEqual(before + 89_000);
    expect(ran).toBeLessThan(before + 92_000);
    const kept = journal();
    told = [];
    start({ journal: kept });
    await new Promise((loaded) => setTimeout(loaded));
    timers.pass(50);
    expect(screen()).toContain(String(ran / 1000));
  });

  it('skips to the next thing that can be seen', () => {
    start();
    program.receive({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 80, rows: 24 } });
    program.receive({ is: 'input', input: { do: 'run', terminal: 1, line: 'kubectl run web --image=nginx:1.25' } });
    program.receive({ is: 'speed', speed: 0 });
    const statuses: string[] = [];
    for (let skip = 0; skip < 6; skip++) {
      program.receive({ is: 'skip', to: 'next' });
      timers.pass(1);
      statuses.push(pods(ask({ about: 'moment', at: now() + 60_000 }))[0] ?? '');
    }
    expect([...new Set(statuses)]).toEqual(['web Pending', 'web ContainerCreating', 'web Running']);
  });
});
