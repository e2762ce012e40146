import { describe, expect, it } from 'vitest';
import type { Input } from '../../../src/engine/session/input.ts';
import { readJournal } from '../../../src/engine/session/journal.ts';
import { Session } from '../../../src/engine/session/session.ts';

function listened(session: Session) {
  const shown = new Map<number, string>();
  const ended: number[] = [];
  session.listen({
    output: (terminal, text) => void shown.set(terminal, (shown.get(terminal) ?? '') + text),
    shellEnded: (terminal) => void ended.push(terminal),
    edit() {},
    report() {},
    journal() {},
  });
  return { shown, ended };
}

const header = {
  skiff: 'journal/v1' as const,
  engine: 'test',
  lab: null,
  seed: 7,
  student: '',
  startMs: Date.UTC(2026, 0, 5),
};
const begun = () => new Session({ header, lab: null, workers: 2, jq: () => undefined });

/** A session with two shells: one on a node, one that makes a pod and goes into it. */
function played() {
  const session = begun();
  const { shown, ended } = listened(session);
  const { clock } = session.world;
  const act = (input: Input, ms = 3_000) => {
    clock.runUntil(clock.nowMs());
    session.apply(input);
    clock.runUntil(clock.nowMs() + ms);
  };
  act({ do: 'open-terminal', terminal: 1, columns: 80, rows: 24 });
  act({ do: 'run', terminal: 1, line: 'x=1; kubectl run web --image=nginx:1.25' }, 20_000);
  act({ do: 'open-terminal', terminal: 2, columns: 80, rows: 24 }, 0);
  act({ do: 'run', terminal: 2, line: 'ssh worker-1' });
  act({ do: 'type', terminal: 2, text: 'hostname\r' });
  act({ do: 'open-terminal', terminal: 3, columns: 80, rows: 24 }, 0);
  act({ do: 'run', terminal: 3, line: 'kubectl exec -it web -- sh' });
  act({ do: 'type', terminal: 3, text: 'hostname\r' });
  return { session, shown, ended, act };
}

describe('several terminals', () => {
  it('are shells of their own on one machine: a node, a container, the learner’s', () => {
    const { shown, act } = played();
    expect(shown.get(2)).toMatch(/~ \$ ssh worker-1\r\n[\s\S]*hostname\r\nworker-1\r\n/);
    expect(shown.get(3)).toMatch(/kubectl exec -it web -- sh\r\n[\s\S]*hostname\r\nweb\r\n/);
    act({ do: 'open-terminal', terminal: 4, columns: 80, rows: 24 });
    act({ do: 'type', terminal: 4, text: 'echo "x is [$x]"\r' });
    expect(shown.get(4)).toContain('x is []');
    expect(shown.get(1)).not.toContain('worker-1');
  });

  it('say when a shell ends, and go with all that runs in them when they are closed', () => {
    const { ended, act, session } = played();
    act({ do: 'type', terminal: 3, text: 'exit\r' });
    expect(ended).toEqual([]);
    act({ do: 'type', terminal: 3, text: 'exit\r' });
    expect(ended).toEqual([3]);
    act({ do: 'close-terminal', terminal: 2 });
    expect(session.terminal(2)).toBeUndefined();
  });

  it('are replayed byte for byte from the journal', () => {
    const { session, shown } = played();
    const journal = session.exportJournal();
    const again = begun();
    const { shown: shownAgain } = listened(again);
    again.replay(readJournal(journal).entries);
    expect(again.strayed).toEqual([]);
    expect(shownAgain).toEqual(shown);
    expect(again.historyHash()).toBe(session.historyHash());
  });
});
