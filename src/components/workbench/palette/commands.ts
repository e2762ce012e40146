/** Something that the palette can do. */
export interface Command {
  readonly name: string;
  /** The keys that do the same, as people write them: `Ctrl+Enter`. */
  readonly keys?: string;
  run(): void;
}

const fold = (text: string): string => text.normalize('NFKD').toLowerCase();

/** The commands whose names hold every word that was typed, those that begin with it first. */
export function matching(commands: readonly Command[], typed: string): readonly Command[] {
  const words = fold(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = commands.filter(({ name }) => words.every((word) => fold(name).includes(word)));
  const [first = ''] = words;
  const begins = (command: Command): boolean => fold(command.name).startsWith(first);
  return [...found.filter(begins), ...found.filter((command) => !begins(command))];
}
