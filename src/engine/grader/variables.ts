import { hash32, Random } from '../cluster/random.ts';
import type { Lab } from './lab.ts';

export type Variables = { readonly [name: string]: string | number };

/** The values that this student gets: drawn from the lab's seed and the student's id, so that neighbours differ and a re-run does not. */
export function drawVariables(lab: Lab, student: string): Variables {
  const drawn: { [name: string]: string | number } = {};
  for (const [name, { pick }] of Object.entries(lab.vars)) {
    const random = new Random(hash32(`${lab.seed}/${student}/${name}`));
    drawn[name] = pick[random.integer(0, pick.length)] ?? '';
  }
  return drawn;
}

/** Works out `4 - MIN`: numbers and variables joined by + - * /, from left to right; undefined where a name is no variable of the lab. */
function evaluate(expression: string, variables: Variables): string | undefined {
  const words = expression.trim().split(/\s*([-+*/])\s*/);
  const values = words.map((word, index) =>
    index % 2 === 1
      ? word
      : Object.hasOwn(variables, word)
        ? variables[word]
        : /^\d+(\.\d+)?$/.test(word)
          ? Number(word)
          : undefined,
  );
  if (values.some((value) => value === undefined) || !words.some((word) => Object.hasOwn(variables, word)))
    return undefined;
  if (values.length === 1) return String(values[0]);
  let total = Number(values[0]);
  for (let at = 1; at + 1 < values.length; at += 2) {
    const next = Number(values[at + 1]);
    const sign = values[at];
    total = sign === '+' ? total + next : sign === '-' ? total - next : sign === '*' ? total * next : total / next;
  }
  return String(total);
}

function fill(text: string, variables: Variables): string {
  return text.replace(/\$\{([^{}]+)\}/g, (whole, expression: string) => evaluate(expression, variables) ?? whole);
}

/** Anything with every `${NAME}` in its texts filled in. */
export function filled<Value>(value: Value, variables: Variables): Value {
  if (typeof value === 'string') return fill(value, variables) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => filled(item, variables)) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, variables)])) as Value;
}

/** The lab with every `${NAME}` and `${4 - NAME}` in its texts, files and commands filled in. */
export function instantiate(lab: Lab, variables: Variables): Lab {
  return Object.keys(variables).length === 0 ? lab : filled(lab, variables);
}
