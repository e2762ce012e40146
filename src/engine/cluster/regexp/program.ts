import type { ParsedRegExp, RegExpNode } from './syntax.ts';

/** Says whether something holds at a place: one character, or an anchor. */
export type Test = (text: string, at: number) => boolean;

/** What the matcher carries out. Targets are indexes into the program. */
export type Instruction =
  | { readonly do: 'char'; readonly test: Test }
  | { readonly do: 'here'; readonly test: Test }
  | { readonly do: 'look'; readonly program: RegExpProgram; readonly negative: boolean }
  | { readonly do: 'back'; readonly group: number }
  | { readonly do: 'save'; readonly slot: number }
  /** Tries the first, then the second. */
  | { readonly do: 'split'; first: number; second: number }
  | { readonly do: 'jump'; to: number }
  /** Goes on only when something was taken since the register was set, so that an empty loop ends where places are not remembered. */
  | { readonly do: 'mark'; readonly register: number }
  | { readonly do: 'moved'; readonly register: number }
  | { readonly do: 'match' };

/** A compiled expression. */
export interface RegExpProgram {
  readonly code: readonly Instruction[];
  /** Capture slots, two a group, the whole match first. */
  readonly slots: number;
  readonly registers: number;
  /** Whether it matches depends only on place and instruction: then no pair of the two has to be tried twice. */
  readonly plain: boolean;
}

/** The longest program: `(a{1000}){1000}` and its like are refused. */
const CODE_LIMIT = 20_000;

/** Lays a tree out as a program; undefined when it would be too long. `flags` are the host's, without g and y. */
export function compileProgram(parsed: ParsedRegExp, flags: string): RegExpProgram | undefined {
  const compiler = new Compiler(flags, (parsed.groups + 1) * 2);
  return compiler.whole(parsed.root);
}

class Compiler {
  private code: Instruction[] = [];
  private registers = 0;
  private plain = true;
  private readonly tests = new Map<string, Test>();

  constructor(
    private readonly flags: string,
    private readonly slots: number,
  ) {}

  whole(root: RegExpNode): RegExpProgram | undefined {
    const outer = this.code;
    const code: Instruction[] = [];
    this.code = code;
    const fits = this.node(root);
    code.push({ do: 'match' });
    this.code = outer;
    return fits ? { code, slots: this.slots, registers: this.registers, plain: this.plain } : undefined;
  }

  private node(node: RegExpNode): boolean {
    if (this.code.length > CODE_LIMIT) return false;
    switch (node.kind) {
      case 'empty':
        return true;
      case 'char':
        this.code.push({ do: 'char', test: this.test(node.source, charTest) });
        return true;
      case 'here':
        this.code.push({ do: 'here', test: this.test(node.source, hereTest) });
        return true;
      case 'back':
        this.plain = false;
        this.code.push({ do: 'back', group: node.group });
        return true;
      case 'look': {
        const program = this.whole(node.body);
        if (program === undefined) return false;
        this.code.push({ do: 'look', program, negative: node.negative });
        return true;
      }
      case 'group': {
        if (node.number === undefined) return this.node(node.body);
        this.code.push({ do: 'save', slot: node.number * 2 });
        const fits = this.node(node.body);
        this.code.push({ do: 'save', slot: node.number * 2 + 1 });
        return fits;
      }
      case 'sequence':
        return node.parts.every((part) => this.node(part));
      case 'choice':
        return this.choice(node.options);
      case 'repeat':
        return this.repeat(node);
    }
  }

  private choice(options: readonly RegExpNode[]): boolean {
    const jumps: Extract<Instruction, { do: 'jump' }>[] = [];
    for (const [at, option] of options.entries()) {
      if (at === options.length - 1) {
        if (!this.node(option)) return false;
        break;
      }
      const split = this.split();
      split.first = this.code.length;
      if (!this.node(option)) return false;
      const jump: Extract<Instruction, { do: 'jump' }> = { do: 'jump', to: 0 };
      this.code.push(jump);
      jumps.push(jump);
      split.second = this.code.length;
    }
    for (const jump of jumps) jump.to = this.code.length;
    return true;
  }

  private repeat({ body, least, most, lazy }: Extract<RegExpNode, { kind: 'repeat' }>): boolean {
    for (let count = 0; count < least; count++) if (!this.node(body)) return false;
    if (most === Number.POSITIVE_INFINITY) return this.loop(body, lazy);
    const splits: Extract<Instruction, { do: 'split' }>[] = [];
    for (let count = least; count < most; count++) {
      splits.push(this.split());
      if (!this.node(body)) return false;
    }
    for (const split of splits) this.leads(split, lazy, this.code.length);
    return true;
  }

  private loop(body: RegExpNode, lazy: boolean): boolean {
    const start = this.code.length;
    const split = this.split();
    const empty = canBeEmpty(body);
    const register = empty ? this.registers++ : 0;
    if (empty) this.code.push({ do: 'mark', register });
    if (!this.node(body)) return false;
    if (empty) this.code.push({ do: 'moved', register });
    this.code.push({ do: 'jump', to: start });
    this.leads(split, lazy, this.code.length);
    return true;
  }

  private split(): Extract<Instruction, { do: 'split' }> {
    const split: Extract<Instruction, { do: 'split' }> = { do: 'split', first: 0, second: 0 };
    this.code.push(split);
    split.first = this.code.length;
    return split;
  }

  /** A lazy repetition tries to leave before it goes on. */
  private leads(split: Extract<Instruction, { do: 'split' }>, lazy: boolean, out: number): void {
    const into = split.first;
    split.first = lazy ? out : into;
    split.second = lazy ? into : out;
  }

  private test(source: string, make: (source: string, flags: string) => Test): Test {
    let test = this.tests.get(source);
    if (test === undefined) {
      test = make(source, this.flags);
      this.tests.set(source, test);
    }
    return test;
  }
}

function canBeEmpty(node: RegExpNode): boolean {
  switch (node.kind) {
    case 'char':
      return false;
    case 'group':
      return canBeEmpty(node.body);
    case 'sequence':
      return node.parts.every(canBeEmpty);
    case 'choice':
      return node.options.some(canBeEmpty);
    case 'repeat':
      return node.least === 0 || canBeEmpty(node.body);
    default:
      return true;
  }
}

/** Asks the host's engine about one character; its answer depends on nothing else. */
function charTest(source: string, flags: string): Test {
  const pattern = new RegExp(source, `${flags}y`);
  const known = new Int8Array(128);
  return (text, at) => {
    const code = text.charCodeAt(at);
    if (!(code < 128)) return asked(pattern, text, at);
    if (known[code] === 0) known[code] = asked(pattern, text, at) ? 1 : -1;
    return known[code] === 1;
  };
}

function hereTest(source: string, flags: string): Test {
  const pattern = new RegExp(source, `${flags}y`);
  return (text, at) => asked(pattern, text, at);
}

function asked(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
