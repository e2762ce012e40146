import type { Json, JsonObject } from '../../../cluster/json.ts';
import { isObject, objects, record, text } from '../../../cluster/json-readers.ts';
import { CommandError } from '../../errors.ts';
import { formatValue } from '../../go/format.ts';
import { quote } from '../../go/quote.ts';
import { metadataOf } from '../../json.ts';
import { Evaluator } from '../../jsonpath/evaluate.ts';
import { relaxedJsonPath } from '../../jsonpath/jsonpath.ts';
import { JsonPathError } from '../../jsonpath/node.ts';
import { parseTemplate } from '../../jsonpath/parse.ts';

/** What `--for` waits for. */
export type Condition =
  | { readonly kind: 'create' }
  | { readonly kind: 'delete' }
  | { readonly kind: 'state'; holds(object: JsonObject): boolean };

/** Reads `--for`. Throws `CommandError`. Models: kubectl/pkg/cmd/wait.conditionFuncsFor */
export function readConditions(words: readonly string[]): readonly Condition[] {
  if (words.length === 0) throw new CommandError('unrecognized condition: []');
  return words.map((word): Condition => {
    const lower = word.toLowerCase();
    if (lower === 'delete' || lower === 'create') return { kind: lower };
    if (word.startsWith('condition=')) return statusCondition(word.slice('condition='.length));
    if (word.startsWith('jsonpath=')) return pathCondition(word.slice('jsonpath='.length));
    throw new CommandError(`unrecognized condition: ${quote(word)}`);
  });
}

function statusCondition(spec: string): Condition {
  const equals = spec.indexOf('=');
  const name = (equals < 0 ? spec : spec.slice(0, equals)).toLowerCase();
  const wanted = (equals < 0 ? 'true' : spec.slice(equals + 1)).toLowerCase();
  return {
    kind: 'state',
    holds(object) {
      const status = record(object['status']);
      const found = objects(status['conditions']).find((each) => text(each['type']).toLowerCase() === name);
      if (found === undefined) return false;
      const generation = metadataOf(object)['generation'];
      const observed = found['observedGeneration'] ?? status['observedGeneration'];
      if (typeof generation === 'number' && typeof observed === 'number' && observed < generation) return false;
      return text(found['status']).toLowerCase() === wanted;
    },
  };
}

function pathCondition(spec: string): Condition {
  const parts = splitOnSingleEquals(spec);
  if (parts.length > 2) {
    throw new CommandError(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  }
  const expression = guarded(() => relaxedJsonPath(parts[0] ?? ''));
  const wanted = parts[1]?.replace(/^['"]+|['"]+$/g, '');
  if (wanted === '') {
    throw new CommandError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  }
  if (expression === '') throw new CommandError('jsonpath expression cannot be empty');
  const nodes = guarded(() => parseTemplate(expression));
  return {
    kind: 'state',
    holds(object) {
      const results = guarded(() => new Evaluator(true).results(nodes, object));
      const [first] = results;
      if (first === undefined || first.length === 0) return false;
      if (results.length > 1) throw new CommandError('given jsonpath expression matches more than one list');
      if (first.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
      return wanted === undefined || sameText(first[0] ?? null, wanted);
    },
  };
}

function sameText(value: Json, wanted: string): boolean {
  if (isObject(value) || Array.isArray(value)) {
    throw new CommandError('jsonpath leads to a nested object or list which is not supported');
  }
  return formatValue(value).trim() === wanted.trim();
}

/** Splits at `=` but not at `==`. */
function splitOnSingleEquals(input: string): readonly string[] {
  const out: string[] = [];
  let part = '';
  for (let at = 0; at < input.length; at++) {
    if (input[at] !== '=') part += input[at];
    else if (input[at + 1] === '=') {
      part += '==';
      at++;
    } else {
      out.push(part);
      part = '';
    }
  }
  return [...out, part];
}

function guarded<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof JsonPathError) throw new CommandError(error.message);
    throw error;
  }
}
