import type { ApiChannels } from '../../../../../src/engine/cluster/apiserver/http.ts';
import type { VirtualClock } from '../../../../../src/engine/cluster/clock.ts';
import type {
  ContainerConfig,
  ContainerExit,
  ContainerRuntime,
  ImageFacts,
  LogEntry,
  PullResult,
  RunningContainer,
} from '../../../../../src/engine/cluster/kubelet/runtime.ts';

/** What a scripted container does. */
export interface Script {
  /** Ends by itself after so long; undefined = runs until it is stopped. */
  readonly runsMs?: number;
  readonly exitCode?: number;
  readonly reason?: ContainerExit['reason'];
  readonly message?: string;
  readonly output?: readonly string[];
  /** How long it takes after SIGTERM; undefined = ignores it. Default 0. */
  readonly termMs?: number | 'ignores';
  readonly cannotStart?: string;
  readonly listens?: number;
  /** Answers for exec probes and hooks, by the joined command. */
  readonly commands?: { readonly [command: string]: { exitCode: number; output: string; tookMs?: number } };
}

/** A container runtime whose containers follow scripts, by container name. */
export class FakeRuntime implements ContainerRuntime {
  readonly scripts = new Map<string, Script | ((attempt: number) => Script)>();
  readonly started: ContainerConfig[] = [];
  readonly removed: string[] = [];
  readonly present = new Set(['nginx:1.25', 'busybox:1.28']);
  readonly known = new Set(['nginx:1.25', 'busybox:1.28', 'redis:7']);
  private ids = 0;

  constructor(private readonly clock: VirtualClock) {}

  image(_node: string, reference: string): ImageFacts | undefined {
    return this.present.has(reference) ? facts(reference) : undefined;
  }

  images(): readonly ImageFacts[] {
    return [...this.present].map(facts);
  }

  pull(_node: string, reference: string, done: (result: PullResult) => void): () => void {
    const timer = this.clock.after(800, () => {
      if (!this.known.has(reference))
        return done({ kind: 'failed', message: `failed to resolve image: ${reference}: not found` });
      this.present.add(reference);
      done({ kind: 'pulled', image: facts(reference), tookMs: 800 });
    });
    return () => timer.cancel();
  }

  start(config: ContainerConfig, exited: (exit: ContainerExit) => void): ReturnType<ContainerRuntime['start']> {
    const given = this.scripts.get(config.name) ?? {};
    const script = typeof given === 'function' ? given(config.attempt) : given;
    const id = String(++this.ids).padStart(64, '0');
    this.started.push(config);
    if (script.cannotStart !== undefined)
      return { kind: 'failed', reason: 'StartError', message: script.cannotStart, exitCode: 128, id };
    return { kind: 'started', container: new FakeContainer(id, config, script, this.clock, exited) };
  }

  remove(id: string): void {
    this.removed.push(id);
  }
}

class FakeContainer implements RunningContainer {
  readonly imageFacts: ImageFacts;
  readonly entries: LogEntry[] = [];
  readonly log = {
    entries: this.entries,
    follow: (each: (entry: LogEntry) => void): (() => void) => {
      this.followers.push(each);
      return () => {};
    },
  };
  private readonly followers: ((entry: LogEntry) => void)[] = [];
  private over = false;
  private readonly listener: { close(): void } | undefined;

  constructor(
    readonly id: string,
    config: ContainerConfig,
    private readonly script: Script,
    private readonly clock: VirtualClock,
    private readonly exited: (exit: ContainerExit) => void,
  ) {
    this.imageFacts = facts(config.image);
    for (const text of script.output ?? []) this.entries.push({ timeMs: clock.nowMs(), stream: 'stdout', text });
    if (script.listens !== undefined) {
      this.listener = config.network.listen(script.listens, (connection) => {
        connection.listen({
          data: (text) =>
            connection.send(
              text.startsWith('GET /ok')
                ? 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
                : 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n',
            ),
          end: () => {},
          reset: () => {},
        });
      });
    }
    if (script.runsMs !== undefined) clock.after(script.runsMs, () => this.end(script.exitCode ?? 0, 0), 'background');
  }

  writtenBytes(): number {
    return 0;
  }

  signal(signal: number): void {
    if (signal === 9) this.clock.after(0, () => this.end(137, 9));
    else if (this.script.termMs !== 'ignores')
      this.clock.after(this.script.termMs ?? 0, () => this.end(this.script.exitCode ?? 0, 0));
  }

  exec(argv: readonly string[]): ApiChannels | { error: string } {
    const answer = this.script.commands?.[argv.join(' ')];
    if (answer === undefined) return { error: 'failed to exec in container: executable file not found in $PATH' };
    return {
      open: (listener) => {
        listener.stdout(answer.output);
        listener.closed({ status: answer.exitCode === 0 ? 'Success' : 'Failure' });
      },
      stdin() {},
      closeStdin() {},
      resize() {},
      abort() {},
    };
  }

  run(
    argv: readonly string[],
    done: (result: { exitCode: number; output: string } | { error: string }) => void,
  ): () => void {
    const answer = this.script.commands?.[argv.join(' ')];
    const timer = this.clock.after(
      answer?.tookMs ?? 10,
      () => done(answer ?? { error: `exec: "${argv[0]}": executable file not found in $PATH` }),
      'background',
    );
    return () => timer.cancel();
  }

  attach(): ApiChannels {
    return { open() {}, stdin() {}, closeStdin() {}, resize() {}, abort() {} };
  }

  usage() {
    return { cpuMillis: 1, memoryBytes: 1000 };
  }

  processes() {
    return [];
  }

  private end(exitCode: number, signal: number): void {
    if (this.over) return;
    this.over = true;
    this.listener?.close();
    const reason = this.script.reason ?? (exitCode === 0 ? 'Completed' : 'Error');
    this.exited({ exitCode, signal, reason, message: this.script.message ?? '' });
  }
}

function facts(reference: string): ImageFacts {
  return {
    reference: `docker.io/library/${reference}`,
    digest: `sha256:${'a'.repeat(64)}`,
    imageId: `sha256:${'b'.repeat(64)}`,
    sizeBytes: 71_005_258,
  };
}
