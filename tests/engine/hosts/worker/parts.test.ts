import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildWorker } from '../../../../scripts/worker/build.mjs';
import { JqLoader } from '../../../../src/engine/hosts/jq-loader.ts';
import type { FromSession, StartOptions, ToSession } from '../../../../src/engine/hosts/protocol.ts';
import { SessionProgram } from '../../../../src/engine/hosts/session-program.ts';
import { FakeTimers } from '../fake-timers.ts';

/** With the page's own files (170 KB) the first opening stays within 350 KB. */
const FIRST_FILE = 184_500;

const OPTIONS: StartOptions = {
  lab: null,
  labDigest: '',
  student: 'ann',
  seed: 7,
  startMs: Date.UTC(2026, 0, 5, 9),
  nodes: 2,
  journal: null,
};

/** Something of every room, and what comes by itself: a crash loop, an autoscaler, a Job by the clock, a rollout, evictions. */
const LINES = [
  'kubectl get nodes -o wide',
  'kubectl create deployment web --image=nginx --replicas=3',
  'kubectl expose deployment web --port=80',
  'kubectl autoscale deployment web --min=2 --max=5 --cpu=50%',
  "kubectl create cronjob tick --image=busybox --schedule='* * * * *' -- date",
  'kubectl run broken --image=busybox -- sh -c "echo no; exit 3"',
  'kubectl run caller --image=busybox -it --rm --restart=Never -- wget -qO- web',
  'kubectl set image deployment/web nginx=nginx:1.27',
  'kubectl rollout status deployment/web',
  'kubectl get pods -o jsonpath=\'{range .items[*]}{.metadata.name} {.status.phase}{"\\n"}{end}\'',
  "kubectl get pods -A --no-headers | awk '{print $4}' | sort | uniq -c | sed 's/^ *//'",
  'kubectl create configmap c --from-literal=a=b -o yaml --dry-run=client | tee c.yaml | kubectl apply -f -',
  'kubectl exec deploy/web -- sh -c "cat /etc/os-release | head -1; ls /proc | wc -l"',
  'kubectl drain worker-1 --ignore-daemonsets --delete-emptydir-data --force --timeout=60s',
  'kubectl describe pod broken | tail -12',
  'ssh worker-2 "crictl ps; systemctl status kubelet | head -3"',
  'for i in 1 2 3; do echo $((i * i)); done; x=`basename $HOME`; echo "$x"',
  'kubectl scale deployment web --replicas=0; kubectl get events --sort-by=.lastTimestamp | tail -5',
];

type Send = (message: ToSession) => void;

/** What a page sees of a session: everything it is told, in its order. */
function play(send: Send, timers: FakeTimers): void {
  send({ is: 'start', options: OPTIONS });
  send({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 100, rows: 30 } });
  timers.pass(2_000);
  for (const line of LINES) {
    send({ is: 'input', input: { do: 'run', terminal: 1, line } });
    timers.pass(9_000);
  }
  send({
    is: 'ask',
    id: 1,
    question: { about: 'describe', resource: 'deployments', namespace: 'default', name: 'web' },
  });
  send({ is: 'ask', id: 2, question: { about: 'lint', text: 'kind: Pod\napiVersion: v1\nspec: {containers: 3}\n' } });
  send({ is: 'ask', id: 3, question: { about: 'journal' } });
  timers.pass(1_000);
}

function inOnePiece(): readonly FromSession[] {
  const timers = new FakeTimers();
  const told: FromSession[] = [];
  const jq = new JqLoader(async () => () => ({ stdout: '', stderr: '', code: 0 }));
  const descriptions = () => Promise.reject(new Error('none here'));
  const program = new SessionProgram({ timers, jq, descriptions, send: (message) => told.push(message) });
  play((message) => program.receive(message), timers);
  return told;
}

/** The built files in a worker of Node's, so to say. */
class BuiltWorker {
  readonly timers = new FakeTimers();
  readonly told: FromSession[] = [];
  readonly loaded: string[] = [];
  private readonly context: vm.Context;
  private listeners: { readonly call: (event: object) => void; readonly once: boolean }[] = [];

  constructor(private readonly files: ReadonlyMap<string, string>) {
    const { timers } = this;
    const scope: Record<string, unknown> = {
      console,
      TextEncoder,
      TextDecoder,
      URL,
      URLSearchParams,
      structuredClone,
      atob,
      btoa,
      fetch: () => Promise.reject(new Error('no network')),
      performance: { now: () => timers.wallMs() },
      setTimeout: (run: () => void, ms: number) => timers.later(run, ms),
      clearTimeout: (stop: () => void) => stop(),
      MessageChannel: class {
        readonly port1: { onmessage: () => void } = { onmessage: () => {} };
        readonly port2 = { postMessage: () => timers.later(() => this.port1.onmessage(), 0) };
      },
      postMessage: (message: FromSession) => this.told.push(structuredClone(message)),
      addEventListener: (_name: string, call: (event: object) => void, options?: { once?: boolean }) =>
        this.listeners.push({ call, once: options?.once === true }),
      importScripts: (name: string) => this.load(name),
    };
    scope['self'] = scope;
    this.context = vm.createContext(scope);
    this.load('worker.js');
    this.send(Object.fromEntries([...files.keys()].map((name) => [name, name])));
  }

  send(data: object): void {
    let stopped = false;
    const event = {
      data,
      stopImmediatePropagation: () => {
        stopped = true;
      },
    };
    for (const listener of [...this.listeners]) {
      if (stopped) return;
      listener.call(event);
      if (listener.once) this.listeners = this.listeners.filter((other) => other !== listener);
    }
  }

  private load(name: string): void {
    this.loaded.push(name);
    vm.runInContext(this.files.get(name) ?? '', this.context, { filename: name });
  }
}

let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  files = await buildWorker(fileURLToPath(new URL('../../../..', import.meta.url)).replace(/[\\/]$/, ''));
}, 240_000);

describe("the worker's program in parts", () => {
  it('needs its first file only, until a command is given', () => {
    const worker = new BuiltWorker(files);
    worker.send({ is: 'start', options: OPTIONS });
    worker.send({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 100, rows: 30 } });
    worker.send({ is: 'ask', id: 1, question: { about: 'explain-object', object: 'pod/web' } });
    worker.send({ is: 'ask', id: 2, question: { about: 'marks' } });
    worker.timers.pass(90_000);
    expect(worker.told.flatMap((message) => (message.is === 'output' ? [message.text] : [])).join('')).toContain('$ ');
    expect(worker.loaded).toEqual(['worker.js']);
    expect(gzipSync(files.get('worker.js') ?? '').length).toBeLessThanOrEqual(FIRST_FILE);
  });

  it('tells the page the same, byte by byte, as the program in one piece', () => {
    const worker = new BuiltWorker(files);
    play((message) => worker.send(message), worker.timers);
    const whole = inOnePiece();
    expect(whole.filter(({ is }) => is === 'failed')).toEqual([]);
    expect(worker.told.map((message) => JSON.stringify(message))).toEqual(
      whole.map((message) => JSON.stringify(message)),
    );
    expect(worker.loaded).toEqual(expect.arrayContaining(['kubectl.js', 'shell.js', 'images.js', 'cluster.js']));
  });

  it('says which file is missing', () => {
    const worker = new BuiltWorker(new Map([['worker.js', files.get('worker.js') ?? '']]));
    worker.send({ is: 'start', options: OPTIONS });
    worker.send({ is: 'input', input: { do: 'open-terminal', terminal: 1, columns: 100, rows: 30 } });
    worker.timers.pass(1_000);
    worker.send({ is: 'input', input: { do: 'run', terminal: 1, line: 'kubectl get pods' } });
    worker.timers.pass(1_000);
    expect(worker.told.at(-1)).toEqual({ is: 'failed', message: expect.stringMatching(/no file \w+\.js/) });
  });
});
