import { BudgetExceeded } from './endings.ts';

/** Steps a program may take before it has to wait for something: about a second of a laptop's time. */
const STEP_LIMIT = 1_000_000;
/** Steps that cost a millisecond of virtual time. */
const STEPS_PER_TURN = 100;
/** Steps that a millisecond of true waiting gives back. */
const STEPS_PER_WAITED_MS = 500;

/** From so many steps without waiting on, a program that goes on for ever is slowed down, where its machine says so… */
const LONG_WORK_STEPS = 200_000;
/** …to half its speed every so many steps… */
const HALVING_STEPS = 10_000;
/** …until a turn takes this long. */
const LONGEST_TURN_MS = 1000;
/** CPU milliseconds of a step. */
export const STEP_CPU_MS = 1 / STEPS_PER_TURN;

/** What starting a process counts. */
export const SPAWN_STEPS = 50;

const NEVER = (): boolean => false;

/**
 * How much work a family of processes (a container's PID 1 with all it starts, a job of an interactive shell) has done without waiting for
 * time, the terminal or the API. Waiting for one's own children or pipes gives next to nothing back: they share the budget.
 */
export class StepBudget {
  /** Whether its programs may work on for ever; see `turnMs`. */
  isEndless: () => boolean = NEVER;
  /** All steps ever: what CPU use is counted by. */
  total = 0;
  private spent = 0;
  private sinceTurn = 0;

  constructor(private readonly limit = STEP_LIMIT) {}

  /** The budget of a job of an interactive shell: its own. */
  ofJob(): StepBudget {
    const job = new StepBudget(this.limit);
    job.isEndless = this.isEndless;
    return job;
  }

  /** Counts work; throws `BudgetExceeded` when there was too much of it. */
  spend(steps: number): void {
    this.total += steps;
    this.sinceTurn += steps;
    this.spent += steps;
    if (this.spent > this.limit) throw new BudgetExceeded(this.limit);
  }

  /** True once for each stretch of work that should cost virtual time. */
  turnIsOver(): boolean {
    if (this.sinceTurn < STEPS_PER_TURN) return false;
    this.sinceTurn = 0;
    return true;
  }

  /**
   * How long a turn takes where a program may work for ever (a container: a busy loop is a load there, and no mistake). The longer it has
   * worked, the more time a turn stands for: it uses the processor all the while, and does less in it.
   */
  turnMs(): number {
    if (!this.isEndless()) return 1;
    const over = this.spent - LONG_WORK_STEPS;
    if (over <= 0) return 1;
    const ms = 2 ** (over / HALVING_STEPS);
    if (ms < LONGEST_TURN_MS) return ms;
    this.spent = LONG_WORK_STEPS + HALVING_STEPS * Math.log2(LONGEST_TURN_MS);
    return LONGEST_TURN_MS;
  }

  /** A person acted: all is given back. */
  renew(): void {
    this.sinceTurn = 0;
    this.spent = 0;
  }

  /** Something was waited for. `inFamily`: a child or a pipe, which may itself only have been working. */
  waited(ms: number, inFamily: boolean): void {
    if (!inFamily) this.sinceTurn = 0;
    this.spent = Math.max(0, this.spent - ms * (inFamily ? 1 : STEPS_PER_WAITED_MS));
  }
}
