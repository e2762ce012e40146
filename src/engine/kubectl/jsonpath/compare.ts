import type { Json } from '../../cluster/json.ts';
import { JsonPathError } from './node.ts';

type BasicKind = 'bool' | 'int' | 'float' | 'string';

/**
 * Compares two values of a filter as Go's templates do: only values of one kind, and a whole number is not of the kind of 1.5.
 * Throws `JsonPathError`. Models: client-go/third_party/forked/golang/template/funcs.go
 */
export function compare(operator: string, left: Json, right: Json, rightIsFloat: boolean): boolean {
  switch (operator) {
    case '==':
      return equal(left, right, rightIsFloat);
    case '!=':
      return !equal(left, right, rightIsFloat);
    case '<':
      return less(left, right, rightIsFloat);
    case '<=':
      return less(left, right, rightIsFloat) || equal(left, right, rightIsFloat);
    case '>':
      return !less(left, right, rightIsFloat) && !equal(left, right, rightIsFloat);
    case '>=':
      return !less(left, right, rightIsFloat);
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}

function equal(left: Json, right: Json, rightIsFloat: boolean): boolean {
  sameKind(left, right, rightIsFloat);
  return left === right;
}

function less(left: Json, right: Json, rightIsFloat: boolean): boolean {
  const kind = sameKind(left, right, rightIsFloat);
  if (kind === 'bool' || left === null || right === null) throw new JsonPathError('invalid type for comparison');
  return left < right;
}

function sameKind(left: Json, right: Json, rightIsFloat: boolean): BasicKind {
  const leftKind = kindOf(left, false);
  const rightKind = kindOf(right, rightIsFloat);
  if (leftKind !== rightKind) throw new JsonPathError('incompatible types for comparison');
  return leftKind;
}

function kindOf(value: Json, float: boolean): BasicKind {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return float || !Number.isInteger(value) ? 'float' : 'int';
  if (typeof value === 'string') return 'string';
  throw new JsonPathError('invalid type for comparison');
}
