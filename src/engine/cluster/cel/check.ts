import { FUNCTIONS } from './functions.ts';
import { CelSyntaxError, place } from './lexer.ts';
import { SPACES } from './library.ts';
import { OVERLOADS } from './overloads.ts';
import { type Expression, parseCel } from './parser.ts';
import { BOOL, type Bound, type CelType, DYN, ERROR, fits, INT, joined, resolved, STRING, typeText } from './types.ts';

const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter']);
type Scope = ReadonlyMap<string, CelType>;

/** An expression that was read, with what it comes to and the names that it uses. */
export interface Checked {
  readonly expression: Expression;
  readonly type: CelType;
  readonly names: ReadonlySet<string>;
}

class Checker {
  readonly names = new Set<string>();
  readonly faults: string[] = [];

  constructor(private readonly text: string) {}

  private fault(of: Expression, what: string): CelType {
    const at = of.offset ?? 0;
    const line = this.text.slice(0, at).split('\n').length - 1;
    const column = Number(place(this.text, at).split(':')[1]) - 1;
    const shown = this.text.split('\n')[line] ?? '';
    this.faults.push(`ERROR: <input>:${place(this.text, at)}: ${what}\n | ${shown}\n | ${'.'.repeat(column)}^`);
    return ERROR;
  }

  type(of: Expression, scope: Scope): CelType {
    switch (of.kind) {
      case 'literal':
        return literalType(of.value);
      case 'name': {
        const found = scope.get(of.name);
        if (found === undefined) return this.fault(of, `undeclared reference to '${of.name}' (in container '')`);
        this.names.add(of.name);
        return found;
      }
      case 'field':
        return this.field(of, scope);
      case 'index':
        return this.index(of, scope);
      case 'list':
        return { kind: 'list', item: this.same(of.items, scope) };
      case 'map':
        return {
          kind: 'map',
          key: this.same(
            of.entries.map(([key]) => key),
            scope,
          ),
          value: this.same(
            of.entries.map(([, value]) => value),
            scope,
          ),
        };
      case 'message':
        for (const [, value] of of.entries) this.type(value, scope);
        return DYN;
      case 'unary':
        return this.overloaded(of, `${of.operator}_`, [this.type(of.of, scope)]);
      case 'choice':
        return this.overloaded(
          of,
          '_?_:_',
          [of.test, of.then, of.otherwise].map((each) => this.type(each, scope)),
        );
      case 'binary':
        return this.overloaded(
          of,
          of.operator === 'in' ? '@in' : `_${of.operator}_`,
          [of.left, of.right].map((each) => this.type(each, scope)),
        );
      case 'call':
        return this.call(of, scope);
    }
  }

  /** The one type of the members of a literal. */
  private same(items: readonly Expression[], scope: Scope): CelType {
    let all: CelType = DYN;
    for (const [at, item] of items.entries()) {
      const type = this.type(item, scope);
      const both = at === 0 ? type : joined(all, type);
      if (both === undefined) return this.fault(item, `expected type '${typeText(all)}' but found '${typeText(type)}'`);
      all = both;
    }
    return all;
  }

  private memberType(of: Expression, owner: CelType, name: string): CelType {
    switch (owner.kind) {
      case 'dyn':
      case 'error':
        return owner;
      case 'map':
        return owner.value;
      case 'object':
        return owner.field(name) ?? this.fault(of, `undefined field '${name}'`);
      default:
        return this.fault(of, `type '${typeText(owner)}' does not support field selection`);
    }
  }

  private field(of: Extract<Expression, { kind: 'field' }>, scope: Scope): CelType {
    const owner = this.type(of.of, scope);
    if (owner.kind !== 'optional' && !of.isOptional) return this.memberType(of, owner, of.name);
    const member = this.memberType(of, owner.kind === 'optional' ? owner.of : owner, of.name);
    return member.kind === 'optional' ? member : { kind: 'optional', of: member };
  }

  private index(of: Extract<Expression, { kind: 'index' }>, scope: Scope): CelType {
    const [owner, at] = [this.type(of.of, scope), this.type(of.at, scope)];
    if (owner.kind === 'optional') {
      const member = this.overloaded(of, '_[_]', [owner.of, at]);
      return { kind: 'optional', of: member };
    }
    return this.overloaded(of, of.isOptional ? '_[?_]' : '_[_]', [owner, at]);
  }

  private overloaded(of: Expression, name: string, args: readonly CelType[], on?: CelType): CelType {
    const ways = OVERLOADS.get(name);
    if (ways === undefined) return DYN;
    const results: CelType[] = [];
    for (const way of ways) {
      const bound: Bound = new Map();
      if ((way.on === undefined) !== (on === undefined) || way.args.length !== args.length) continue;
      if (way.on !== undefined && on !== undefined && !fits(on, way.on, bound)) continue;
      if (way.args.every((pattern, at) => fits(args[at] ?? DYN, pattern, bound)))
        results.push(resolved(way.result, bound));
    }
    const [first] = results;
    if (first === undefined) {
      const given = `(${args.map(typeText).join(', ')})`;
      const applied = on === undefined ? given : `${typeText(on)}.${given}`;
      return this.fault(of, `found no matching overload for '${name}' applied to '${applied}'`);
    }
    // Where what is known leaves several ways open, what they come to is known only if it is the same.
    return results.every((each) => typeText(each) === typeText(first)) ? first : DYN;
  }

  private call(of: Extract<Expression, { kind: 'call' }>, scope: Scope): CelType {
    const { on, name, args } = of;
    const [first] = args;
    if (on === undefined && name === 'has' && args.length === 1) {
      if (first?.kind !== 'field') return this.fault(of, 'invalid argument to has() macro');
      this.type(first, scope);
      return BOOL;
    }
    if (on?.kind === 'name' && SPACES.has(on.name) && !scope.has(on.name))
      return this.overloaded(
        of,
        on.name === 'optional' ? name : `${on.name}.${name}`,
        args.map((each) => this.type(each, scope)),
      );
    if (on !== undefined && MACROS.has(name) && first?.kind === 'name' && args.length > 1)
      return this.macro(of, this.type(on, scope), first.name, args.slice(1), scope);
    const receiver = on === undefined ? undefined : this.type(on, scope);
    const types = args.map((each) => this.type(each, scope));
    if (!OVERLOADS.has(name) && !Object.hasOwn(FUNCTIONS, name))
      return this.fault(of, `undeclared reference to '${name}' (in container '')`);
    return this.overloaded(of, name, types, receiver);
  }

  private macro(
    of: Expression & { readonly name: string },
    range: CelType,
    item: string,
    bodies: readonly Expression[],
    scope: Scope,
  ): CelType {
    let element: CelType = DYN;
    if (range.kind === 'list') element = range.item;
    else if (range.kind === 'map') element = range.key;
    else if (range.kind !== 'dyn' && range.kind !== 'error')
      return this.fault(
        of,
        `expression of type '${typeText(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
      );
    const within = new Map(scope).set(item, element);
    const types = bodies.map((body) => this.type(body, within));
    const truth = (type: CelType | undefined, body: Expression | undefined): void => {
      if (type !== undefined && body !== undefined && joined(BOOL, type) === undefined)
        this.fault(body, `expected type 'bool' but found '${typeText(type)}'`);
    };
    if (of.name === 'map') {
      if (types.length > 1) truth(types[0], bodies[0]);
      return { kind: 'list', item: types.at(-1) ?? DYN };
    }
    truth(types[0], bodies[0]);
    return of.name === 'filter' ? { kind: 'list', item: element } : BOOL;
  }
}

function literalType(value: null | boolean | bigint | number | string): CelType {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return BOOL;
  if (typeof value === 'bigint') return INT;
  return typeof value === 'number' ? { kind: 'double' } : STRING;
}

/** Reads an expression and works out what it comes to. Throws `CelSyntaxError` with every fault. Models: cel-go/cel.Env.Compile */
export function checkCel(text: string, scope: Scope): Checked {
  const expression = parseCel(text);
  const checker = new Checker(text);
  const type = checker.type(expression, scope);
  if (checker.faults.length > 0) throw new CelSyntaxError(checker.faults.join('\n'));
  return { expression, type, names: checker.names };
}
