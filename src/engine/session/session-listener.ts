import type { Report } from '../grader/verdict.ts';
import type { Page } from './browse/page.ts';
import type { Input } from './input.ts';

/** What a session tells its host. */
export interface SessionListener {
  output(terminal: number, text: string): void;
  /** A terminal's shell has ended (`exit`, Ctrl-D) and another has begun in it. */
  shellEnded?(terminal: number): void;
  edit(edit: number, path: string, content: string): void;
  /** The program that wanted a file edited was ended before it was. */
  editEnded?(edit: number): void;
  report(report: Report): void;
  journal(line: string): void;
  /** A visit of the browser pane has ended. */
  page?(visit: number, page: Page): void;
  /** An input is about to be performed. */
  input?(input: Input): void;
  /** A command line was entered at a prompt. */
  entered?(terminal: number, line: string): void;
  /** A command line that was entered at a prompt has ended. */
  finished?(terminal: number, status: number): void;
}

/** Tells nobody. */
export const SILENT: SessionListener = { output() {}, edit() {}, report() {}, journal() {} };
