import { lessonFile, lessonNames } from '../lesson-files.ts';
import { kubectlCalls } from './kubectl-commands.ts';
import { whatItDoes } from './what-it-does.ts';

/** One line of the sheet: a command as a lesson runs it. */
export interface SheetExample {
  readonly text: string;
  /** The slug of the lesson that uses it first. */
  readonly lesson: string;
}

/** A command of kubectl with its examples. */
export interface SheetGroup {
  readonly verb: string;
  readonly does: { readonly en: string; readonly ko: string };
  readonly examples: readonly SheetExample[];
}

/** The longest command that fits on the sheet, in letters. */
const LONGEST = 110;

/**
 * The cheat sheet: every command of kubectl that the lessons run, in the order of its first use, with one example of each of its forms.
 * Throws where nobody has said what a command does.
 */
export function cheatSheet(): readonly SheetGroup[] {
  const groups = new Map<string, Map<string, SheetExample>>();
  for (const name of lessonNames('en')) {
    const lesson = name.replace(/^\d+-/, '');
    for (const { commands, fails } of lessonFile('en', name).blocks) {
      if (fails) continue;
      for (const { verb, shape, text } of commands.flatMap(kubectlCalls)) {
        if (text.length > LONGEST || text.includes('\n')) continue;
        const examples = groups.get(verb) ?? new Map<string, SheetExample>();
        groups.set(verb, examples);
        if (!examples.has(shape)) examples.set(shape, { text, lesson });
      }
    }
  }
  return [...groups].map(([verb, examples]) => {
    const does = whatItDoes[verb];
    if (does === undefined)
      throw new Error(
        `src/content/cheat-sheet/what-it-does.ts: say what "kubectl ${verb}" does, in English and Korean`,
      );
    return { verb, does, examples: [...examples.values()] };
  });
}
