import { baseName } from '../files/paths.ts';
import type { Process, Program, Task } from '../process/types.ts';

/** Whose texts a command prints: GNU's (Debian images, the learner's machine) or busybox'. */
export type Style = 'gnu' | 'busybox';

/** A command's facts: one file each. */
export interface CommandDefinition {
  readonly name: string;
  /** After the name in the usage line: `[OPTION]... [FILE]...`. */
  readonly synopsis: string;
  /** What it does, one line. */
  readonly summary: string;
  /** Option letters as for getopt: a colon after a letter that takes a value. */
  readonly short?: string;
  /** Long options by the letter they stand for; a value where the letter takes one. Two long options may share a letter. */
  readonly long?: { readonly [name: string]: string };
  /** Exit status for unknown options. Default 1. */
  readonly usageStatus?: number;
  /** Options end at the first operand (`env`, `xargs`, `timeout`). */
  readonly inOrder?: boolean;
  /** The command reads its words itself: no options are looked for. */
  readonly raw?: boolean;
  /** Rewrites old forms (`-5`) before options are read. */
  readonly prepare?: (words: readonly string[]) => readonly string[];
  /** What never waits answers with its status at once. */
  readonly run: (call: Call) => number | Task<number>;
}

/** Output is work, too: a program that only writes meets the step budget after 64 MB. */
const CHARACTERS_PER_STEP = 64;

/** One call of a command. */
export class Call {
  constructor(
    readonly process: Process,
    readonly style: Style,
    readonly name: string,
    readonly definition: CommandDefinition,
    readonly operands: readonly string[],
    private readonly options: ReadonlyMap<string, readonly string[]>,
    /** Options in the order given, for commands where it matters. */
    readonly given: readonly { readonly letter: string; readonly value: string }[],
  ) {}

  has(letter: string): boolean {
    return this.options.has(letter);
  }

  /** The last value of an option. */
  value(letter: string): string | undefined {
    return this.options.get(letter)?.at(-1);
  }

  values(letter: string): readonly string[] {
    return this.options.get(letter) ?? [];
  }

  print(text: string): void {
    if (text === '') return;
    if (text.length >= CHARACTERS_PER_STEP) this.process.step(Math.floor(text.length / CHARACTERS_PER_STEP));
    this.process.stdout.write(text);
  }

  /** One line on stderr, after the command's name. */
  complain(text: string): void {
    this.process.stderr.write(`${this.name}: ${text}\n`);
  }

  /** Complains and gives the status. */
  fail(text: string, status = 1): number {
    this.complain(text);
    return status;
  }

  /** Complains of wrong words and points at `--help` (busybox: shows the usage). */
  misuse(text: string): number {
    this.complain(text);
    const { stderr } = this.process;
    if (this.style === 'gnu') stderr.write(`Try '${this.name} --help' for more information.\n`);
    else stderr.write(usageText(this.definition, this.name, 'busybox'));
    return this.definition.usageStatus ?? 1;
  }

  /** The absolute path of an operand. */
  path(operand: string): string {
    return this.process.fs.resolve(this.process.cwd, operand);
  }
}

/** What `--help` prints. */
export function usageText(definition: CommandDefinition, name: string, style: Style): string {
  const options = Object.entries(definition.long ?? {}).map(([long, letter]) => {
    const short = /^[A-Za-z0-9]/.test(letter) ? `-${letter}, ` : '    ';
    return `  ${short}--${long}${takesValue(definition, letter) ? '=VALUE' : ''}\n`;
  });
  const bare = [...(definition.short ?? '').replace(/:/g, '')].filter(
    (letter) => !Object.values(definition.long ?? {}).includes(letter) && /[A-Za-z0-9]/.test(letter),
  );
  const letters = bare.map((letter) => `  -${letter}${takesValue(definition, letter) ? ' VALUE' : ''}\n`);
  if (style === 'busybox') {
    return `BusyBox v1.35.0 (Debian 1:1.35.0-4+b7) multi-call binary.\n\nUsage: ${name} ${definition.synopsis}\n\n${definition.summary}\n${letters.length + options.length > 0 ? `\n${letters.join('')}${options.join('')}` : ''}`;
  }
  return `Usage: ${name} ${definition.synopsis}\n${definition.summary}\n${letters.length + options.length > 0 ? `\n${letters.join('')}${options.join('')}` : ''}`;
}

function takesValue(definition: CommandDefinition, letter: string): boolean {
  const at = (definition.short ?? '').indexOf(letter);
  return at >= 0 && (definition.short ?? '').charAt(at + 1) === ':';
}

/** The program of a command, with the texts of one style. */
export function commandProgram(definition: CommandDefinition, style: Style): Program {
  return (process) => runCommand(process, definition, style);
}

function* runCommand(process: Process, definition: CommandDefinition, style: Style): Task<number> {
  const name = baseName(process.argv[0] ?? definition.name);
  const words = process.argv.slice(1);
  if (definition.raw === true)
    return yield* finish(definition.run(new Call(process, style, name, definition, words, NO_OPTIONS, [])));
  const parsed = parseOptions(definition, definition.prepare?.(words) ?? words);
  if (parsed.help) {
    process.stdout.write(usageText(definition, name, style));
    return 0;
  }
  const call = new Call(process, style, name, definition, parsed.operands, parsed.options, parsed.given);
  if (parsed.error !== undefined) {
    const { kind, option } = parsed.error;
    if (kind === 'unknown') {
      const long = option.startsWith('--');
      if (style === 'busybox')
        return call.misuse(`${long ? 'unrecognized' : 'invalid'} option${long ? ` '${option}'` : ` -- '${option}'`}`);
      return call.misuse(long ? `unrecognized option '${option}'` : `invalid option -- '${option}'`);
    }
    if (kind === 'extra') return call.misuse(`option '${option}' doesn't allow an argument`);
    return call.misuse(
      option.startsWith('--')
        ? `option '${option}' requires an argument`
        : `option requires an argument -- '${option}'`,
    );
  }
  return yield* finish(definition.run(call));
}

function* finish(result: number | Task<number>): Task<number> {
  return typeof result === 'number' ? result : yield* result;
}

const NO_OPTIONS: ReadonlyMap<string, readonly string[]> = new Map();

interface Parsed {
  options: Map<string, string[]>;
  given: { letter: string; value: string }[];
  operands: string[];
  help: boolean;
  error: { readonly kind: 'unknown' | 'missing' | 'extra'; readonly option: string } | undefined;
}

/** Reads options as getopt_long does: clusters, attached values, `--name=value`, unique beginnings of long names, `--`. */
function parseOptions(definition: CommandDefinition, words: readonly string[]): Parsed {
  const parsed: Parsed = { options: new Map(), given: [], operands: [], help: false, error: undefined };
  const short = definition.short ?? '';
  const add = (letter: string, value: string): void => {
    const values = parsed.options.get(letter);
    if (values === undefined) parsed.options.set(letter, [value]);
    else values.push(value);
    parsed.given.push({ letter, value });
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      parsed.operands.push(...words.slice(at + 1));
      break;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
      const found = longOption(definition, name);
      if (found === undefined) {
        if (name === 'help') {
          parsed.help = true;
          return parsed;
        }
        parsed.error = { kind: 'unknown', option: equals < 0 ? word : word.slice(0, equals) };
        return parsed;
      }
      if (!takesValue(definition, found)) {
        if (equals >= 0) {
          parsed.error = { kind: 'extra', option: `--${name}` };
          return parsed;
        }
        add(found, '');
        continue;
      }
      const value = equals < 0 ? words[++at] : word.slice(equals + 1);
      if (value === undefined) {
        parsed.error = { kind: 'missing', option: word };
        return parsed;
      }
      add(found, value);
      continue;
    }
    if (!word.startsWith('-') || word === '-') {
      if (definition.inOrder === true) {
        parsed.operands.push(...words.slice(at));
        break;
      }
      parsed.operands.push(word);
      continue;
    }
    for (let letterAt = 1; letterAt < word.length; letterAt++) {
      const letter = word.charAt(letterAt);
      if (letter === ':' || !short.includes(letter)) {
        parsed.error = { kind: 'unknown', option: letter };
        return parsed;
      }
      if (!takesValue(definition, letter)) {
        add(letter, '');
        continue;
      }
      const attached = word.slice(letterAt + 1);
      const value = attached !== '' ? attached : words[++at];
      if (value === undefined) {
        parsed.error = { kind: 'missing', option: letter };
        return parsed;
      }
      add(letter, value);
      break;
    }
  }
  return parsed;
}

function longOption(definition: CommandDefinition, name: string): string | undefined {
  const long = definition.long ?? {};
  const exact = Object.hasOwn(long, name) ? long[name] : undefined;
  if (exact !== undefined) return exact;
  const matches = new Set(
    Object.keys(long)
      .filter((key) => key.startsWith(name) && name.length > 1)
      .map((key) => long[key]),
  );
  return matches.size === 1 ? [...matches][0] : undefined;
}
