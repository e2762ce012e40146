import type { Json, JsonObject } from '../../cluster/json.ts';
import { scalarText } from './scalar.ts';

/** JSON as sigs.k8s.io/yaml prints it: keys sorted, sequences not indented below their key, no line folding. Ends with a newline. */
export function toYaml(value: Json): string {
  if (isObject(value) && hasKeys(value)) return `${mapping(value, 0)}\n`;
  if (Array.isArray(value) && value.length > 0) return `${sequence(value, 0)}\n`;
  return `${inline(value, 0, 0)}\n`;
}

function mapping(object: JsonObject, indent: number): string {
  const pad = ' '.repeat(indent);
  return sortedKeys(object)
    .map((key) => {
      const value = object[key] ?? null;
      const name = scalarText(key, { indent, column: indent, key: true });
      const head = name.length > 128 ? `? ${name}\n${pad}:` : `${name}:`;
      if (isObject(value) && hasKeys(value)) return `${pad}${head}\n${mapping(value, indent + 2)}`;
      if (Array.isArray(value) && value.length > 0) return `${pad}${head}\n${sequence(value, indent)}`;
      return `${pad}${head} ${inline(value, indent + 2, indent + [...head].length + 1)}`;
    })
    .join('\n');
}

function sequence(list: readonly Json[], indent: number): string {
  const pad = ' '.repeat(indent);
  return list
    .map((value) => {
      if (isObject(value) && hasKeys(value)) return `${pad}- ${mapping(value, indent + 2).slice(indent + 2)}`;
      if (Array.isArray(value) && value.length > 0) return `${pad}- ${sequence(value, indent + 2).slice(indent + 2)}`;
      return `${pad}- ${inline(value, indent + 2, indent + 2)}`;
    })
    .join('\n');
}

function inline(value: Json, indent: number, column: number): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return scalarText(value, { indent, column });
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? '[]' : '{}';
}

/** A number as Go's `strconv.FormatFloat(v, 'g', -1, 64)` or an integer prints it. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  const text = String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** An object's keys in the order that yaml.v2 gives them: by letters, digit runs by their number. Models: yaml/v2 keyList.Less */
function sortedKeys(object: JsonObject): readonly string[] {
  return Object.keys(object)
    .filter((key) => object[key] !== undefined)
    .sort(compareKeys);
}

function compareKeys(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  let digits = false;
  for (let at = 0; at < left.length && at < right.length; at++) {
    const l = left[at] ?? '';
    const r = right[at] ?? '';
    if (l === r) {
      digits = isDigit(l);
      continue;
    }
    const leftLetter = isLetter(l);
    const rightLetter = isLetter(r);
    if (leftLetter && rightLetter) return l < r ? -1 : 1;
    if (leftLetter || rightLetter) {
      if (digits) return leftLetter ? -1 : 1;
      return rightLetter ? -1 : 1;
    }
    return compareNumbers(left, right, at) ?? (l < r ? -1 : 1);
  }
  return left.length - right.length;
}

function compareNumbers(left: readonly string[], right: readonly string[], at: number): number | undefined {
  let from = at;
  if (left[at] === '0' || right[at] === '0') {
    let nonZero = false;
    for (let j = at - 1; j >= 0 && isDigit(left[j] ?? ''); j--) {
      if (left[j] !== '0') {
        nonZero = true;
        break;
      }
    }
    if (!nonZero) from = at;
  }
  const a = digitRun(left, from);
  const b = digitRun(right, from);
  if (a === '' && b === '') return undefined;
  const an = Number(a === '' ? 0 : a);
  const bn = Number(b === '' ? 0 : b);
  if (an !== bn) return an - bn;
  return a.length === b.length ? undefined : a.length - b.length;
}

function digitRun(characters: readonly string[], from: number): string {
  let run = '';
  for (let at = from; isDigit(characters[at] ?? ''); at++) run += characters[at];
  return run;
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character.length === 1;
}

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasKeys(object: JsonObject): boolean {
  return Object.keys(object).some((key) => object[key] !== undefined);
}
