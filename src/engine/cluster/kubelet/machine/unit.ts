import type { Clock, Timer } from '../../clock.ts';
import type { NodeJournal } from './journal.ts';

/** What a service of the node is doing. Times are virtual, milliseconds since the epoch. */
export type UnitState =
  | { readonly is: 'active'; readonly sinceMs: number; readonly pid: number }
  | { readonly is: 'inactive'; readonly sinceMs: number }
  /** Its process ended by itself; systemd starts it again soon. */
  | { readonly is: 'auto-restart'; readonly sinceMs: number; readonly pid: number; readonly status: string };

/** A service's facts. */
export interface UnitFacts {
  readonly name: string;
  readonly description: string;
  /** The unit's file, and its drop-ins. */
  readonly loaded: string;
  readonly dropIns: readonly string[];
  readonly documentation: string;
  readonly command: string;
  readonly restartSeconds: number;
  /** Its process begins: what it complains of when it cannot. */
  begin(pid: number): string | undefined;
  /** Its process is gone. */
  end(): void;
}

/** Chooses a new process's number. */
export type NextPid = () => number;

/** A service under systemd: started, stopped, and started again when its process ends by itself (Restart=always). */
export class ServiceUnit {
  private current: UnitState;
  private timer: Timer | undefined;
  private enabledNow = true;
  /** How often systemd has started it again since the last start by hand. */
  restarts = 0;

  constructor(
    readonly facts: UnitFacts,
    private readonly clock: Clock,
    private readonly journal: NodeJournal,
    private readonly nextPid: NextPid,
  ) {
    this.current = { is: 'inactive', sinceMs: clock.nowMs() };
  }

  get state(): UnitState {
    return this.current;
  }

  get isActive(): boolean {
    return this.current.is === 'active';
  }

  get pid(): number {
    return this.current.is === 'active' ? this.current.pid : 0;
  }

  /** Whether it starts when the machine boots. */
  get enabled(): boolean {
    return this.enabledNow;
  }

  set enabled(on: boolean) {
    this.enabledNow = on;
  }

  start(): void {
    if (this.isActive) return;
    this.restarts = 0;
    this.launch();
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.current.is === 'inactive') return;
    const { description, name } = this.facts;
    this.say(`Stopping ${name} - ${description}...`);
    if (this.isActive) this.facts.end();
    this.current = { is: 'inactive', sinceMs: this.clock.nowMs() };
    this.say(`${name}: Deactivated successfully.`);
    this.say(`Stopped ${name} - ${description}.`);
  }

  restart(): void {
    this.stop();
    this.start();
  }

  /** The machine goes off: nothing is said, nothing comes back by itself. */
  losePower(): void {
    this.timer?.cancel();
    this.timer = undefined;
    if (this.isActive) this.facts.end();
    this.current = { is: 'inactive', sinceMs: this.clock.nowMs() };
  }

  /** Its process was killed by a signal; systemd starts it again. */
  killed(signal: number): void {
    if (!this.isActive) return;
    this.facts.end();
    const word = { 9: 'KILL', 15: 'TERM', 1: 'HUP', 2: 'INT' }[signal] ?? String(signal);
    this.ended(`code=killed, status=${signal}/${word}`, 'signal');
  }

  private launch(): void {
    const { name, description } = this.facts;
    const pid = this.nextPid();
    this.say(`Started ${name} - ${description}.`);
    this.current = { is: 'active', sinceMs: this.clock.nowMs(), pid };
    const complaint = this.facts.begin(pid);
    if (complaint === undefined) return;
    this.journal.write(name, name.replace('.service', ''), pid, () => complaint);
    this.ended('code=exited, status=1/FAILURE', 'exit-code');
  }

  private ended(status: string, result: string): void {
    const { name, description, restartSeconds } = this.facts;
    const pid = this.current.is === 'active' ? this.current.pid : 0;
    this.say(`${name}: Main process exited, ${status}`);
    this.say(`${name}: Failed with result '${result}'.`);
    this.current = { is: 'auto-restart', sinceMs: this.clock.nowMs(), pid, status };
    this.timer = this.clock.after(
      restartSeconds * 1000,
      () => {
        this.timer = undefined;
        this.restarts++;
        this.say(`${name}: Scheduled restart job, restart counter is at ${this.restarts}.`);
        this.say(`Stopped ${name} - ${description}.`);
        this.launch();
      },
      'background',
    );
  }

  private say(text: string): void {
    this.journal.write(this.facts.name, 'systemd', 1, () => text);
  }
}
