import type { Clock } from '../clock.ts';
import type { ContainerConfig, ContainerExit, ContainerRuntime, RunningContainer } from '../kubelet/runtime.ts';
import { isImage } from './fault.ts';

/** A crashed program has run for a moment first. Milliseconds. */
const CRASH_MS = 400;
const SIGKILL = 9;

interface Running {
  readonly config: ContainerConfig;
  readonly container: RunningContainer;
  /** The status it is to end with. */
  crash: number | undefined;
}

/** A runtime in which images can be made to crash and pulls to take long. Without a fault it does what the one behind it does. */
export class FaultyRuntime {
  readonly runtime: ContainerRuntime;
  private readonly crashes = new Map<string, number>();
  private readonly slow = new Map<string, { readonly seconds: number; readonly pulledOn: Set<string> }>();
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly inner: ContainerRuntime,
    private readonly clock: Clock,
  ) {
    this.runtime = Object.create(inner, {
      image: { value: this.image },
      pull: { value: this.pull },
      start: { value: this.start },
    });
  }

  /** Containers of the image end with this status from now on; undefined heals. */
  crash(image: string, exitCode: number | undefined): void {
    if (exitCode === undefined) {
      this.crashes.delete(image);
      return;
    }
    this.crashes.set(image, exitCode);
    for (const running of this.running.values()) if (isImage(running.config.image, image)) this.end(running, exitCode);
  }

  /** A pull of the image takes so long from now on; undefined heals. */
  slowPull(image: string, seconds: number | undefined): void {
    if (seconds === undefined) this.slow.delete(image);
    else this.slow.set(image, { seconds, pulledOn: new Set() });
  }

  private slowness(reference: string) {
    for (const [image, found] of this.slow) if (isImage(reference, image)) return found;
    return undefined;
  }

  private readonly image: ContainerRuntime['image'] = (node, reference) => {
    const slow = this.slow.size === 0 ? undefined : this.slowness(reference);
    if (slow !== undefined && !slow.pulledOn.has(`${node} ${reference}`)) return undefined;
    return this.inner.image(node, reference);
  };

  private readonly pull: ContainerRuntime['pull'] = (node, reference, done, credentials) => {
    const slow = this.slow.size === 0 ? undefined : this.slowness(reference);
    if (slow === undefined) return this.inner.pull(node, reference, done, credentials);
    const startedMs = this.clock.nowMs();
    let dispose = this.inner.pull(
      node,
      reference,
      (result) => {
        if (result.kind === 'failed') return done(result);
        const leftMs = slow.seconds * 1000 - (this.clock.nowMs() - startedMs);
        const timer = this.clock.after(Math.max(0, leftMs), () => {
          slow.pulledOn.add(`${node} ${reference}`);
          done({ ...result, tookMs: this.clock.nowMs() - startedMs });
        });
        dispose = () => timer.cancel();
      },
      credentials,
    );
    return () => dispose();
  };

  private readonly start: ContainerRuntime['start'] = (config, exited) => {
    let running: Running | undefined;
    const result = this.inner.start(config, (exit) => {
      if (running !== undefined) this.running.delete(running.container.id);
      exited(running?.crash === undefined ? exit : crashed(exit, running.crash));
    });
    if (result.kind !== 'started') return result;
    running = { config, container: result.container, crash: undefined };
    this.running.set(result.container.id, running);
    if (this.crashes.size > 0) {
      const [code] = [...this.crashes].flatMap(([image, exitCode]) => (isImage(config.image, image) ? [exitCode] : []));
      if (code !== undefined) this.end(running, code);
    }
    return result;
  };

  private end(running: Running, exitCode: number): void {
    this.clock.after(CRASH_MS, () => {
      if (!this.running.has(running.container.id)) return;
      running.crash = exitCode;
      running.container.signal(SIGKILL);
    });
  }
}

function crashed(exit: ContainerExit, exitCode: number): ContainerExit {
  return { ...exit, exitCode, signal: 0, reason: exitCode === 0 ? 'Completed' : 'Error' };
}
