import type { Assignment } from 'unbash';
import type { Task } from '../../process/types.ts';
import { evaluateText } from '../expand/arithmetic.ts';
import { itemKey } from '../expand/parameter.ts';
import { expandText, expandWords } from '../expand/word.ts';
import type { Shell } from '../shell.ts';

/** Texts longer than this are counted as the process's memory. */
const LARGE = 1 << 16;

/** Carries out `name=value`, `name+=value`, `name[i]=value`, `name=(…)`. Throws `ReadOnlyVariable`. */
export function* assign(shell: Shell, assignment: Assignment): Task<void> {
  const { name, value, append } = assignment;
  if (value.type === 'ArrayValue') {
    if (shell.flavour !== 'bash')
      shell.fail(shell.flavour === 'dash' ? 'Syntax error: "(" unexpected' : 'syntax error: unexpected "("', 2);
    yield* assignArray(shell, assignment, value.elements);
    return;
  }
  const text = yield* expandText(shell, value, true);
  if (assignment.index !== undefined) {
    const key = itemKey(shell, name, yield* expandText(shell, assignment.index));
    const before = append === true ? (shell.variables.variable(name)?.items?.get(key) ?? '') : '';
    shell.variables.setItem(name, key, before + text);
    return;
  }
  assignText(shell, name, text, append === true);
}

/** Sets a variable: integers are calculated, large texts are counted, `set -a` exports. */
export function assignText(shell: Shell, name: string, text: string, append = false): void {
  const before = shell.variables.variable(name);
  let value = text;
  if (before?.integer === true)
    value = String(evaluateText(shell, text) + (append ? evaluateText(shell, before.value) : 0));
  else if (append) value = (shell.variables.get(name) ?? '') + text;
  const growth =
    (value.length > LARGE ? value.length : 0) - ((before?.value.length ?? 0) > LARGE ? (before?.value.length ?? 0) : 0);
  if (growth !== 0) shell.process.allocate(growth);
  shell.variables.set(name, value);
  if (shell.options.allexport) shell.variables.mark(name, { exported: true });
}

function* assignArray(
  shell: Shell,
  assignment: Assignment,
  elements: Extract<Assignment['value'], { type: 'ArrayValue' }>['elements'],
): Task<void> {
  const { name, append } = assignment;
  const before = shell.variables.variable(name);
  const associative = before?.associative === true;
  const items = new Map(
    append === true ? (before?.items ?? (before === undefined ? [] : [['0', before.value] as const])) : [],
  );
  let next = Math.max(-1, ...[...items.keys()].map(Number).filter((key) => !Number.isNaN(key))) + 1;
  for (const element of elements) {
    const keyed = /^\[([^\]]*)\]=/.exec(element.text);
    if (keyed !== null) {
      const words: string[] = [];
      const whole = yield* expandText(shell, element);
      const at = whole.indexOf(']=');
      const key = itemKey(shell, name, whole.slice(1, at));
      items.set(key, whole.slice(at + 2));
      if (!associative) next = Number(key) + 1;
      words.length = 0;
      continue;
    }
    const words: string[] = [];
    yield* expandWords(shell, [element], words);
    for (const word of words) items.set(String(next++), word);
  }
  shell.variables.setItems(name, items, associative);
}
