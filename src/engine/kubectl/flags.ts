import { CommandError } from './errors.ts';
import { parseDuration } from './go/duration.ts';
import { quote } from './go/quote.ts';

/** What a flag's value is. Models: spf13/pflag's types */
export type FlagType = 'string' | 'bool' | 'int' | 'duration' | 'stringSlice' | 'stringArray';

/** One flag of a command. */
export interface FlagSpec {
  readonly name: string;
  /** One letter. */
  readonly shorthand?: string;
  readonly type: FlagType;
  /** As text, in the form that help shows; the type's zero value when absent (`''`, `false`, `0`, `0s`, `[]`). */
  readonly default?: string;
  readonly usage: string;
  /** The value when the flag is given without one (`--dry-run`); such a flag never takes the next argument. */
  readonly noOptDefault?: string;
  readonly required?: boolean;
  readonly hidden?: boolean;
  /** Printed when used: `Flag --x has been deprecated, …`. */
  readonly deprecated?: string;
  /** Each value of a slice is `key=value`. Models: pflag's stringToString */
  readonly pairs?: boolean;
  /** Parsed by Go's own flag package, which says less when it fails. */
  readonly goFlag?: boolean;
  /** Known, shown and refused when it is used. */
  readonly unsimulated?: boolean;
}

interface Value {
  readonly spec: FlagSpec;
  text: string;
  list: readonly string[];
  changed: boolean;
}

/** The flags of one run, parsed. Asking for a flag that the command does not declare is a bug and throws. */
export class Flags {
  private readonly values = new Map<string, Value>();
  /** Arguments that are no flags, in order; what follows `--` included. */
  readonly args: string[] = [];
  /** How many arguments stood before `--`; -1 when there was no `--`. */
  dashAt = -1;
  /** `-h` or `--help` was given. */
  help = false;
  /** Each flag as often as it was given, in order, with its value as text. */
  readonly given: { readonly name: string; readonly value: string }[] = [];
  /** What to print on standard error about deprecated flags. */
  readonly notices: string[] = [];

  constructor(specs: readonly FlagSpec[]) {
    for (const spec of specs) {
      this.values.set(spec.name, {
        spec,
        text: spec.default ?? zero(spec.type),
        list: defaultList(spec),
        changed: false,
      });
    }
  }

  string(name: string): string {
    return this.value(name).text;
  }
  bool(name: string): boolean {
    return this.value(name).text === 'true';
  }
  int(name: string): number {
    return Number(this.value(name).text);
  }
  /** Milliseconds. */
  durationMs(name: string): number {
    const parsed = parseDuration(this.value(name).text);
    return 'ms' in parsed ? parsed.ms : 0;
  }
  strings(name: string): readonly string[] {
    return this.value(name).list;
  }
  changed(name: string): boolean {
    return this.value(name).changed;
  }
  has(name: string): boolean {
    return this.values.has(name);
  }
  specs(): readonly FlagSpec[] {
    return [...this.values.values()].map((value) => value.spec);
  }

  /** Sets a flag from text. Throws `CommandError` with pflag's words when the text does not fit. */
  set(name: string, text: string): void {
    const value = this.value(name);
    const problem = check(value.spec, text);
    if (problem !== undefined) {
      const shown = value.spec.shorthand === undefined ? `--${name}` : `-${value.spec.shorthand}, --${name}`;
      throw new CommandError(`invalid argument ${quote(text)} for ${quote(shown)} flag: ${problem}`);
    }
    if (value.spec.type === 'stringArray') value.list = value.changed ? [...value.list, text] : [text];
    else if (value.spec.type === 'stringSlice')
      value.list = value.changed ? [...value.list, ...commaSeparated(text)] : commaSeparated(text);
    else if (value.spec.type === 'bool') value.text = String(parseBool(text));
    else value.text = text;
    value.changed = true;
    this.given.push({ name, value: text });
    if (value.spec.deprecated !== undefined)
      this.notices.push(`Flag --${name} has been deprecated, ${value.spec.deprecated}\n`);
  }

  private value(name: string): Value {
    const value = this.values.get(name);
    if (value === undefined) throw new Error(`flag accessed but not defined: ${name}`);
    return value;
  }
}

/**
 * Parses arguments as pflag does: `--name=value`, `--name value`, `-n value`, `-nvalue`, `-n=value`, clustered shorthands, `--`.
 * Flags may stand anywhere unless `interspersed` is false. Throws `CommandError` with pflag's words.
 */
export function parseFlags(specs: readonly FlagSpec[], argv: readonly string[], interspersed = true): Flags {
  const flags = new Flags(specs);
  const byShorthand = new Map(
    specs.flatMap((spec) => (spec.shorthand === undefined ? [] : [[spec.shorthand, spec] as const])),
  );
  const byName = new Map(specs.map((spec) => [spec.name, spec] as const));
  let at = 0;
  while (at < argv.length) {
    const arg = argv[at++] ?? '';
    if (arg === '--') {
      flags.dashAt = flags.args.length;
      flags.args.push(...argv.slice(at));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      if (!interspersed) {
        flags.args.push(arg, ...argv.slice(at));
        break;
      }
      flags.args.push(arg);
      continue;
    }
    at = arg.startsWith('--') ? long(arg, at) : short(arg, at);
    if (flags.help) return flags;
  }
  return flags;

  function long(arg: string, next: number): number {
    const equals = arg.indexOf('=');
    const typed = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
    if (typed === '' || typed.startsWith('-')) throw new CommandError(`bad flag syntax: ${arg}`);
    const name = typed.replaceAll('_', '-');
    const spec = byName.get(name);
    if (spec === undefined) {
      if (name === 'help') {
        flags.help = true;
        return next;
      }
      throw new CommandError(`unknown flag: --${name}`);
    }
    if (equals >= 0) flags.set(name, arg.slice(equals + 1));
    else if (noOpt(spec) !== undefined) flags.set(name, noOpt(spec) ?? '');
    else {
      const value = argv[next];
      if (value === undefined) throw new CommandError(`flag needs an argument: --${name}`);
      flags.set(name, value);
      return next + 1;
    }
    return next;
  }

  function short(arg: string, next: number): number {
    let letters = arg.slice(1);
    while (letters !== '') {
      const letter = letters[0] ?? '';
      const rest = letters.slice(1);
      const spec = byShorthand.get(letter);
      if (spec === undefined) {
        if (letter === 'h') {
          flags.help = true;
          return next;
        }
        throw new CommandError(`unknown shorthand flag: ${quote(letter).replace(/^"|"$/g, "'")} in -${letters}`);
      }
      if (rest.length > 1 && rest.startsWith('=')) {
        flags.set(spec.name, rest.slice(1));
        return next;
      }
      const bare = noOpt(spec);
      if (bare !== undefined) {
        flags.set(spec.name, bare);
        letters = rest;
        continue;
      }
      if (rest !== '') {
        flags.set(spec.name, rest);
        return next;
      }
      const value = argv[next];
      if (value === undefined) throw new CommandError(`flag needs an argument: '${letter}' in -${letters}`);
      flags.set(spec.name, value);
      return next + 1;
    }
    return next;
  }
}

/** What a flag means when it stands without a value; undefined when it needs one. */
export function noOpt(spec: FlagSpec): string | undefined {
  return spec.noOptDefault ?? (spec.type === 'bool' ? 'true' : undefined);
}

/** A Go bool from text, or undefined. Models: strconv.ParseBool */
export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  return undefined;
}

/** Splits one line of comma-separated values; `"a,b"` in double quotes stays whole. Models: pflag's readAsCSV */
export function commaSeparated(text: string): readonly string[] {
  if (text === '') return [];
  const out: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === ',') {
      out.push(field);
      field = '';
    } else field += character;
  }
  out.push(field);
  return out;
}

function check(spec: FlagSpec, text: string): string | undefined {
  if (spec.type === 'bool' && parseBool(text) === undefined)
    return `strconv.ParseBool: parsing ${quote(text)}: invalid syntax`;
  if (spec.type === 'int') {
    if (!/^[+-]?\d+$/.test(text)) return `strconv.ParseInt: parsing ${quote(text)}: invalid syntax`;
    if (!Number.isSafeInteger(Number(text))) return `strconv.ParseInt: parsing ${quote(text)}: value out of range`;
  }
  if (spec.pairs) {
    const bare = commaSeparated(text).find((each) => !each.includes('='));
    if (bare !== undefined) return `${bare} must be formatted as key=value`;
  }
  if (spec.type === 'duration') {
    const parsed = parseDuration(text);
    if ('error' in parsed) return spec.goFlag ? 'parse error' : parsed.error;
  }
  return undefined;
}

function zero(type: FlagType): string {
  return { string: '', bool: 'false', int: '0', duration: '0s', stringSlice: '[]', stringArray: '[]' }[type];
}

function defaultList(spec: FlagSpec): readonly string[] {
  if (spec.type !== 'stringSlice' && spec.type !== 'stringArray') return [];
  const inner = (spec.default ?? '[]').slice(1, -1);
  return inner === '' ? [] : inner.split(',');
}
