import { BudgetExceeded } from './endings.ts';

/** Steps a program may take before it has to wait for something: about a second of a laptop's time. */
const STEP_LIMIT = 1_000_000;
/** Steps that cost a millisecond of virtual time. */
const STEPS_PER_TURN = 100;
/** Steps that a millisecond of true waiting gives back. */
const STEPS_PER_WAITED_MS = 500;

/** What starting a process counts. */
export const SPAWN_STEPS = 50;

/**
 * How much work a family of processes (a container's PID 1 with all it starts, a job of an interactive shell) has done without waiting for
 * time, the terminal or the API. Waiting for one's own children or pipes gives next to nothing back: they share the budget.
 */
export class StepBudget {
  private spent = 0;
  private sinceTurn = 0;

  constructor(private readonly limit = STEP_LIMIT) {}

  /** Counts work; throws `BudgetExceeded` when there was too much of it. */
  spend(steps: number): void {
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
