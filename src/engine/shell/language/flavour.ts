/** Whose words a shell uses: the learner's bash, Debian's dash as `sh`, or busybox' ash. */
export type Flavour = 'bash' | 'dash' | 'ash';

/** Texts that differ from shell to shell. `line` is 1-based; `interactive` bash and ash leave it out. */
export interface Wording {
  readonly prefix: (name: string, line: number, interactive: boolean) => string;
  readonly notFound: (command: string) => string;
  readonly cannotOpen: (path: string, error: string) => string;
  readonly cannotCreate: (path: string, error: string) => string;
  readonly unset: (name: string) => string;
  readonly badSubstitution: (text: string) => string;
  readonly fork: string;
  /** Exit status of a failed expansion or a syntax error in a script. */
  readonly expansionStatus: number;
}

/** A missing directory is told apart from a missing file by dash and ash. */
function createError(error: string): string {
  return error === 'No such file or directory' ? 'Directory nonexistent' : error;
}

/** The texts of each flavour. */
export const WORDING: { readonly [flavour in Flavour]: Wording } = {
  bash: {
    prefix: (name, line, interactive) => (interactive ? `${name}: ` : `${name}: line ${line}: `),
    notFound: (command) => `${command}: command not found`,
    cannotOpen: (path, error) => `${path}: ${error}`,
    cannotCreate: (path, error) => `${path}: ${error}`,
    unset: (name) => `${name}: unbound variable`,
    badSubstitution: (text) => `${text}: bad substitution`,
    fork: 'fork: retry: Resource temporarily unavailable',
    expansionStatus: 1,
  },
  dash: {
    prefix: (name, line) => `${name}: ${line}: `,
    notFound: (command) => `${command}: not found`,
    cannotOpen: (path, error) =>
      `cannot open ${path}: ${error === 'No such file or directory' ? 'No such file' : error}`,
    cannotCreate: (path, error) => `cannot create ${path}: ${createError(error)}`,
    unset: (name) => `${name}: parameter not set`,
    badSubstitution: () => 'Bad substitution',
    fork: 'Cannot fork',
    expansionStatus: 2,
  },
  ash: {
    prefix: (name) => `${name}: `,
    notFound: (command) => `${command}: not found`,
    cannotOpen: (path, error) =>
      `can't open ${path}: ${error === 'No such file or directory' ? 'no such file' : error}`,
    cannotCreate: (path, error) =>
      `can't create ${path}: ${error === 'No such file or directory' ? 'nonexistent directory' : error}`,
    unset: (name) => `${name}: parameter not set`,
    badSubstitution: () => 'syntax error: bad substitution',
    fork: "can't fork: Resource temporarily unavailable",
    expansionStatus: 2,
  },
};
