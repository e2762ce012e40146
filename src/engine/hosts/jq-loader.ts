import type { RunJq } from '../session/instruments.ts';

/** jq as a host brings it: a module of a megabyte that is loaded when it is first needed. */
export class JqLoader {
  private loaded: RunJq | undefined;
  private failed = false;
  private loading = false;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly load: () => Promise<RunJq>) {}

  /** True when it is there, or will never be. */
  ready(): boolean {
    return this.loaded !== undefined || this.failed;
  }

  engine(): RunJq | undefined {
    return this.loaded;
  }

  /** Loads it if need be and calls back when `ready`. */
  whenReady(run: () => void): void {
    if (this.ready()) {
      run();
      return;
    }
    this.waiting.push(run);
    if (this.loading) return;
    this.loading = true;
    this.load().then(
      (engine) => {
        this.loaded = engine;
        this.done();
      },
      () => {
        this.failed = true;
        this.done();
      },
    );
  }

  private done(): void {
    for (const run of this.waiting.splice(0)) run();
  }
}
