import type { RegExpProgram } from './program.ts';

/** Steps that one search may take: some tenths of a second. */
const STEP_LIMIT = 5_000_000;
/** Pairs of place and instruction that can be remembered: 8 MB of bits. */
const MEMORY_LIMIT = 64 * 1024 * 1024;

/** Pairs a page holds, as a power of two. */
const PAGE_BITS = 12;

/** Thrown when a search would take longer than anyone waits for. */
export class RegExpTooHard extends Error {
  constructor() {
    super('regular expression is too hard to match against a text of this length');
  }
}

/** The places at which instructions were tried, in pages that come into being when they are touched. */
class Seen {
  private readonly pages = new Map<number, Uint32Array>();

  constructor(
    private readonly instructions: number,
    places: number,
    private readonly from: number,
  ) {
    if (instructions * places > MEMORY_LIMIT) throw new RegExpTooHard();
  }

  /** True when it was tried before; it is remembered from now on. */
  again(instruction: number, at: number): boolean {
    const pair = (at - this.from) * this.instructions + instruction;
    let page = this.pages.get(pair >>> PAGE_BITS);
    if (page === undefined) {
      page = new Uint32Array(1 << (PAGE_BITS - 5));
      this.pages.set(pair >>> PAGE_BITS, page);
    }
    const word = (pair >>> 5) & (page.length - 1);
    const bit = 1 << (pair & 31);
    const before = page[word] ?? 0;
    page[word] = before | bit;
    return (before & bit) !== 0;
  }
}

/**
 * Searches as the host's engine does (leftmost, first alternative first), but never tries the same instruction at the same place twice, so
 * that the time grows with text × expression. With back references nothing can be remembered; the step limit ends what takes too long.
 */
export class RegExpSearch {
  constructor(
    private readonly text: string,
    private readonly unicode: boolean,
    /** Steps taken before, when one text is searched again and again. */
    private steps = 0,
  ) {}

  /** Steps taken so far. */
  get spent(): number {
    return this.steps;
  }

  /** Capture slots of the first match at `from` or, unless `here`, after it; -1 for what took no part. Throws `RegExpTooHard`. */
  find(program: RegExpProgram, from: number, here: boolean): readonly number[] | undefined {
    const seen = program.plain ? new Seen(program.code.length, this.text.length + 1 - from, from) : undefined;
    for (let at = from; at <= this.text.length; at += this.width(at)) {
      const slots = this.at(program, at, seen);
      if (slots !== undefined) return slots;
      if (here) return undefined;
    }
    return undefined;
  }

  private width(at: number): number {
    return this.unicode && (this.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }

  private at(program: RegExpProgram, start: number, seen: Seen | undefined): readonly number[] | undefined {
    const { code } = program;
    const { text } = this;
    const slots: number[] = new Array(program.slots + program.registers).fill(-1);
    slots[0] = start;
    /** What to try next: instruction and place; or, with a negative instruction, a slot and the value it goes back to. */
    const stack: number[] = [0, start];
    while (stack.length > 0) {
      let at = stack.pop() ?? 0;
      let next = stack.pop() ?? 0;
      if (next < 0) {
        slots[-next - 1] = at;
        continue;
      }
      for (;;) {
        if (++this.steps > STEP_LIMIT) throw new RegExpTooHard();
        if (seen?.again(next, at) === true) break;
        const instruction = code[next];
        if (instruction === undefined) break;
        if (instruction.do === 'match') {
          slots[1] = at;
          return slots;
        }
        if (instruction.do === 'split') {
          stack.push(instruction.second, at);
          next = instruction.first;
          continue;
        }
        if (instruction.do === 'jump') {
          next = instruction.to;
          continue;
        }
        if (instruction.do === 'char') {
          if (at >= text.length || !instruction.test(text, at)) break;
          at += this.width(at);
        } else if (instruction.do === 'here') {
          if (!instruction.test(text, at)) break;
        } else if (instruction.do === 'look') {
          if ((this.find(instruction.program, at, true) !== undefined) === instruction.negative) break;
        } else if (instruction.do === 'back') {
          const from = slots[instruction.group * 2] ?? -1;
          const to = slots[instruction.group * 2 + 1] ?? -1;
          if (from >= 0 && to >= 0) {
            if (!text.startsWith(text.slice(from, to), at)) break;
            at += to - from;
          }
        } else if (instruction.do === 'moved') {
          if (seen === undefined && slots[program.slots + instruction.register] === at) break;
        } else if (instruction.do === 'save' || seen === undefined) {
          const slot = instruction.do === 'save' ? instruction.slot : program.slots + instruction.register;
          stack.push(-slot - 1, slots[slot] ?? -1);
          slots[slot] = at;
        }
        next++;
      }
    }
    return undefined;
  }
}
