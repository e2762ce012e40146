/** Leaves loops: `break`, `continue`. Thrown, as are all of these; none is an error and none has a stack. */
export class LoopFlow {
  constructor(
    readonly kind: 'break' | 'continue',
    public levels: number,
  ) {}
}

/** Leaves a function or a sourced file: `return`. */
export class ReturnFlow {
  constructor(readonly status: number) {}
}

/** Leaves the shell: `exit`, `set -e`. */
export class ExitFlow {
  constructor(readonly status: number) {}
}

/** Ctrl-C at an interactive shell: back to the prompt. */
export class InterruptFlow {
  readonly status = 130;
}

/** An expansion or redirection that failed in a way that ends the command line, and a script with it. Already reported. */
export class FatalFlow {
  constructor(readonly status: number) {}
}
