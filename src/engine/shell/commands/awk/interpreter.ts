// Over 300 lines: one interpreter over one syntax; its switch over expressions and its switch over statements need each other.
import { fileErrorText } from '../../files/errors.ts';
import { compileRegExp } from '../../language/regexp.ts';
import { openReader, openWriter } from '../../process/open.ts';
import { createPipe } from '../../process/pipe.ts';
import type { Child, Reader, Task, Writer } from '../../process/types.ts';
import type { Call } from '../command.ts';
import { callBuiltin } from './builtins.ts';
import { formatAwk } from './format.ts';
import { AwkRecord } from './record.ts';
import type { AwkFunction, AwkProgram, Expression, Place, Rule, Statement, Target } from './syntax.ts';
import { compareValues, inputValue, toBoolean, toNumber, toText, type Value } from './values.ts';

/** Thrown for what a program does wrong while it runs. */
export class AwkError {
  constructor(readonly text: string) {}
}

class Jump {
  constructor(
    readonly kind: 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return',
    readonly value: Value = undefined,
  ) {}
}

type AwkArray = Map<string, Value>;

const DEPTH_LIMIT = 60;

/** Runs one awk program. */
export class Awk {
  readonly record: AwkRecord;
  readonly globals = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['RS', '\n'],
    ['SUBSEP', '\x1c'],
    ['OFMT', '%.6g'],
    ['CONVFMT', '%.6g'],
    ['NR', 0],
    ['FNR', 0],
    ['FILENAME', ''],
    ['RSTART', 0],
    ['RLENGTH', -1],
  ]);
  private readonly arrays = new Map<string, AwkArray>();
  private locals: Map<string, Value | AwkArray> | undefined;
  private depth = 0;
  private status = 0;
  private readonly active = new Set<Rule>();
  private readonly queue: string[];
  private main: Reader | undefined;
  private readonly readers = new Map<string, Reader>();
  private readonly writers = new Map<string, { readonly writer: Writer; readonly close: () => Task<number> }>();
  private readonly pieces = new WeakMap<Reader, string>();

  constructor(
    readonly call: Call,
    private readonly program: AwkProgram,
    operands: readonly string[],
  ) {
    this.record = new AwkRecord((name) => toText(this.globals.get(name)));
    this.queue = [...operands];
    const argv: AwkArray = new Map([['0', 'awk']]);
    for (const [at, operand] of operands.entries()) argv.set(String(at + 1), inputValue(operand));
    this.arrays.set('ARGV', argv);
    this.globals.set('ARGC', operands.length + 1);
    this.arrays.set('ENVIRON', new Map([...call.process.env].map(([name, value]) => [name, inputValue(value)])));
  }

  *run(): Task<number> {
    try {
      try {
        for (const action of this.program.begin) yield* this.execute(action);
        if (this.program.rules.length > 0 || this.program.end.length > 0) yield* this.records();
      } catch (jump) {
        if (!(jump instanceof Jump) || jump.kind !== 'exit') throw jump;
        if (jump.value !== undefined) this.status = toNumber(jump.value);
        if (this.ending) return this.status & 255;
      }
      this.ending = true;
      for (const action of this.program.end) yield* this.execute(action);
    } catch (jump) {
      if (!(jump instanceof Jump)) throw jump;
      if (jump.kind === 'exit' && jump.value !== undefined) this.status = toNumber(jump.value);
    } finally {
      yield* this.closeAll();
    }
    return this.status & 255;
  }
  private ending = false;

  private *records(): Task<void> {
    for (;;) {
      const line = yield* this.nextRecord();
      if (line === undefined) return;
      this.record.set(line);
      yield* this.call.process.breathe();
      try {
        for (const rule of this.program.rules) {
          if (!(yield* this.selects(rule))) continue;
          if (rule.action === undefined) this.call.print(`${this.record.text()}${toText(this.globals.get('ORS'))}`);
          else yield* this.execute(rule.action);
        }
      } catch (jump) {
        if (!(jump instanceof Jump) || (jump.kind !== 'next' && jump.kind !== 'nextfile')) throw jump;
        if (jump.kind === 'nextfile') this.main = undefined;
      }
    }
  }

  private *selects(rule: Rule): Task<boolean> {
    if (rule.pattern === undefined) return true;
    if (rule.until === undefined) return toBoolean(yield* this.evaluate(rule.pattern));
    if (!this.active.has(rule)) {
      if (!toBoolean(yield* this.evaluate(rule.pattern))) return false;
      this.active.add(rule);
    }
    if (toBoolean(yield* this.evaluate(rule.until))) this.active.delete(rule);
    return true;
  }

  /** The next record of the main input; counts it. */
  private *nextRecord(): Task<string | undefined> {
    for (;;) {
      if (this.main === undefined) {
        const source = this.openNext();
        if (source === undefined) return undefined;
        this.main = source;
      }
      const text = yield* this.readRecord(this.main);
      if (text !== undefined) {
        this.globals.set('NR', toNumber(this.globals.get('NR')) + 1);
        this.globals.set('FNR', toNumber(this.globals.get('FNR')) + 1);
        return text;
      }
      this.main = undefined;
    }
  }

  private usedInput = false;

  private openNext(): Reader | undefined {
    for (;;) {
      const name = this.queue.shift();
      if (name === undefined) {
        if (this.usedInput) return undefined;
        this.usedInput = true;
        return this.call.process.stdin;
      }
      const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(name);
      if (assignment !== null) {
        this.globals.set(assignment[1] ?? '', inputValue(assignment[2] ?? ''));
        continue;
      }
      this.usedInput = true;
      this.globals.set('FNR', 0);
      this.globals.set('FILENAME', name === '-' ? '' : name);
      if (name === '-') return this.call.process.stdin;
      try {
        return openReader(this.call.process, name);
      } catch (error) {
        const text = fileErrorText(error);
        this.call.complain(this.call.style === 'busybox' ? `${name}: ${text}` : `cannot open "${name}" (${text})`);
        this.status = 2;
        if (this.call.style === 'gnu') throw new Jump('exit', 2);
      }
    }
  }

  private *readRecord(reader: Reader): Task<string | undefined> {
    const separator = toText(this.globals.get('RS'));
    if (separator === '\n') {
      const line = yield* reader.readLine();
      return line?.replace(/\n$/, '');
    }
    const expression =
      separator === ''
        ? /\n{2,}/
        : separator.length === 1
          ? separator
          : compileRegExp(separator, { extended: true, ignoreCase: false });
    if (typeof expression === 'string' && expression.length > 1) throw new AwkError(expression);
    let text = this.pieces.get(reader) ?? '';
    for (;;) {
      if (separator === '') text = text.replace(/^\n+/, '');
      const at = typeof expression === 'string' ? text.indexOf(expression) : text.search(expression);
      if (at >= 0) {
        const length = typeof expression === 'string' ? expression.length : (expression.exec(text)?.[0].length ?? 1);
        this.pieces.set(reader, text.slice(at + length));
        return text.slice(0, at);
      }
      const piece = yield* reader.read();
      if (piece === undefined) {
        this.pieces.set(reader, '');
        const rest = text.replace(/\n+$/, '');
        return rest === '' ? undefined : rest;
      }
      text += piece;
    }
  }

  private *execute(statement: Statement): Task<void> {
    this.call.process.step();
    switch (statement.kind) {
      case 'expression':
        yield* this.evaluate(statement.expression);
        return;
      case 'block':
        for (const inner of statement.body) yield* this.execute(inner);
        return;
      case 'print':
        yield* this.print(statement.format, statement.args, statement.target);
        return;
      case 'if':
        if (toBoolean(yield* this.evaluate(statement.test))) yield* this.execute(statement.yes);
        else if (statement.no !== undefined) yield* this.execute(statement.no);
        return;
      case 'while':
        while (toBoolean(yield* this.evaluate(statement.test))) if (!(yield* this.loopBody(statement.body))) return;
        return;
      case 'do':
        do if (!(yield* this.loopBody(statement.body))) return;
        while (toBoolean(yield* this.evaluate(statement.test)));
        return;
      case 'for':
        if (statement.start !== undefined) yield* this.execute(statement.start);
        while (statement.test === undefined || toBoolean(yield* this.evaluate(statement.test))) {
          if (!(yield* this.loopBody(statement.body))) return;
          if (statement.step !== undefined) yield* this.execute(statement.step);
        }
        return;
      case 'for-in':
        for (const key of [...this.array(statement.array).keys()]) {
          this.setVariable(statement.name, inputValue(key));
          if (!(yield* this.loopBody(statement.body))) return;
        }
        return;
      case 'exit':
      case 'return':
        throw new Jump(
          statement.kind,
          statement.value === undefined ? undefined : yield* this.evaluate(statement.value),
        );
      case 'delete':
        if (statement.keys === undefined) this.array(statement.array).clear();
        else this.array(statement.array).delete(yield* this.key(statement.keys));
        return;
      default:
        throw new Jump(statement.kind);
    }
  }

  private *loopBody(body: Statement): Task<boolean> {
    yield* this.call.process.breathe();
    try {
      yield* this.execute(body);
      return true;
    } catch (jump) {
      if (jump instanceof Jump && jump.kind === 'continue') return true;
      if (jump instanceof Jump && jump.kind === 'break') return false;
      throw jump;
    }
  }

  private *print(format: boolean, args: readonly Expression[], target: Target | undefined): Task<void> {
    const values: Value[] = [];
    for (const argument of args) values.push(yield* this.evaluate(argument));
    let text: string;
    if (format) text = formatAwk(toText(values[0]), values.slice(1));
    else if (values.length === 0) text = `${this.record.text()}${toText(this.globals.get('ORS'))}`;
    else {
      const ofmt = toText(this.globals.get('OFMT'));
      text =
        values.map((value) => toText(value, ofmt)).join(toText(this.globals.get('OFS'))) +
        toText(this.globals.get('ORS'));
    }
    if (target === undefined) this.call.print(text);
    else this.writer(target.kind, toText(yield* this.evaluate(target.name))).write(text);
  }

  private writer(kind: Target['kind'], name: string): Writer {
    const known = this.writers.get(name);
    if (known !== undefined) return known.writer;
    if (kind === '|') {
      const { reader, writer } = createPipe();
      const child = this.startCommand(name, reader, undefined);
      reader.release();
      const close = function* (): Task<number> {
        writer.release();
        return child === undefined ? 1 : yield* child.wait();
      };
      this.writers.set(name, { writer, close });
      return writer;
    }
    try {
      const writer = openWriter(this.call.process, name, kind === '>>');
      // biome-ignore lint/correctness/useYield: closing a file never waits
      const close = function* (): Task<number> {
        return 0;
      };
      this.writers.set(name, { writer, close });
      return writer;
    } catch (error) {
      throw new AwkError(`cannot open "${name}" for output (${fileErrorText(error)})`);
    }
  }

  private startCommand(text: string, stdin: Reader | undefined, stdout: Writer | undefined): Child | undefined {
    const child = this.call.process.spawn({
      argv: ['sh', '-c', text],
      ...(stdin === undefined ? {} : { stdin }),
      ...(stdout === undefined ? {} : { stdout }),
    });
    return 'error' in child ? undefined : child;
  }

  /** `close(name)`: the status of a command, 0, or -1 for what is not open. */
  *close(name: string): Task<number> {
    const writer = this.writers.get(name);
    const reader = this.readers.get(name);
    this.writers.delete(name);
    this.readers.delete(name);
    if (writer !== undefined) return yield* writer.close();
    return reader === undefined ? -1 : 0;
  }

  private *closeAll(): Task<void> {
    for (const name of [...this.writers.keys()]) yield* this.close(name);
  }

  /** `system(command)`. */
  *system(command: string): Task<number> {
    const child = this.startCommand(command, undefined, undefined);
    return child === undefined ? 127 : yield* child.wait();
  }

  /** The array of that name: a parameter's, or a global one. */
  array(name: string): AwkArray {
    if (this.locals?.has(name) === true) {
      const local = this.locals.get(name);
      if (local instanceof Map) return local;
      const made: AwkArray = new Map();
      this.locals.set(name, made);
      return made;
    }
    let array = this.arrays.get(name);
    if (array === undefined) {
      array = new Map();
      this.arrays.set(name, array);
    }
    return array;
  }

  private setVariable(name: string, value: Value): void {
    if (this.locals?.has(name) === true) this.locals.set(name, value);
    else if (name === 'NF') this.record.setCount(toNumber(value));
    else this.globals.set(name, value);
  }

  private variable(name: string): Value {
    if (this.locals?.has(name) === true) {
      const local = this.locals.get(name);
      return local instanceof Map ? undefined : local;
    }
    return name === 'NF' ? this.record.count() : this.globals.get(name);
  }

  private *key(keys: readonly Expression[]): Task<string> {
    const parts: string[] = [];
    for (const key of keys) parts.push(toText(yield* this.evaluate(key)));
    return parts.join(toText(this.globals.get('SUBSEP')));
  }

  /** Stores a value where an expression says. */
  *assign(place: Place, value: Value): Task<void> {
    if (place.kind === 'variable') this.setVariable(place.name, value);
    else if (place.kind === 'element') this.array(place.array).set(yield* this.key(place.keys), value);
    else {
      const index = toNumber(yield* this.evaluate(place.index));
      if (index < 0) throw new AwkError(`attempt to access field ${index}`);
      this.record.put(Math.trunc(index), value);
    }
  }

  /** The regular expression an expression stands for. */
  *expression(expression: Expression, global = false): Task<RegExp> {
    const source = expression.kind === 'regexp' ? expression.source : toText(yield* this.evaluate(expression));
    const compiled = compileRegExp(source, { extended: true, ignoreCase: false, global });
    if (typeof compiled === 'string')
      throw new AwkError(`regular expression compile failed (${compiled.toLowerCase()})\n${source}`);
    return compiled;
  }

  *evaluate(expression: Expression): Task<Value> {
    switch (expression.kind) {
      case 'number':
      case 'string':
        return expression.value;
      case 'regexp':
        return (yield* this.expression(expression)).test(this.record.text()) ? 1 : 0;
      case 'group':
        return yield* this.evaluate(expression.inner);
      case 'variable':
        return this.variable(expression.name);
      case 'field':
        return this.record.get(Math.trunc(toNumber(yield* this.evaluate(expression.index))));
      case 'element': {
        const array = this.array(expression.array);
        const key = yield* this.key(expression.keys);
        if (!array.has(key)) array.set(key, undefined);
        return array.get(key);
      }
      case 'unary': {
        const operand = yield* this.evaluate(expression.operand);
        if (expression.operator === '!') return toBoolean(operand) ? 0 : 1;
        return expression.operator === '-' ? -toNumber(operand) : toNumber(operand);
      }
      case 'binary':
        return yield* this.binary(expression.operator, expression.left, expression.right);
      case 'concat': {
        const left = yield* this.evaluate(expression.left);
        const right = yield* this.evaluate(expression.right);
        const format = toText(this.globals.get('CONVFMT'));
        return toText(left, format) + toText(right, format);
      }
      case 'match': {
        const text = toText(yield* this.evaluate(expression.left));
        return (yield* this.expression(expression.right)).test(text) !== expression.negated ? 1 : 0;
      }
      case 'in':
        return this.array(expression.array).has(yield* this.key(expression.keys)) ? 1 : 0;
      case 'conditional':
        return yield* this.evaluate(toBoolean(yield* this.evaluate(expression.test)) ? expression.yes : expression.no);
      case 'assign': {
        let value = yield* this.evaluate(expression.value);
        if (expression.operator !== '=') {
          const before = toNumber(yield* this.evaluate(expression.place));
          value = calculate(expression.operator.slice(0, -1), before, toNumber(value));
        }
        yield* this.assign(expression.place, value);
        return value;
      }
      case 'step': {
        const before = toNumber(yield* this.evaluate(expression.place));
        yield* this.assign(expression.place, before + expression.by);
        return expression.prefix ? before + expression.by : before;
      }
      case 'builtin':
        return yield* callBuiltin(this, expression.name, expression.args);
      case 'call':
        return yield* this.callFunction(expression.name, expression.args);
      case 'getline':
        return yield* this.getline(expression);
    }
  }

  private *binary(operator: string, left: Expression, right: Expression): Task<Value> {
    const a = yield* this.evaluate(left);
    if (operator === '&&') return toBoolean(a) && toBoolean(yield* this.evaluate(right)) ? 1 : 0;
    if (operator === '||') return toBoolean(a) || toBoolean(yield* this.evaluate(right)) ? 1 : 0;
    const b = yield* this.evaluate(right);
    switch (operator) {
      case '<':
        return compareValues(a, b) < 0 ? 1 : 0;
      case '<=':
        return compareValues(a, b) <= 0 ? 1 : 0;
      case '==':
        return compareValues(a, b) === 0 ? 1 : 0;
      case '!=':
        return compareValues(a, b) !== 0 ? 1 : 0;
      case '>':
        return compareValues(a, b) > 0 ? 1 : 0;
      case '>=':
        return compareValues(a, b) >= 0 ? 1 : 0;
      default:
        return calculate(operator, toNumber(a), toNumber(b));
    }
  }

  private *callFunction(name: string, args: readonly Expression[]): Task<Value> {
    const called = this.program.functions.get(name);
    if (called === undefined) throw new AwkError(`calling undefined function ${name}`);
    if (args.length > called.parameters.length) throw new AwkError(`function ${name} called with too many args`);
    if (this.depth >= DEPTH_LIMIT) throw new AwkError(`function ${name}: calls are nested too deeply`);
    const frame = yield* this.frame(called, args);
    const outer = this.locals;
    this.locals = frame;
    this.depth++;
    try {
      yield* this.execute(called.body);
      return undefined;
    } catch (jump) {
      if (jump instanceof Jump && jump.kind === 'return') return jump.value;
      throw jump;
    } finally {
      this.depth--;
      this.locals = outer;
    }
  }

  /** The values of a call's parameters; arrays are handed over themselves. */
  private *frame(called: AwkFunction, args: readonly Expression[]): Task<Map<string, Value | AwkArray>> {
    const frame = new Map<string, Value | AwkArray>();
    for (const [at, parameter] of called.parameters.entries()) {
      const argument = args[at];
      if (argument?.kind === 'variable') {
        const local = this.locals?.get(argument.name);
        const isArray =
          local instanceof Map || (this.locals?.has(argument.name) !== true && this.arrays.has(argument.name));
        const value = isArray ? this.array(argument.name) : this.variable(argument.name);
        // a name never used may become an array inside the function
        const fresh =
          value === undefined && this.locals?.has(argument.name) !== true && !this.globals.has(argument.name);
        frame.set(parameter, fresh ? this.array(argument.name) : value);
      } else frame.set(parameter, argument === undefined ? undefined : yield* this.evaluate(argument));
    }
    return frame;
  }

  private *getline(expression: Extract<Expression, { kind: 'getline' }>): Task<Value> {
    let line: string | undefined;
    if (expression.command === undefined && expression.file === undefined) line = yield* this.nextRecord();
    else {
      const name = toText(yield* this.evaluate(expression.command ?? expression.file ?? { kind: 'string', value: '' }));
      let reader = this.readers.get(name);
      if (reader === undefined) {
        const opened = this.openSource(name, expression.command !== undefined);
        if (opened === undefined) return -1;
        reader = opened;
        this.readers.set(name, reader);
      }
      line = yield* this.readRecord(reader);
      if (line !== undefined && expression.command !== undefined)
        this.globals.set('NR', toNumber(this.globals.get('NR')) + 1);
    }
    if (line === undefined) return 0;
    if (expression.place === undefined) this.record.set(line);
    else yield* this.assign(expression.place, inputValue(line));
    return 1;
  }

  private openSource(name: string, isCommand: boolean): Reader | undefined {
    if (isCommand) {
      const { reader, writer } = createPipe();
      const child = this.startCommand(name, undefined, writer);
      writer.release();
      return child === undefined ? undefined : reader;
    }
    try {
      return name === '-' ? this.call.process.stdin : openReader(this.call.process, name);
    } catch (error) {
      fileErrorText(error);
      return undefined;
    }
  }
}

function calculate(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new AwkError('division by zero');
      return left / right;
    case '%':
      if (right === 0) throw new AwkError('division by zero in %');
      return left % right;
    default:
      return left ** right;
  }
}
