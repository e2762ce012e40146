/** A line of the journal that says something of the tasks. */
export type TaskMark =
  | { readonly is: 'answer'; readonly check: string; readonly text: string }
  | { readonly is: 'reached'; readonly task: string }
  | { readonly is: 'solution'; readonly task: string };

const TELLING = /"do":"(answer|reached|solution)"/;

/** What a line of the journal says of the tasks, if anything. */
export function markIn(line: string): TaskMark | undefined {
  if (!TELLING.test(line)) return undefined;
  const { input } = JSON.parse(line);
  switch (input?.do) {
    case 'answer':
      return { is: 'answer', check: String(input.check), text: String(input.text) };
    case 'reached':
    case 'solution':
      return { is: input.do, task: String(input.task) };
    default:
      // A text that somebody typed holds the words.
      return undefined;
  }
}
