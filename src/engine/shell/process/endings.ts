/** Thrown to leave a program from anywhere inside it. */
export class ProcessExit {
  constructor(readonly status: number) {}
}

/** Thrown by a write to a pipe that nobody reads. Uncaught it ends the process as SIGPIPE does: 141, silently. */
export class BrokenPipe extends Error {
  constructor() {
    super('Broken pipe');
  }
}

/** Thrown in a program that works on and on without ever waiting. Uncaught it ends the process: one line on stderr and status 137. */
export class BudgetExceeded extends Error {
  constructor(readonly steps: number) {
    super(`stopped: ${grouped(steps)} steps without ever waiting (a loop that never ends?)`);
  }
}

/** Thrown when a machine has no memory left. Uncaught it ends the process with 137, as the kernel's OOM killer does. */
export class OutOfMemory extends Error {
  constructor() {
    super('Cannot allocate memory');
  }
}

/** Thrown inside a program that was sent a deadly signal while it was running. */
export class Killed {
  constructor(readonly signal: number) {}
}

function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
