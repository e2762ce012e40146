import { writeFileSync } from 'node:fs';
import { textReport } from '../../grader/report.ts';
import { Session } from '../../session/session.ts';
import { ENGINE_VERSION } from '../../session/version.ts';
import { alreadyLoaded, loadDescriptions } from '../descriptions.ts';
import { Driver } from '../driver.ts';
import { refusingRunner } from '../no-runner.ts';
import { type CliCommand, UsageError } from './command.ts';
import { editInTerminal } from './editor.ts';
import { loadJq } from './jq.ts';
import { readLabFolder } from './lab-folder.ts';
import { nodeTimers } from './timers.ts';

const CTRL_RIGHT_BRACKET = '\x1d';
const TERMINAL = 1;

interface Options {
  readonly lab: string | undefined;
  readonly journal: string | undefined;
  readonly speed: number;
}

function options(args: readonly string[]): Options {
  const values = new Map<string, string>();
  for (let at = 0; at < args.length; at += 2) {
    const [flag = '', value] = [args[at], args[at + 1]];
    if (!['--lab', '--journal', '--speed'].includes(flag) || value === undefined)
      throw new UsageError(`unexpected ${flag}`);
    values.set(flag, value);
  }
  const speed = Number(values.get('--speed') ?? '1');
  if (!(speed > 0)) throw new UsageError('--speed needs a number above 0');
  return { lab: values.get('--lab'), journal: values.get('--journal'), speed };
}

/** `skiff shell`: a cluster and a shell in this terminal. */
export const shell: CliCommand = {
  name: 'shell',
  usage: 'skiff shell [--lab FOLDER] [--journal FILE] [--speed N]',
  summary: 'Open a shell beside a fresh cluster in this terminal (Ctrl-] leaves; with --lab: grades then)',
  async run(args) {
    const { lab: path, journal, speed } = options(args);
    const found = path === undefined ? undefined : readLabFolder(path);
    const jq = await loadJq();
    let driver: Driver;
    const session = new Session({
      header: {
        skiff: 'journal/v1',
        engine: ENGINE_VERSION,
        lab: found === undefined ? null : { id: found.lab.id, digest: found.digest },
        seed: found?.lab.seed ?? 1,
        student: process.env['USER'] ?? 'learner',
        startMs: Math.floor(Date.now() / 1000) * 1000,
      },
      lab: found?.lab ?? null,
      workers: 2,
      jq: () => jq,
      hostRunner: refusingRunner(
        (run) => void nodeTimers.later(run, 0),
        (input) => driver.between(() => session.apply(input)),
      ),
      descriptions: alreadyLoaded(await loadDescriptions()),
    });
    const { stdin, stdout } = process;
    return await new Promise<number>((resolve) => {
      const leave = (status: number): void => {
        driver.stop();
        if (stdin.isTTY) stdin.setRawMode(false);
        stdin.pause();
        driver.between(() => session.apply({ do: 'check', task: null }));
        const report = session.report();
        if (report !== undefined)
          stdout.write(
            `\n${textReport({ file: journal ?? '-', student: session.journal.header.student, notes: [], report })}`,
          );
        if (journal !== undefined) writeFileSync(journal, session.journal.text());
        resolve(status);
      };
      driver = new Driver(session.world.clock, nodeTimers, {
        sliced() {},
        broke(error) {
          process.stderr.write(
            `\r\nThe session cannot go on: ${error instanceof Error ? error.message : String(error)}\r\n`,
          );
          leave(1);
        },
      });
      session.listen({
        output: (_terminal, text) => void stdout.write(text),
        edit: (edit, path, content) =>
          void setImmediate(() => {
            // Without a terminal nobody can edit: the file is closed unsaved.
            if (stdin.isTTY) stdin.setRawMode(false);
            const saved = stdin.isTTY ? editInTerminal(path, content) : null;
            if (stdin.isTTY) stdin.setRawMode(true);
            driver.between(() => session.apply({ do: 'edited', edit, content: saved }));
          }),
        report() {},
        journal() {},
      });
      driver.setSpeed(speed);
      driver.between(() =>
        session.apply({
          do: 'open-terminal',
          terminal: TERMINAL,
          columns: stdout.columns || 80,
          rows: stdout.rows || 24,
        }),
      );
      driver.start();
      if (stdin.isTTY) stdin.setRawMode(true);
      stdin.setEncoding('utf8');
      stdin.on('data', (text: string) => {
        if (text.includes(CTRL_RIGHT_BRACKET)) leave(0);
        else
          driver.between(() =>
            session.apply({ do: 'type', terminal: TERMINAL, text: stdin.isTTY ? text : text.replaceAll('\n', '\r') }),
          );
      });
      stdin.on('end', () => {
        // Piped input has ended: what it began may finish.
        const finish = (): void =>
          session.terminal(TERMINAL)?.isAtPrompt() === true ? leave(0) : void setTimeout(finish, 20);
        setTimeout(finish, 20);
      });
      stdout.on('resize', () =>
        driver.between(() =>
          session.apply({ do: 'resize', terminal: TERMINAL, columns: stdout.columns, rows: stdout.rows }),
        ),
      );
    });
  },
};
