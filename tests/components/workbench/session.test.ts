import { describe, expect, it } from 'vitest';
import { journalFileName, journalFits, journalHead } from '../../../src/components/workbench/session/journal-file.ts';
import type { PublishedLab } from '../../../src/components/workbench/session/lab-source.ts';
import { placeKey, placeOf } from '../../../src/components/workbench/session/place.ts';
import { SessionPort } from '../../../src/components/workbench/session/port.ts';
import { startOptions } from '../../../src/components/workbench/session/start-options.ts';
import type { FromSession, Host, ToSession } from '../../../src/engine/hosts/protocol.ts';

/** A host whose session the test plays. */
function scripted() {
  const sent: ToSession[] = [];
  let hear: (message: FromSession) => void = () => {};
  let lose: (why: string) => void = () => {};
  const host: Host & { stopped: boolean } = {
    kind: 'worker',
    stopped: false,
    send: (message) => void sent.push(message),
    listen: ({ message, lost }) => {
      hear = message;
      lose = lost;
    },
    stop() {
      this.stopped = true;
    },
  };
  const ready: FromSession = { is: 'ready', engine: '0', tookMs: 1, replayed: 0 };
  return {
    host,
    sent,
    say: (message: FromSession) => hear(message),
    ready: () => hear(ready),
    lose: (why: string) => lose(why),
  };
}

const header = (lab: unknown) => `${JSON.stringify({ skiff: 'journal/v1', lab })}\n{"atMs":0}\n`;
const published = (digest: string): PublishedLab => ({ digest, lab: {} as PublishedLab['lab'] });

describe('the port to a session', () => {
  it('keeps what is typed before the session is ready and then sends it in order', () => {
    const session = scripted();
    const port = new SessionPort();
    port.connect(session.host);
    port.input({ do: 'type', terminal: 1, text: 'a' });
    port.input({ do: 'type', terminal: 1, text: 'b' });
    expect(session.sent).toEqual([]);
    session.ready();
    expect(
      session.sent.map((message) => message.is === 'input' && message.input.do === 'type' && message.input.text),
    ).toEqual(['a', 'b']);
  });

  it('says how much time is to pass before an input, before the session is ready, too', () => {
    const session = scripted();
    const port = new SessionPort();
    port.connect(session.host);
    const input = { do: 'run', terminal: 1, line: 'date' } as const;
    port.input(input, 90_000);
    session.ready();
    port.input(input, 5_000);
    port.input(input);
    expect(session.sent).toEqual([
      { is: 'later', waitMs: 90_000, input },
      { is: 'later', waitMs: 5_000, input },
      { is: 'input', input },
    ]);
  });

  it('answers each question to the one who asked', async () => {
    const session = scripted();
    const port = new SessionPort();
    port.connect(session.host);
    session.ready();
    const first = port.ask({ about: 'journal' });
    const second = port.ask({ about: 'journal' });
    session.say({ is: 'answer', id: 2, answer: { ok: true, value: 'two' } });
    session.say({ is: 'answer', id: 1, answer: { ok: false, message: 'one' } });
    expect([await first, await second]).toEqual([
      { ok: false, message: 'one' },
      { ok: true, value: 'two' },
    ]);
  });

  it('answers open questions when the host is lost, and says that the session failed', async () => {
    const session = scripted();
    const port = new SessionPort();
    port.connect(session.host);
    session.ready();
    const open = port.ask({ about: 'journal' });
    session.lose('out of memory');
    expect(await open).toEqual({ ok: false, message: 'out of memory' });
    expect(port.phase).toEqual({ is: 'failed', why: 'out of memory' });
  });

  it('hears nothing more from a host that it has left', () => {
    const first = scripted();
    const second = scripted();
    const port = new SessionPort();
    const heard: string[] = [];
    port.on('output', ({ text }) => heard.push(text));
    port.connect(first.host);
    port.connect(second.host);
    first.say({ is: 'output', terminal: 1, text: 'old' });
    second.say({ is: 'output', terminal: 1, text: 'new' });
    expect([heard, first.host]).toEqual([['new'], expect.objectContaining({ stopped: true })]);
  });

  it('knows whether the learner has done more than open a terminal', () => {
    const port = new SessionPort();
    port.input({ do: 'open-terminal', terminal: 1, columns: 80, rows: 24 });
    expect(port.touched).toBe(false);
    port.input({ do: 'type', terminal: 1, text: 'k' });
    expect(port.touched).toBe(true);
    port.disconnect();
    expect(port.touched).toBe(false);
  });
});

describe('a journal as a file', () => {
  it('is told from other files by its first line', () => {
    expect(journalHead('hello')).toEqual({ is: 'none' });
    expect(journalHead('{"a":1}')).toEqual({ is: 'none' });
    expect(journalHead(header(null))).toEqual({ is: 'journal', lab: undefined });
    expect(journalHead(header({ id: 'pods', digest: 'd' }))).toEqual({
      is: 'journal',
      lab: { id: 'pods', digest: 'd' },
    });
  });

  it('fits the version of the lab that it was begun on, and no other', () => {
    const text = header({ id: 'pods', digest: 'd1' });
    expect([
      journalFits(text, published('d1')),
      journalFits(text, published('d2')),
      journalFits('', published('d2')),
    ]).toEqual([true, false, true]);
    expect(journalFits(header(null), undefined)).toBe(true);
  });

  it('is named after its lab and the time', () => {
    expect(journalFileName('lab/03-pods', new Date('2026-11-22T04:05:06Z'))).toBe('skiff-03-pods-20261122-0405.jsonl');
  });
});

describe('where a session stands', () => {
  it('is a lab of the lesson or its free cluster', () => {
    expect(placeOf('lab/03-pods', 'pods', ['03-pods'])).toEqual({ kind: 'lab', lab: '03-pods' });
    expect(placeOf('lab/99-gone', 'pods', ['03-pods'])).toEqual({ kind: 'lesson', lesson: 'pods' });
    expect(placeKey(placeOf(undefined, 'pods', []))).toBe('lesson/pods');
  });

  it('begins with whole seconds and the same seed for every reader of a lesson', () => {
    expect(startOptions(undefined, 'ann', null, 1_700_000_000_789)).toEqual({
      lab: null,
      labDigest: '',
      student: 'ann',
      seed: 1,
      startMs: 1_700_000_000_000,
      nodes: 2,
      journal: null,
    });
  });
});
