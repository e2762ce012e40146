import type { Json } from '../../../engine/cluster/json.ts';
import type { FromSession, Host, Question, ToSession } from '../../../engine/hosts/protocol.ts';
import type { Input } from '../../../engine/session/input.ts';

/** What was found when the page asked. */
export type Answer = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

/** How the session is doing. */
export type Phase =
  | { readonly is: 'starting' }
  | { readonly is: 'ready' }
  /** It cannot go on: `why` in the engine's or the browser's words. */
  | { readonly is: 'failed'; readonly why: string };

type Kind = FromSession['is'];
type MessageOf<K extends Kind> = Extract<FromSession, { is: K }>;
type Listeners = { readonly [K in Kind]: Set<(message: MessageOf<K>) => void> };

/**
 * The page's end of a session. Its parts listen here and speak here; which session runs, and on which host, may change behind it. What
 * is sent before the session is ready waits.
 */
export class SessionPort {
  private host: Host | undefined;
  private phaseNow: Phase = { is: 'starting' };
  private nextQuestion = 1;
  private touchedNow = false;
  private readonly questions = new Map<number, (answer: Answer) => void>();
  private readonly waiting: ToSession[] = [];
  /** Inputs that wait until the page looks at the present again; undefined while it does. */
  private held: Input[] | undefined;
  private readonly heldListeners = new Set<(held: number) => void>();
  private readonly beginnings = new Set<() => void>();
  private readonly phases = new Set<(phase: Phase) => void>();
  private readonly listeners: Listeners = {
    ready: new Set(),
    output: new Set(),
    'shell-ended': new Set(),
    map: new Set(),
    traffic: new Set(),
    page: new Set(),
    faults: new Set(),
    time: new Set(),
    files: new Set(),
    edit: new Set(),
    'edit-ended': new Set(),
    report: new Set(),
    journal: new Set(),
    answer: new Set(),
    failed: new Set(),
  };

  get phase(): Phase {
    return this.phaseNow;
  }

  /** True once the learner has done more than open a terminal. */
  get touched(): boolean {
    return this.touchedNow;
  }

  /** Goes over to a host, which the caller then sends `start`. Everything said by the one before is forgotten. */
  connect(host: Host): void {
    this.host?.stop();
    this.answerAll('the session was closed');
    this.host = host;
    this.held = undefined;
    this.setPhase({ is: 'starting' });
    for (const begin of this.beginnings) begin();
    host.listen({
      message: (message) => {
        if (this.host === host) this.receive(message);
      },
      lost: (why) => {
        if (this.host === host) this.fail(why);
      },
    });
  }

  /** Ends the session; what is sent from now on waits for the next. */
  disconnect(): void {
    this.host?.stop();
    this.host = undefined;
    this.touchedNow = false;
    this.waiting.length = 0;
    this.held = undefined;
    this.answerAll('the session was closed');
    this.setPhase({ is: 'starting' });
  }

  /** A new session begins: forget what was drawn of the last. */
  onBegin(run: () => void): void {
    this.beginnings.add(run);
  }

  onPhase(run: (phase: Phase) => void): void {
    this.phases.add(run);
    run(this.phaseNow);
  }

  on<K extends Kind>(kind: K, run: (message: MessageOf<K>) => void): () => void {
    const set: Set<(message: MessageOf<K>) => void> = this.listeners[kind];
    set.add(run);
    return () => set.delete(run);
  }

  send(message: ToSession): void {
    this.host?.send(message);
  }

  /** Something the learner did; it waits while the session is starting. With `waitMs` so much virtual time passes before it. */
  input(input: Input, waitMs = 0): void {
    const isLayout = input.do === 'open-terminal' || input.do === 'resize';
    if (!isLayout) this.touchedNow = true;
    if (this.held !== undefined && input.do !== 'resize') {
      this.held.push(input);
      this.tellHeld();
      return;
    }
    const message: ToSession = waitMs > 0 ? { is: 'later', waitMs, input } : { is: 'input', input };
    if (this.phaseNow.is === 'ready') this.send(message);
    else if (this.phaseNow.is === 'starting') this.waiting.push(message);
  }

  /** While the page shows the past, what the learner does is held; then it is done in its order. */
  hold(on: boolean): void {
    const held = this.held ?? [];
    this.held = on ? held : undefined;
    if (!on) for (const input of held) this.input(input);
    this.tellHeld();
  }

  /** Lets go of what is held without doing it. */
  dropHeld(): void {
    if (this.held !== undefined) this.held = [];
    this.tellHeld();
  }

  /** Told how many inputs wait, whenever that changes. */
  onHeld(run: (held: number) => void): void {
    this.heldListeners.add(run);
  }

  private tellHeld(): void {
    for (const run of this.heldListeners) run(this.held?.length ?? 0);
  }

  ask(question: Question): Promise<Answer> {
    if (this.phaseNow.is !== 'ready') return Promise.resolve({ ok: false, message: 'no session runs' });
    const id = this.nextQuestion++;
    return new Promise((resolve) => {
      this.questions.set(id, resolve);
      this.send({ is: 'ask', id, question });
    });
  }

  private setPhase(phase: Phase): void {
    this.phaseNow = phase;
    for (const run of this.phases) run(phase);
  }

  private fail(why: string): void {
    this.setPhase({ is: 'failed', why });
    this.answerAll(why);
  }

  private answerAll(message: string): void {
    const open = [...this.questions.values()];
    this.questions.clear();
    for (const resolve of open) resolve({ ok: false, message });
  }

  private tell<K extends Kind>(kind: K, message: MessageOf<K>): void {
    const set: Set<(message: MessageOf<K>) => void> = this.listeners[kind];
    for (const run of set) run(message);
  }

  private receive(message: FromSession): void {
    switch (message.is) {
      case 'answer': {
        const resolve = this.questions.get(message.id);
        this.questions.delete(message.id);
        resolve?.(message.answer);
        return;
      }
      case 'failed':
        this.fail(message.message);
        this.tell('failed', message);
        return;
      case 'ready':
        this.setPhase({ is: 'ready' });
        this.tell('ready', message);
        for (const each of this.waiting.splice(0)) this.send(each);
        return;
      default:
        this.tell(message.is, message);
    }
  }
}
