import type { CommandNode, Pipeline } from 'unbash';
import { createPipe } from '../../process/pipe.ts';
import { release } from '../../process/shared-end.ts';
import type { Child, Reader, Task } from '../../process/types.ts';
import type { Io } from '../io.ts';
import { type Shell, writeQuietly } from '../shell.ts';
import { waitInForeground } from './foreground.ts';
import { runNode } from './statement.ts';
import { runSubshell } from './subshell.ts';

/** Runs `a | b | c`, each in a process of its own, with `!` and `time` before it. */
export function* runPipeline(shell: Shell, pipeline: Pipeline, last: boolean): Task<number> {
  const negated = pipeline.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
  const time = pipeline.prefixes.find((prefix) => prefix.type === 'Time');
  const started = shell.process.machine.clock.nowMs();
  const only = pipeline.commands[0];
  if (negated) shell.conditionDepth++;
  let status: number;
  try {
    if (only === undefined) status = 0;
    else if (pipeline.commands.length === 1)
      status = yield* runNode(shell, only, last && !negated && time === undefined);
    else status = yield* runStages(shell, pipeline);
  } finally {
    if (negated) shell.conditionDepth--;
  }
  if (time?.type === 'Time') {
    const seconds = (shell.process.machine.clock.nowMs() - started) / 1000;
    reportTime(shell, seconds, time.posix !== undefined || shell.flavour !== 'bash');
  }
  return negated ? (status === 0 ? 1 : 0) : status;
}

function* runStages(shell: Shell, pipeline: Pipeline): Task<number> {
  const children: Child[] = [];
  let input: (Reader & { release(): void }) | undefined;
  const final = pipeline.commands.length - 1;
  for (const [at, command] of pipeline.commands.entries()) {
    const pipe = at < final ? createPipe() : undefined;
    const io: Io = {
      stdin: input ?? shell.io.stdin,
      stdout: pipe?.writer ?? shell.io.stdout,
      stderr: pipe !== undefined && pipeline.operators[at] === '|&' ? pipe.writer : shell.io.stderr,
      more: shell.io.more,
    };
    const child = startStage(shell, io, command, children[0]?.pid);
    if (input !== undefined) release(input);
    if (pipe !== undefined) release(pipe.writer);
    input = pipe?.reader;
    if (child === undefined) {
      if (input !== undefined) release(input);
      for (const started of children) yield* started.wait();
      return 254;
    }
    children.push(child);
  }
  const text = (): string => shell.source.slice(pipeline.pos, pipeline.end);
  const statuses = yield* waitInForeground(shell, children, text);
  shell.pipeStatus = statuses;
  if (shell.options.pipefail) return statuses.findLast((status) => status !== 0) ?? 0;
  return statuses.at(-1) ?? 0;
}

function startStage(shell: Shell, io: Io, command: CommandNode, group: number | undefined): Child | undefined {
  const job = shell.jobControl ? { group: group ?? ('new' as const) } : {};
  return runSubshell(shell, io, (sub) => runNode(sub, command, true), job);
}

function reportTime(shell: Shell, seconds: number, posix: boolean): void {
  const minutes = Math.floor(seconds / 60);
  const rest = (seconds - minutes * 60).toFixed(3);
  writeQuietly(
    shell.io.stderr,
    posix
      ? `real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`
      : `\nreal\t${minutes}m${rest}s\nuser\t0m0.000s\nsys\t0m0.000s\n`,
  );
}
