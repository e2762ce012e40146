import { beforeEach, describe, expect, test } from 'vitest';
import { Session } from '../../../src/engine/session/session.ts';

const CTRL_C = '\x03';
const CTRL_D = '\x04';

/** Somebody who types into a terminal of a session, and sees what it shows. */
class Typist {
  private readonly session = new Session({
    header: { skiff: 'journal/v1', engine: '0.1.0', lab: null, seed: 3, student: 'ann', startMs: 1_790_000_000_000 },
    lab: null,
    workers: 2,
    jq: () => undefined,
  });
  private screen = '';

  constructor() {
    this.session.listen({
      output: (_, text) => {
        this.screen += text;
      },
      edit: () => undefined,
      report: () => undefined,
      journal: () => undefined,
    });
    this.session.apply({ do: 'open-terminal', terminal: 1, columns: 200, rows: 40 });
    this.waits(1);
  }

  /** What the terminal shows after keys and some seconds, colours left out. */
  types(text: string, seconds = 2): string {
    this.screen = '';
    this.session.apply({ do: 'type', terminal: 1, text });
    this.waits(seconds);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal sequences begin with the escape character
    return this.screen.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r\n', '\n');
  }

  private waits(seconds: number): void {
    const { clock } = this.session.world;
    clock.runUntil(clock.nowMs() + seconds * 1000);
  }
}

let typist: Typist;

beforeEach(() => {
  typist = new Typist();
  typist.types('kubectl run web --image=nginx:1.25\r', 10);
});

describe('at a terminal', () => {
  test('kubectl exec -it opens a shell in the container, until it exits', () => {
    expect(typist.types('kubectl exec -it web -- sh\r')).toMatch(/# $/);
    expect(typist.types('hostname; exit 3\r')).toContain('web\n');
    expect(typist.types('echo $?\r')).toContain('3\n');
  });

  test('Ctrl-C in a remote shell ends what runs there, not the session', () => {
    typist.types('kubectl exec -it web -- sh\r');
    typist.types('sleep 100\r');
    expect(typist.types(CTRL_C)).toContain('^C');
    expect(typist.types('hostname\r')).toContain('web\n');
    typist.types(CTRL_D);
    expect(typist.types('hostname\r')).toContain('skiff\n');
  });

  test('kubectl run -it --rm cleans up after itself', () => {
    typist.types('kubectl run box -it --rm --image=busybox:1.28 -- sh\r', 10);
    expect(typist.types('echo $((6*7))\r')).toContain('42\n');
    expect(typist.types('exit\r', 5)).toContain('pod "box" deleted');
    expect(typist.types('kubectl get pod box\r')).toContain('pods "box" not found');
  });

  test('Ctrl-C ends kubectl logs -f', () => {
    expect(typist.types('kubectl logs -f web\r')).toContain('start worker process');
    expect(typist.types(CTRL_C)).toContain('^C');
    expect(typist.types('hostname\r')).toContain('skiff\n');
  });

  test('Ctrl-C ends kubectl port-forward', () => {
    expect(typist.types('kubectl port-forward web 8080:80\r')).toContain('Forwarding from 127.0.0.1:8080 -> 80\n');
    typist.types(CTRL_C);
    expect(typist.types('curl localhost:8080\r')).toContain('Failed to connect to localhost port 8080');
  });

  test('kubectl debug -it shares the network of its target', () => {
    typist.types('kubectl debug -it web --image=busybox:1.28 --target=web\r', 10);
    expect(typist.types('wget -qO- localhost | grep title\r')).toContain('<title>Welcome to nginx!</title>');
    typist.types('exit\r');
    expect(typist.types('hostname\r')).toContain('skiff\n');
  });
});
