/** What one command of a lesson answered when it was recorded; `src/content/outputs/NN-slug.json` is a list of them. */
export interface RecordedOutput {
  /** Which of the lesson's blocks (Run, Predict, Manifest) the command stands in, from 0. */
  readonly block: number;
  readonly command: string;
  readonly output: string;
}

/** What to say to an author whose record is missing or old. `name` is the lesson's, such as `03-pods`. */
export const recordAgain = (name: string): string =>
  `src/content/outputs/${name}.json is missing or older than the lesson: record it with\n  npm run --silent record -- ${name}`;

/** The recorded outputs of one block, in the order of its commands. Throws what to do where the record does not fit. */
export function outputsOf(
  name: string,
  recorded: readonly RecordedOutput[] | undefined,
  block: number,
  commands: readonly string[],
): readonly string[] {
  const found = (recorded ?? []).filter((output) => output.block === block);
  const fits = found.length === commands.length && found.every(({ command }, at) => command === commands[at]);
  if (!fits) throw new Error(recordAgain(name));
  return found.map(({ output }) => output);
}
