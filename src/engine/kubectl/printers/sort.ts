import type { Json, JsonObject } from '../../cluster/json.ts';
import { CommandError } from '../errors.ts';
import { quote } from '../go/quote.ts';
import { Evaluator } from '../jsonpath/evaluate.ts';
import { relaxedJsonPath } from '../jsonpath/jsonpath.ts';
import { JsonPathError, type PathNode } from '../jsonpath/node.ts';
import { parseTemplate } from '../jsonpath/parse.ts';
import { parseQuantity } from './quantity.ts';

/** Things in the order of a field of their objects; what lacks the field comes first. Throws `CommandError`. Models: kubectl/pkg/cmd/get/sorter.go */
export function sortByField<Item>(
  items: readonly Item[],
  objectOf: (item: Item) => JsonObject,
  field: string,
): readonly Item[] {
  const expression = relaxed(field);
  const nodes = parse(expression);
  const keyed = items.map((item) => ({ item, key: valueAt(nodes, objectOf(item)) }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new CommandError(`couldn't find any field with path ${quote(expression)} in the list of objects`);
  }
  return keyed.sort((a, b) => compareValues(a.key, b.key)).map(({ item }) => item);
}

function relaxed(field: string): string {
  try {
    return relaxedJsonPath(field);
  } catch {
    return field;
  }
}

function parse(expression: string): readonly PathNode[] {
  try {
    return parseTemplate(expression);
  } catch (error) {
    if (error instanceof JsonPathError) throw new CommandError(error.message);
    throw error;
  }
}

function valueAt(nodes: readonly PathNode[], object: JsonObject): Json | undefined {
  try {
    return new Evaluator(true).results(nodes, object)[0]?.[0];
  } catch (error) {
    if (error instanceof JsonPathError) throw new CommandError(error.message);
    throw error;
  }
}

function compareValues(a: Json | undefined, b: Json | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') {
    const left = parseQuantity(a);
    const right = parseQuantity(b);
    if (left !== undefined && right !== undefined) return left - right;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null && !Array.isArray(a)) {
    throw new CommandError('unsortable type: map');
  }
  return 0;
}
