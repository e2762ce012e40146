import type { Json, JsonObject } from '../../cluster/json.ts';
import { isObject, text } from '../../cluster/json-readers.ts';

/** Splits `spec.containers.[name=web].image`, `metadata.annotations.a\.b/c` into its steps. Models: kustomize/kyaml/utils.SmarterPathSplitter */
export function pathSteps(path: string): readonly string[] {
  const steps: string[] = [];
  let step = '';
  let depth = 0;
  for (let at = 0; at < path.length; at++) {
    const character = path[at] ?? '';
    if (character === '\\' && path[at + 1] === '.') {
      step += '.';
      at += 1;
    } else if (character === '.' && depth === 0) {
      steps.push(step);
      step = '';
    } else {
      if (character === '[') depth += 1;
      if (character === ']') depth -= 1;
      step += character;
    }
  }
  return [...steps, step];
}

/** Changes every value at a path; how many there were. `create` makes what is missing of a path. A list is entered by `*`, an index, or `[key=value]`. */
export function changedAt(
  value: Json | undefined,
  steps: readonly string[],
  create: boolean,
  change: (old: Json | undefined) => Json,
): { readonly value: Json | undefined; readonly hits: number } {
  const [step, ...rest] = steps;
  if (step === undefined) {
    if (value === undefined && !create) return { value, hits: 0 };
    return { value: change(value), hits: 1 };
  }
  if (Array.isArray(value)) return changedInList(value as readonly Json[], step, rest, create, change);
  if (value !== undefined && value !== null && !isObject(value)) return { value, hits: 0 };
  if (step === '*' && isObject(value)) {
    let hits = 0;
    const out = Object.entries(value).map(([key, each]) => {
      const inner = changedAt(each, rest, create, change);
      hits += inner.hits;
      return [key, inner.value] as const;
    });
    return { value: hits === 0 ? value : (Object.fromEntries(out) as JsonObject), hits };
  }
  const object = isObject(value) ? value : {};
  const inner = changedAt(object[step], rest, create, change);
  return inner.hits === 0 ? { value, hits: 0 } : { value: { ...object, [step]: inner.value }, hits: inner.hits };
}

function changedInList(
  list: readonly Json[],
  step: string,
  rest: readonly string[],
  create: boolean,
  change: (old: Json | undefined) => Json,
): { readonly value: Json; readonly hits: number } {
  const chosen = chooser(step);
  let hits = 0;
  const out = list.map((each, at) => {
    if (!chosen(each, at)) return each;
    const inner = changedAt(each, rest, create, change);
    hits += inner.hits;
    return inner.value ?? null;
  });
  return { value: out, hits };
}

function chooser(step: string): (item: Json, at: number) => boolean {
  if (step === '*') return () => true;
  const [, key, wanted] = /^\[([^=\]]+)=(.*)\]$/.exec(step) ?? [];
  if (key === undefined) return (_item, at) => String(at) === step;
  return (item) => isObject(item) && (text(item[key]) || String(item[key])) === wanted;
}

/** The first value at a path, or undefined. */
export function valueAt(value: Json | undefined, steps: readonly string[]): Json | undefined {
  let found: Json | undefined;
  let first = true;
  changedAt(value, steps, false, (old) => {
    if (first) found = old;
    first = false;
    return old ?? null;
  });
  return found;
}
