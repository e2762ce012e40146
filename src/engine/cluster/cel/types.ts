/** What an expression comes to, as far as it is known before it runs. Models: cel-go/common/types.Type */
export type CelType =
  | {
      readonly kind:
        | 'dyn'
        | 'error'
        | 'null'
        | 'bool'
        | 'int'
        | 'uint'
        | 'double'
        | 'string'
        | 'bytes'
        | 'timestamp'
        | 'duration'
        | 'type';
    }
  | { readonly kind: 'list'; readonly item: CelType }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | { readonly kind: 'optional'; readonly of: CelType }
  /** A type of the embedder's: opaque, known by its name (`kubernetes.Quantity`). */
  | { readonly kind: 'opaque'; readonly name: string }
  | ObjectType;

/** An object whose members are known. Functions, so that a type may name itself. */
export interface ObjectType {
  readonly kind: 'object';
  readonly name: string;
  field(name: string): CelType | undefined;
}

export const DYN: CelType = { kind: 'dyn' };
export const ERROR: CelType = { kind: 'error' };
export const BOOL: CelType = { kind: 'bool' };
export const INT: CelType = { kind: 'int' };
export const STRING: CelType = { kind: 'string' };

/** A type as messages write it. Models: cel-go/checker.FormatCELType */
export function typeText(type: CelType): string {
  switch (type.kind) {
    case 'list':
      return `list(${typeText(type.item)})`;
    case 'map':
      return `map(${typeText(type.key)}, ${typeText(type.value)})`;
    case 'optional':
      return `optional_type(${typeText(type.of)})`;
    case 'object':
    case 'opaque':
      return type.name;
    case 'error':
      return '!error!';
    default:
      return type.kind;
  }
}

const isFree = (type: CelType): boolean => type.kind === 'dyn' || type.kind === 'error';

/** What a pattern's variables (`A`, `B`) stand for. */
export type Bound = Map<string, CelType>;

/** A parameter of an overload: a type, or a variable by its name. */
export type Pattern =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'list'; readonly item: Pattern }
  | { readonly kind: 'map'; readonly key: Pattern; readonly value: Pattern }
  | { readonly kind: 'optional'; readonly of: Pattern }
  | { readonly kind: 'is'; readonly type: CelType };

/** The type that two values of an aggregate share; undefined where there is none. */
export function joined(a: CelType, b: CelType): CelType | undefined {
  if (isFree(a)) return b;
  if (isFree(b)) return a;
  if (a.kind === 'list' && b.kind === 'list') {
    const item = joined(a.item, b.item);
    return item === undefined ? undefined : { kind: 'list', item };
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const [key, value] = [joined(a.key, b.key), joined(a.value, b.value)];
    return key === undefined || value === undefined ? undefined : { kind: 'map', key, value };
  }
  if (a.kind === 'optional' && b.kind === 'optional') {
    const of = joined(a.of, b.of);
    return of === undefined ? undefined : { kind: 'optional', of };
  }
  // What may be missing may be null.
  if (a.kind === 'null' && ['object', 'timestamp', 'duration'].includes(b.kind)) return b;
  if (b.kind === 'null' && ['object', 'timestamp', 'duration'].includes(a.kind)) return a;
  return typeText(a) === typeText(b) ? a : undefined;
}

/** Whether a value of a type may stand for a pattern; binds the pattern's variables. */
export function fits(type: CelType, pattern: Pattern, bound: Bound): boolean {
  if (pattern.kind === 'variable') {
    const known = bound.get(pattern.name);
    const both = known === undefined ? type : joined(known, type);
    if (both !== undefined) bound.set(pattern.name, both);
    return both !== undefined;
  }
  if (isFree(type)) return true;
  switch (pattern.kind) {
    case 'list':
      return type.kind === 'list' && fits(type.item, pattern.item, bound);
    case 'map':
      return type.kind === 'map' && fits(type.key, pattern.key, bound) && fits(type.value, pattern.value, bound);
    case 'optional':
      return type.kind === 'optional' && fits(type.of, pattern.of, bound);
    case 'is':
      return isFree(pattern.type) || joined(pattern.type, type) !== undefined;
  }
}

/** The type that a pattern comes to with its variables bound. */
export function resolved(pattern: Pattern, bound: Bound): CelType {
  switch (pattern.kind) {
    case 'variable':
      return bound.get(pattern.name) ?? DYN;
    case 'list':
      return { kind: 'list', item: resolved(pattern.item, bound) };
    case 'map':
      return { kind: 'map', key: resolved(pattern.key, bound), value: resolved(pattern.value, bound) };
    case 'optional':
      return { kind: 'optional', of: resolved(pattern.of, bound) };
    case 'is':
      return pattern.type;
  }
}
