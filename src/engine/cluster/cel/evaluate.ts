import { FUNCTIONS, textOf } from './functions.ts';
import { SPACES } from './library.ts';
import type { Expression } from './parser.ts';
import {
  CelError,
  CelMap,
  compare,
  Duration,
  entriesOf,
  equal,
  isList,
  JsonView,
  Optional,
  Timestamp,
  typeOf,
  type Value,
} from './values.ts';

/** Names that an expression may use; a function is worked out when it is first asked for. */
export type Bindings = ReadonlyMap<string, Value | (() => Value)>;

/** Steps of one evaluation. Models: the runtime cost budget of apiserver/pkg/cel */
const MAX_STEPS = 200_000;
const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter']);

class Evaluation {
  private steps = 0;

  constructor(private readonly bindings: Bindings) {}

  run(expression: Expression, local: ReadonlyMap<string, Value>): Value {
    if (++this.steps > MAX_STEPS) throw new CelError('operation cancelled: actual cost limit exceeded');
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'name':
        return this.named(expression.name, local);
      case 'field':
        return this.field(expression, local);
      case 'index':
        return this.index(expression, local);
      case 'list':
        return expression.items.map((item) => this.run(item, local));
      case 'map': {
        const map = new CelMap();
        for (const [key, value] of expression.entries) map.set(this.run(key, local), this.run(value, local));
        return map;
      }
      case 'message': {
        const map = new CelMap();
        for (const [key, value] of expression.entries) map.set(key, this.run(value, local));
        return map;
      }
      case 'unary': {
        const value = this.run(expression.of, local);
        if (expression.operator === '!' && typeof value === 'boolean') return !value;
        if (expression.operator === '-' && (typeof value === 'bigint' || typeof value === 'number')) return -value;
        throw new CelError('no such overload');
      }
      case 'choice':
        return this.run(this.truth(expression.test, local) ? expression.then : expression.otherwise, local);
      case 'binary':
        return this.binary(expression, local);
      case 'call':
        return this.call(expression, local);
    }
  }

  private named(name: string, local: ReadonlyMap<string, Value>): Value {
    const found = local.get(name) ?? this.bindings.get(name);
    if (found === undefined && !local.has(name))
      throw new CelError(`undeclared reference to '${name}' (in container '')`);
    return typeof found === 'function' ? found() : (found ?? null);
  }

  private truth(expression: Expression, local: ReadonlyMap<string, Value>): boolean {
    const value = this.run(expression, local);
    if (typeof value !== 'boolean') throw new CelError('no such overload');
    return value;
  }

  /** A member; undefined where there is none. */
  private memberOf(of: Value, key: Value): Value | undefined {
    if (of instanceof JsonView) return typeof key === 'string' ? of.get(key) : undefined;
    if (of instanceof CelMap) return of.get(key);
    if (isList(of) && typeof key === 'bigint') return of[Number(key)];
    if (isList(of) || of === null || typeof of !== 'object') throw new CelError('no such overload');
    return undefined;
  }

  private field(
    { of, name, isOptional }: Extract<Expression, { kind: 'field' }>,
    local: ReadonlyMap<string, Value>,
  ): Value {
    const value = this.run(of, local);
    if (value instanceof Optional || isOptional) {
      const inner = value instanceof Optional ? value.value : value;
      return new Optional(inner === undefined ? undefined : this.memberOf(inner, name));
    }
    const member = this.memberOf(value, name);
    if (member === undefined) throw new CelError(`no such key: ${name}`);
    return member;
  }

  private index(
    { of, at, isOptional }: Extract<Expression, { kind: 'index' }>,
    local: ReadonlyMap<string, Value>,
  ): Value {
    const value = this.run(of, local);
    const key = this.run(at, local);
    if (value instanceof Optional || isOptional) {
      const inner = value instanceof Optional ? value.value : value;
      return new Optional(inner === undefined ? undefined : this.memberOf(inner, key));
    }
    const member = this.memberOf(value, key);
    if (member === undefined)
      throw new CelError(isList(value) ? `index out of bounds: ${textOf(key)}` : `no such key: ${textOf(key)}`);
    return member;
  }

  private binary(
    { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
    local: ReadonlyMap<string, Value>,
  ): Value {
    if (operator === '&&' || operator === '||') return this.logical(operator, left, right, local);
    const [a, b] = [this.run(left, local), this.run(right, local)];
    switch (operator) {
      case '==':
        return equal(a, b);
      case '!=':
        return !equal(a, b);
      case 'in':
        if (isList(b)) return b.some((each) => equal(each, a));
        if (b instanceof CelMap || b instanceof JsonView) return this.memberOf(b, a) !== undefined;
        throw new CelError('no such overload');
      case '<':
      case '<=':
      case '>':
      case '>=': {
        const order = compare(a, b);
        if (order === undefined) throw new CelError('no such overload');
        return operator === '<'
          ? order < 0
          : operator === '<='
            ? order <= 0
            : operator === '>'
              ? order > 0
              : order >= 0;
      }
      default:
        return arithmetic(operator, a, b);
    }
  }

  /** One side that decides makes up for an error of the other. */
  private logical(operator: string, left: Expression, right: Expression, local: ReadonlyMap<string, Value>): boolean {
    const decides = operator === '||';
    let failed: unknown;
    for (const side of [left, right]) {
      try {
        if (this.truth(side, local) === decides) return decides;
      } catch (error) {
        failed ??= error;
      }
    }
    if (failed !== undefined) throw failed;
    return !decides;
  }

  private call({ on, name, args }: Extract<Expression, { kind: 'call' }>, local: ReadonlyMap<string, Value>): Value {
    const [first] = args;
    if (on === undefined && name === 'has' && args.length === 1) return this.has(first, local);
    if (on?.kind === 'name' && on.name === 'optional') {
      if (name === 'none') return new Optional(undefined);
      if (name === 'of' && first !== undefined) return new Optional(this.run(first, local));
    }
    if (on !== undefined && MACROS.has(name) && first?.kind === 'name' && args.length > 1)
      return this.macro(name, this.run(on, local), first.name, args.slice(1), local);
    const isSpace = on?.kind === 'name' && SPACES.has(on.name) && !local.has(on.name);
    if (isSpace && Object.hasOwn(FUNCTIONS, `${on.name}.${name}`))
      return this.applied(`${on.name}.${name}`, args, local);
    return this.applied(name, on === undefined ? args : [on, ...args], local);
  }

  private applied(name: string, args: readonly Expression[], local: ReadonlyMap<string, Value>): Value {
    const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (run === undefined) throw new CelError(`undeclared reference to '${name}' (in container '')`);
    return run(args.map((each) => this.run(each, local)));
  }

  private has(expression: Expression | undefined, local: ReadonlyMap<string, Value>): boolean {
    if (expression?.kind !== 'field') throw new CelError('invalid argument to has() macro');
    const of = this.run(expression.of, local);
    const inner = of instanceof Optional ? of.value : of;
    return inner !== undefined && this.memberOf(inner, expression.name) !== undefined;
  }

  private macro(
    name: string,
    of: Value,
    item: string,
    bodies: readonly Expression[],
    local: ReadonlyMap<string, Value>,
  ): Value {
    if (!isList(of) && !(of instanceof CelMap) && !(of instanceof JsonView)) throw new CelError('no such overload');
    const items = isList(of) ? of : entriesOf(of).map(([key]) => key);
    const [body, second] = bodies;
    if (body === undefined) throw new CelError('no such overload');
    const within = (value: Value): ReadonlyMap<string, Value> => new Map(local).set(item, value);
    const holds = (value: Value): boolean => this.truth(body, within(value));
    switch (name) {
      case 'filter':
        return items.filter(holds);
      case 'map':
        return second === undefined
          ? items.map((value) => this.run(body, within(value)))
          : items.filter(holds).map((value) => this.run(second, within(value)));
      case 'all':
      case 'exists':
        return this.quantified(name === 'exists', items, holds);
      default:
        return items.filter(holds).length === 1;
    }
  }

  private quantified(wanted: boolean, items: readonly Value[], holds: (value: Value) => boolean): boolean {
    let failed: unknown;
    for (const value of items) {
      try {
        if (holds(value) === wanted) return wanted;
      } catch (error) {
        failed ??= error;
      }
    }
    if (failed !== undefined) throw failed;
    return !wanted;
  }
}

function arithmetic(operator: string, a: Value, b: Value): Value {
  if (operator === '+') {
    if (typeof a === 'string' && typeof b === 'string') return a + b;
    if (isList(a) && isList(b)) return [...a, ...b];
    if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.ms + b.ms);
    if (a instanceof Duration && b instanceof Duration) return new Duration(a.ms + b.ms);
  }
  if (operator === '-') {
    if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(a.ms - b.ms);
    if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.ms - b.ms);
    if (a instanceof Duration && b instanceof Duration) return new Duration(a.ms - b.ms);
  }
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if ((operator === '/' || operator === '%') && b === 0n)
      throw new CelError(operator === '/' ? 'division by zero' : 'modulus by zero');
    const result =
      operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b;
    if (BigInt.asIntN(64, result) !== result) throw new CelError('integer overflow');
    return result;
  }
  if (typeof a === 'number' && typeof b === 'number' && operator !== '%')
    return operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
  throw new CelError(`found no matching overload for '_${operator}_' applied to '(${typeOf(a)}, ${typeOf(b)})'`);
}

/** Works out an expression. Throws `CelError`. */
export function evaluateCel(expression: Expression, bindings: Bindings): Value {
  return new Evaluation(bindings).run(expression, new Map());
}
