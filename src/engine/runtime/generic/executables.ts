import type { DeclaredBehaviour } from '../../cluster/kubelet/runtime.ts';

/** Words that come before a command. */
const PREFIXES = new Set('if then else elif do while until ! exec time eval command builtin nohup sudo env'.split(' '));
/** What begins a segment that runs no program. */
const SHELL_WORDS = new Set(
  'fi for in done case esac select function [ [[ test set export unset local readonly declare source . : cd echo printf read return exit break continue shift trap wait kill true false umask ulimit type alias hash getopts let pwd jobs bg fg _'.split(
    ' ',
  ),
);
const SHELLS = /(?:^|\/)(?:ba|da|a)?sh$/;

/** What a script's simple commands run, in order. A rough reading: it has to find the image's own programs, not to understand the script. */
export function commandsOfScript(script: string): readonly string[] {
  const plain = script
    .replace(/\\\n/g, ' ')
    .replace(/<<-?\s*(['"]?)(\w+)\1[\s\S]*?\n\s*\2\b/g, '')
    .replace(/(^|\s)#[^\n]*/g, '$1')
    .replace(/'[^']*'/g, '_')
    .replace(/"(?:[^"\\]|\\.)*"/g, '_')
    .replace(/\$\{[^}]*\}/g, '_');
  const found = plain.split(/[;&|\n(){}`]+/).flatMap((segment) => {
    const words = segment.trim().split(/\s+/);
    const first = words.find((word) => !PREFIXES.has(word) && !/^\w+=/.test(word)) ?? '';
    return SHELL_WORDS.has(first) || !/^[A-Za-z./][\w./+-]*$/.test(first) ? [] : [first];
  });
  return [...new Set(found)];
}

/** The script of `sh -c SCRIPT`, or of `sh FILE` and `FILE` where `read` finds one. */
export function scriptOf(argv: readonly string[], read: (path: string) => string | undefined): string | undefined {
  const [first = '', second = ''] = argv;
  if (!SHELLS.test(first)) {
    const text = first.includes('/') ? read(first) : undefined;
    return text !== undefined && /^#!.*sh\b/.test(text) ? text : undefined;
  }
  const at = argv.findIndex((word, index) => index > 0 && /^-\w*c$/.test(word));
  return at < 0 ? read(second) : argv[at + 1];
}

/** What a container of an unknown image runs: `main` stays, `steps` and what its probes call do nothing and end well. */
export interface Executables {
  readonly main: string | undefined;
  readonly steps: readonly string[];
  /** Of each declared exec command, what it runs. */
  readonly ofCommands: readonly { readonly argv: readonly string[]; readonly names: readonly string[] }[];
}

/** Reads the command and the declared exec commands. */
export function executablesOf(
  argv: readonly string[],
  declared: DeclaredBehaviour,
  read: (path: string) => string | undefined,
): Executables {
  const names = (words: readonly string[]): readonly string[] => {
    const script = scriptOf(words, read);
    return script === undefined ? words.slice(0, 1) : commandsOfScript(script);
  };
  const ofCommand = names(argv);
  return {
    main: ofCommand[ofCommand.length - 1],
    steps: ofCommand.slice(0, -1),
    ofCommands: declared.commands.map((command) => ({ argv: command, names: names(command) })),
  };
}
