import { VirtualClock } from '../../../src/engine/cluster/clock.ts';
import { type DirectoryNode, directory, file, putNode } from '../../../src/engine/cluster/files.ts';
import { Random } from '../../../src/engine/cluster/random.ts';
import { busyboxApplets, coreutils, learnerTools, shells } from '../../../src/engine/shell/commands/registry.ts';
import { createFileSystem } from '../../../src/engine/shell/files/file-system.ts';
import { programFile } from '../../../src/engine/shell/process/executable.ts';
import { createMachine, type LocalMachine, type MachineOptions } from '../../../src/engine/shell/process/machine.ts';
import { textReader } from '../../../src/engine/shell/process/readers.ts';
import type { ProcessEnd } from '../../../src/engine/shell/process/running-process.ts';
import { RunningProcess } from '../../../src/engine/shell/process/running-process.ts';
import { collectingWriter } from '../../../src/engine/shell/process/writers.ts';

export const START_MS = Date.UTC(2026, 10, 22, 9, 0, 0);

/** A tree with every program in /bin. */
export function image(style: 'gnu' | 'busybox' = 'gnu'): DirectoryNode {
  const root = directory();
  const names = [...(style === 'gnu' ? coreutils : busyboxApplets).keys(), ...learnerTools.keys(), ...shells.keys()];
  for (const name of names) putNode(root, `/bin/${name}`, programFile(name));
  putNode(root, '/tmp/.keep', file(''));
  putNode(root, '/root/.profile', file(''));
  putNode(root, '/etc/hostname', file('box\n'));
  return root;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly end: ProcessEnd;
  readonly seconds: number;
}

export interface World {
  readonly clock: VirtualClock;
  readonly machine: LocalMachine;
  /** Runs argv to its end. */
  run(
    argv: readonly string[],
    options?: { stdin?: string; cwd?: string; env?: Record<string, string>; limitMs?: number },
  ): Ran;
  start(
    argv: readonly string[],
    options?: { stdin?: string },
  ): { readonly process: RunningProcess; stdout(): string; stderr(): string };
}

export function world(
  options: Partial<MachineOptions> & { style?: 'gnu' | 'busybox'; clock?: VirtualClock } = {},
): World {
  const clock = options.clock ?? new VirtualClock(START_MS);
  const style = options.style ?? 'gnu';
  const set = style === 'gnu' ? coreutils : busyboxApplets;
  const machine = createMachine({
    clock,
    random: new Random(1),
    hostname: 'box',
    fs: createFileSystem({ root: image(style), nowMs: () => clock.nowMs() }),
    programs: (name) => set.get(name) ?? learnerTools.get(name) ?? shells.get(name),
    report: (thrown) => {
      throw thrown;
    },
    ...options,
  });
  const start = (
    argv: readonly string[],
    given: { stdin?: string; cwd?: string; env?: Record<string, string> } = {},
  ) => {
    const out = collectingWriter();
    const err = collectingWriter();
    const process = machine.start({
      argv,
      cwd: given.cwd ?? '/root',
      env: new Map(Object.entries({ PATH: '/bin', HOME: '/root', ...given.env })),
      stdin: textReader(given.stdin ?? ''),
      stdout: out,
      stderr: err,
    });
    if (!(process instanceof RunningProcess)) throw new Error(`cannot start ${argv[0]}: ${process.error}`);
    return { process, stdout: out.text, stderr: err.text };
  };
  return {
    clock,
    machine,
    start,
    run(argv, given = {}) {
      const began = clock.nowMs();
      const started = start(argv, given);
      const limit = began + (given.limitMs ?? 3_600_000);
      while (started.process.end === undefined && clock.step(limit));
      const end = started.process.end ?? { status: -1, signal: 0, outOfMemory: false };
      return {
        stdout: started.stdout(),
        stderr: started.stderr(),
        status: end.status,
        end,
        seconds: (clock.nowMs() - began) / 1000,
      };
    },
  };
}

/** Runs a script with `sh -c` (dash's words) and gives stdout. */
export function sh(script: string, stdin = ''): string {
  return world().run(['sh', '-c', script], { stdin }).stdout;
}

/** Runs a script with bash. */
export function bash(script: string, stdin = ''): string {
  return world().run(['bash', '-c', script], { stdin }).stdout;
}
