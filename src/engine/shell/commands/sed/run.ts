// Over 300 lines: one pass of a script; its commands share the pattern space, the hold space and the input.
import { openWriter } from '../../process/open.ts';
import type { Task, Writer } from '../../process/types.ts';
import type { Call } from '../command.ts';
import { openInput } from '../inputs.ts';
import { type Address, type SedCommand, SedError, type Substitution } from './command.ts';

/** One pass of a script over inputs. */
export class SedRun {
  status = 0;
  exit: number | undefined;
  opened = false;
  private space = '';
  private hold = '';
  private line = 0;
  private ended = false;
  private appended: string[] = [];
  private replaced = false;
  private lastExpression: RegExp | undefined;
  private upcoming: { text: string; newline: boolean } | undefined;
  private newline = true;
  private looksAhead = false;
  private readonly queue: string[];
  private input: ReturnType<typeof openInput>;
  private readonly files = new Map<string, Writer>();

  constructor(
    private readonly call: Call,
    private readonly commands: readonly SedCommand[],
    private readonly out: Writer,
    names: readonly string[],
  ) {
    this.queue = [...names];
  }

  *all(): Task<void> {
    for (const command of this.commands) command.active = false;
    this.looksAhead = this.commands.some(({ from, to }) => from?.kind === 'last' || to?.kind === 'last');
    let fresh = true;
    for (;;) {
      if (fresh) {
        const next = yield* this.takeLine();
        if (next === undefined) return;
        yield* this.advance(next);
        this.space = next.text;
      }
      this.replaced = false;
      const outcome = yield* this.cycle();
      if (outcome !== 'delete' && outcome !== 'restart' && outcome !== 'quit-silently' && !this.call.has('n'))
        this.print(this.space);
      this.flush();
      if (outcome === 'quit' || outcome === 'quit-silently') return;
      fresh = outcome !== 'restart';
      yield* this.call.process.breathe();
    }
  }

  /** Takes a line up, and looks whether another comes after it where the script asks for the last: else lines go through as they come. */
  private *advance(next: { text: string; newline: boolean }): Task<void> {
    this.line++;
    this.newline = next.newline;
    if (!this.looksAhead) return;
    this.upcoming = yield* this.readLine();
    this.ended = this.upcoming === undefined;
  }

  /** The next line: the one looked at already, or a new one. */
  private *takeLine(): Task<{ text: string; newline: boolean } | undefined> {
    const { upcoming } = this;
    this.upcoming = undefined;
    return upcoming ?? (this.ended ? undefined : yield* this.readLine());
  }

  private *readLine(): Task<{ text: string; newline: boolean } | undefined> {
    for (;;) {
      if (this.input === undefined) {
        const name = this.queue.shift();
        if (name === undefined) return undefined;
        if (this.call.style === 'gnu' && name !== '-' && !this.call.process.fs.exists(this.call.path(name))) {
          this.call.complain(`can't read ${name}: No such file or directory`);
        } else if (
          this.call.style === 'gnu' &&
          name !== '-' &&
          this.call.process.fs.isDirectory(this.call.path(name))
        ) {
          this.call.complain(`couldn't read ${name}: Is a directory`);
        } else this.input = openInput(this.call, name);
        if (this.input === undefined) {
          this.status = this.call.style === 'gnu' ? 2 : 1;
          continue;
        }
        this.opened = true;
      }
      const line = yield* this.input.reader.readLine();
      if (line === undefined) {
        this.input = undefined;
        continue;
      }
      return line.endsWith('\n') ? { text: line.slice(0, -1), newline: true } : { text: line, newline: false };
    }
  }

  private print(text: string): void {
    this.out.write(!this.newline ? text : `${text}\n`);
  }

  private flush(): void {
    for (const text of this.appended.splice(0)) this.out.write(text);
  }

  private *cycle(): Task<'end' | 'delete' | 'restart' | 'quit' | 'quit-silently'> {
    for (let at = 0; at < this.commands.length; at++) {
      this.call.process.step();
      const command = this.commands[at];
      if (command === undefined) break;
      if (this.selects(command) === command.negated) {
        if (command.name === '{') at = command.target;
        continue;
      }
      switch (command.name) {
        case 'd':
          return 'delete';
        case 'D': {
          const end = this.space.indexOf('\n');
          if (end < 0) return 'delete';
          this.space = this.space.slice(end + 1);
          return 'restart';
        }
        case 'p':
          this.print(this.space);
          break;
        case 'P':
          this.out.write(`${this.space.split('\n')[0] ?? ''}\n`);
          break;
        case 's':
          if (command.substitution !== undefined) this.substitute(command.substitution);
          break;
        case 'y':
          this.space = [...this.space].map((char) => command.map?.get(char) ?? char).join('');
          break;
        case 'a':
          this.appended.push(`${command.text}\n`);
          break;
        case 'i':
          this.out.write(`${command.text}\n`);
          break;
        case 'c':
          if (command.to === undefined || !command.active || command.negated) this.out.write(`${command.text}\n`);
          return 'delete';
        case '=':
          this.out.write(`${this.line}\n`);
          break;
        case 'l':
          this.out.write(`${this.space.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n')}$\n`);
          break;
        case 'h':
          this.hold = this.space;
          break;
        case 'H':
          this.hold += `\n${this.space}`;
          break;
        case 'g':
          this.space = this.hold;
          break;
        case 'G':
          this.space += `\n${this.hold}`;
          break;
        case 'x':
          [this.space, this.hold] = [this.hold, this.space];
          break;
        case 'n':
        case 'N': {
          const next = yield* this.takeLine();
          if (next === undefined) return command.name === 'n' && this.call.has('n') ? 'quit-silently' : 'quit';
          if (command.name === 'n') {
            if (!this.call.has('n')) this.print(this.space);
            this.flush();
          }
          yield* this.advance(next);
          this.space = command.name === 'n' ? next.text : `${this.space}\n${next.text}`;
          break;
        }
        case 'b':
          at = command.target - 1;
          break;
        case 't':
          if (this.replaced) {
            this.replaced = false;
            at = command.target - 1;
          }
          break;
        case 'q':
          this.exit = Number(command.text || 0);
          return 'quit';
        case 'Q':
          this.exit = Number(command.text || 0);
          return 'quit-silently';
        case 'r': {
          const path = this.call.path(command.text);
          if (this.call.process.fs.exists(path) && !this.call.process.fs.isDirectory(path)) {
            const text = this.call.process.fs.read(path);
            this.appended.push(text === '' || text.endsWith('\n') ? text : `${text}\n`);
          }
          break;
        }
        case 'w':
          this.file(command.text).write(`${this.space}\n`);
          break;
        default:
      }
    }
    return 'end';
  }

  private file(name: string): Writer {
    let writer = this.files.get(name);
    if (writer === undefined) {
      writer = openWriter(this.call.process, name, false);
      this.files.set(name, writer);
    }
    return writer;
  }

  private selects(command: SedCommand): boolean {
    const { from, to } = command;
    if (from === undefined) return true;
    if (to === undefined) return this.matches(from);
    if (!command.active) {
      // 0,/x/ may end on the first line
      const zero = from.kind === 'line' && from.line === 0;
      if (!(zero ? this.line === 1 : this.matches(from))) return false;
      command.active = true;
      if (to.kind === 'line') command.active = to.line > this.line;
      else if (to.kind === 'count') command.activeUntil = this.line + to.count;
      else if (to.kind === 'multiple')
        command.activeUntil = to.of === 0 ? this.line : Math.ceil(this.line / to.of) * to.of;
      else if (zero && this.matches(to)) command.active = false;
      if (to.kind === 'count' || to.kind === 'multiple') command.active = command.activeUntil > this.line;
      if (to.kind === 'last') command.active = !this.ended;
      return true;
    }
    if (to.kind === 'line') command.active = this.line < to.line;
    else if (to.kind === 'count' || to.kind === 'multiple') command.active = this.line < command.activeUntil;
    else command.active = !this.matches(to);
    return true;
  }

  private matches(address: Address): boolean {
    switch (address.kind) {
      case 'line':
        return this.line === address.line;
      case 'last':
        return this.ended;
      case 'step':
        return address.step === 0
          ? this.line === address.first
          : this.line >= address.first && (this.line - address.first) % address.step === 0;
      case 'match': {
        const expression = address.expression ?? this.lastExpression;
        if (expression === undefined) throw new SedError('no previous regular expression');
        this.lastExpression = expression;
        expression.lastIndex = 0;
        return expression.test(this.space);
      }
      default:
        return false;
    }
  }

  private substitute(substitution: Substitution): void {
    const expression = substitution.expression ?? this.lastExpression;
    if (expression === undefined) return;
    this.lastExpression = expression;
    expression.lastIndex = 0;
    let count = 0;
    let done = false;
    const result = this.space.replace(expression, (...parts: unknown[]) => {
      count++;
      const whole = String(parts[0]);
      if (count < substitution.nth || (done && !substitution.global)) return whole;
      done = true;
      const groups = parts
        .slice(
          1,
          parts.findIndex((part) => typeof part === 'number'),
        )
        .map((part) => (part === undefined ? '' : String(part)));
      return fill(substitution.replacement, whole, groups);
    });
    if (!done) return;
    this.space = result;
    this.replaced = true;
    if (substitution.print) this.print(this.space);
    if (substitution.file !== undefined) this.file(substitution.file).write(`${this.space}\n`);
  }
}

/** A replacement with `&`, `\1`, `\n` and GNU's `\U \L \u \l \E`. */
function fill(replacement: string, whole: string, groups: readonly string[]): string {
  let out = '';
  let mode = '';
  let once = '';
  const add = (text: string): void => {
    let piece = mode === 'U' ? text.toUpperCase() : mode === 'L' ? text.toLowerCase() : text;
    if (once !== '' && piece !== '') {
      piece = (once === 'u' ? piece.charAt(0).toUpperCase() : piece.charAt(0).toLowerCase()) + piece.slice(1);
      once = '';
    }
    out += piece;
  };
  for (let at = 0; at < replacement.length; at++) {
    const char = replacement.charAt(at);
    if (char === '&') add(whole);
    else if (char !== '\\') add(char);
    else {
      const next = replacement.charAt(++at);
      if (/\d/.test(next)) add(next === '0' ? whole : (groups[Number(next) - 1] ?? ''));
      else if (next === 'n') add('\n');
      else if (next === 't') add('\t');
      else if (next === 'U' || next === 'L' || next === 'E') mode = next === 'E' ? '' : next;
      else if (next === 'u' || next === 'l') once = next;
      else add(next);
    }
  }
  return out;
}
