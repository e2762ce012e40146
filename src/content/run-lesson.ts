import { startOptions } from '../components/workbench/session/start-options.ts';
import { alreadyLoaded } from '../engine/hosts/descriptions.ts';
import type { Descriptions } from '../engine/kubectl/explain/descriptions.ts';
import type { RunJq } from '../engine/session/instruments.ts';
import { Session } from '../engine/session/session.ts';
import { ENGINE_VERSION } from '../engine/session/version.ts';
import type { Block } from './blocks.ts';
import { plainOutput } from './plain-output.ts';
import type { RecordedOutput } from './recorded-output.ts';

/** Every lesson is run on the same day, so that its outputs are the same each time. */
const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const TERMINAL = 1;
/** How long a command waits for the cluster to settle before it begins, virtual milliseconds. */
const SETTLE_MS = 30_000;
/** The longest that a command may take which nobody watches, virtual milliseconds. */
const COMMAND_MS = 5 * 60_000;
const CTRL_C = '\x03';

/** What a lesson is run with. */
export interface LessonTools {
  readonly jq: RunJq;
  readonly descriptions: Descriptions;
}

/** What running a lesson came to. `faults` is empty where every command went as its author says. */
export interface LessonRun {
  readonly outputs: readonly RecordedOutput[];
  readonly faults: readonly string[];
}

/** Runs a lesson's blocks, top to bottom, in one session on the page's usual cluster. `file` is for messages. */
export function runLesson(file: string, blocks: readonly Block[], tools: LessonTools): LessonRun {
  const reader = new Reader(tools);
  const outputs: RecordedOutput[] = [];
  const faults: string[] = [];
  for (const block of blocks)
    for (const command of block.commands) {
      const { output, status } = reader.run(command, block);
      if (block.shows !== false) outputs.push({ block: block.index, command, output });
      const fault = judge(block, output, status);
      if (fault !== undefined)
        faults.push(`${file}:${block.line}: ${command}\n    ${fault}\n${output.slice(-600).replace(/^/gm, '    | ')}`);
    }
  return { outputs, faults };
}

/** How a command ended: its exit code, or who ended it. */
type Ending = number | 'watched' | 'endless';

function judge(block: Block, output: string, status: Ending): string | undefined {
  if (status === 'endless') return 'does not end by itself: say how long it is watched, such as watches="20s"';
  if (block.fails && status === 0) return 'is meant to fail and does not';
  if (!block.fails && status !== 'watched' && status !== 0)
    return `ends with exit code ${status}; say fails if that is meant`;
  if (block.expect !== undefined && !block.expect.test(output)) return `prints nothing that matches ${block.expect}`;
  return undefined;
}

/** Somebody who clicks a lesson's commands, one after the other. */
class Reader {
  private readonly session: Session;
  private printed = '';
  private status: number | undefined;

  constructor({ jq, descriptions }: LessonTools) {
    const { seed, student, startMs, nodes } = startOptions(undefined, '', null, START_MS);
    this.session = new Session({
      header: { skiff: 'journal/v1', engine: ENGINE_VERSION, lab: null, seed, student, startMs },
      lab: null,
      workers: nodes,
      jq: () => jq,
      descriptions: alreadyLoaded(descriptions),
    });
    this.session.listen({
      output: (_terminal, text) => {
        this.printed += text;
      },
      entered: () => {
        this.printed = '';
      },
      finished: (_terminal, status) => {
        this.status = status;
        this.answer = this.printed;
      },
      edit() {},
      report() {},
      journal() {},
    });
    this.session.apply({ do: 'open-terminal', terminal: TERMINAL, columns: 120, rows: 30 });
  }

  /** What the terminal showed between the last command's Enter and its end. */
  private answer = '';

  run(command: string, { waitMs, watchesMs }: Block): { readonly output: string; readonly status: Ending } {
    const { clock } = this.session.world;
    if (waitMs === undefined) clock.runUntilSettled(SETTLE_MS);
    else clock.runUntil(clock.nowMs() + waitMs);
    clock.runUntil(clock.nowMs());
    this.status = undefined;
    this.session.apply({ do: 'run', terminal: TERMINAL, line: command });
    this.until(clock.nowMs() + (watchesMs ?? COMMAND_MS));
    const ended = this.status;
    if (ended === undefined) {
      this.session.apply({ do: 'type', terminal: TERMINAL, text: CTRL_C });
      this.until(clock.nowMs() + COMMAND_MS);
    }
    const ending = ended ?? (watchesMs === undefined ? 'endless' : 'watched');
    return { output: plainOutput(this.answer), status: ending };
  }

  /** Lets time pass until the command has ended, or so long. */
  private until(endMs: number): void {
    const { clock } = this.session.world;
    while (this.status === undefined && clock.step(endMs));
    if (this.status === undefined) clock.runUntil(endMs);
  }
}
