import type { Json } from '../../json.ts';

type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly at: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'filter'; readonly path: readonly Step[]; readonly equals: Json | undefined };

/** A path such as `.status.conditions[?(@.type=="Ready")].status`, read once. */
export type JsonPath = readonly Step[];

const cache = new Map<string, JsonPath | undefined>();

function filterStep(text: string): Step | undefined {
  const match = /^@((?:\.[\w-]+)+)\s*(?:==\s*(.+))?$/.exec(text.trim());
  const path = match?.[1] === undefined ? undefined : parse(match[1]);
  if (path === undefined) return undefined;
  const raw = match?.[2]?.trim();
  if (raw === undefined) return { kind: 'filter', path, equals: undefined };
  const quoted = /^(["'])(.*)\1$/.exec(raw);
  if (quoted !== null) return { kind: 'filter', path, equals: quoted[2] ?? '' };
  if (raw === 'true' || raw === 'false') return { kind: 'filter', path, equals: raw === 'true' };
  return Number.isNaN(Number(raw)) ? undefined : { kind: 'filter', path, equals: Number(raw) };
}

function bracketStep(text: string): Step | undefined {
  if (text === '*') return { kind: 'all' };
  if (/^-?\d+$/.test(text)) return { kind: 'index', at: Number(text) };
  const quoted = /^(["'])(.*)\1$/.exec(text);
  if (quoted !== null) return { kind: 'field', name: quoted[2] ?? '' };
  return text.startsWith('?(') && text.endsWith(')') ? filterStep(text.slice(2, -1)) : undefined;
}

function parse(text: string): JsonPath | undefined {
  const steps: Step[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const field = /^\.((?:[^.[\]\\]|\\.)+)/.exec(rest);
    if (field?.[1] !== undefined) {
      steps.push(field[1] === '*' ? { kind: 'all' } : { kind: 'field', name: field[1].replace(/\\(.)/g, '$1') });
      at += field[0].length;
      continue;
    }
    const bracket = /^\.?\[((?:"[^"]*"|'[^']*'|[^\]"'])*)\]/.exec(rest);
    const step = bracket?.[1] === undefined ? undefined : bracketStep(bracket[1]);
    if (bracket === null || step === undefined) return undefined;
    steps.push(step);
    at += bracket[0].length;
  }
  return steps;
}

/** Reads a simple JSON path, with or without its braces; undefined where it is none. Models: apiextensions' use of client-go/util/jsonpath */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!cache.has(text)) {
    const bare = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
    cache.set(text, bare.startsWith('.') || bare.startsWith('[') ? parse(bare) : undefined);
  }
  return cache.get(text);
}

/** All values that a path leads to, in order. */
export function valuesAt(path: JsonPath, value: unknown): readonly Json[] {
  let found: unknown[] = [value];
  for (const step of path) {
    const next: unknown[] = [];
    for (const each of found) {
      if (each === null || typeof each !== 'object') continue;
      if (step.kind === 'field') {
        if (!Array.isArray(each) && Object.hasOwn(each, step.name))
          next.push((each as { readonly [name: string]: unknown })[step.name]);
      } else if (step.kind === 'all') next.push(...Object.values(each));
      else if (!Array.isArray(each)) continue;
      else if (step.kind === 'index') {
        if (each.at(step.at) !== undefined) next.push(each.at(step.at));
      } else
        next.push(
          ...each.filter((item) => {
            const [first] = valuesAt(step.path, item);
            return step.equals === undefined ? first !== undefined : first === step.equals;
          }),
        );
    }
    found = next;
  }
  return found.filter((each) => each !== undefined) as Json[];
}
