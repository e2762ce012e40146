import type { Task } from '../../process/types.ts';
import { parseDate, strftime } from '../calendar.ts';
import { formatAwk } from './format.ts';
import type { Awk } from './interpreter.ts';
import { splitRecord } from './record.ts';
import type { Expression, Place } from './syntax.ts';
import { inputValue, toNumber, toText, type Value } from './values.ts';

/** Calls one of awk's own functions. */
export function* callBuiltin(awk: Awk, name: string, args: readonly Expression[]): Task<Value> {
  switch (name) {
    case 'length': {
      const [first] = args;
      if (first === undefined) return [...awk.record.text()].length;
      if (first.kind === 'variable' && awk.globals.get(first.name) === undefined && awk.array(first.name).size > 0) {
        return awk.array(first.name).size;
      }
      return [...toText(yield* awk.evaluate(first))].length;
    }
    case 'split':
      return yield* split(awk, args);
    case 'sub':
    case 'gsub':
      return yield* substitute(awk, name === 'gsub', args);
    case 'match': {
      const [subject, pattern] = args;
      if (subject === undefined || pattern === undefined) return 0;
      const text = toText(yield* awk.evaluate(subject));
      const match = (yield* awk.expression(pattern)).exec(text);
      awk.globals.set('RSTART', match === null ? 0 : match.index + 1);
      awk.globals.set('RLENGTH', match === null ? -1 : match[0].length);
      return match === null ? 0 : match.index + 1;
    }
    default:
  }
  const values: Value[] = [];
  for (const argument of args) values.push(yield* awk.evaluate(argument));
  if (name === 'close') return yield* awk.close(toText(values[0]));
  if (name === 'system') return yield* awk.system(toText(values[0]));
  return plain(awk, name, values);
}

function plain(awk: Awk, name: string, values: readonly Value[]): Value {
  const [first, second, third] = values;
  const now = awk.call.process.machine.clock.nowMs();
  switch (name) {
    case 'substr': {
      const text = toText(first);
      const start = Math.round(toNumber(second));
      const end = third === undefined && values.length < 3 ? text.length + 1 : start + Math.round(toNumber(third));
      return text.slice(Math.max(0, start - 1), Math.max(0, end - 1));
    }
    case 'index':
      return toText(first).indexOf(toText(second)) + 1;
    case 'sprintf':
      return formatAwk(toText(first), values.slice(1));
    case 'tolower':
      return toText(first).toLowerCase();
    case 'toupper':
      return toText(first).toUpperCase();
    case 'int':
      return Math.trunc(toNumber(first));
    case 'sqrt':
      return Math.sqrt(toNumber(first));
    case 'exp':
      return Math.exp(toNumber(first));
    case 'log':
      return Math.log(toNumber(first));
    case 'sin':
      return Math.sin(toNumber(first));
    case 'cos':
      return Math.cos(toNumber(first));
    case 'atan2':
      return Math.atan2(toNumber(first), toNumber(second));
    case 'rand':
      return awk.call.process.machine.random.next();
    case 'systime':
      return Math.floor(now / 1000);
    case 'strftime':
      return strftime(
        values.length > 0 ? toText(first) : '%a %b %e %H:%M:%S UTC %Y',
        values.length > 1 ? toNumber(second) * 1000 : now,
      );
    case 'mktime': {
      const [year, month, day, hour, minute, second2] = toText(first).split(' ');
      const ms = parseDate(`${year}-${month}-${day} ${hour}:${minute}:${second2}`, now);
      return ms === undefined ? -1 : ms / 1000;
    }
    default:
      return 0;
  }
}

function* split(awk: Awk, args: readonly Expression[]): Task<Value> {
  const [subject, target, separator] = args;
  if (subject === undefined || target?.kind !== 'variable') return 0;
  const text = toText(yield* awk.evaluate(subject));
  let by = toText(awk.globals.get('FS'));
  if (separator !== undefined)
    by = separator.kind === 'regexp' ? separator.source : toText(yield* awk.evaluate(separator));
  const regexp =
    separator?.kind === 'regexp' && by.length === 1 && by !== ' '
      ? `(${/[\\^$.*+?()[\]{}|]/.test(by) ? `\\${by}` : by})`
      : by;
  const array = awk.array(target.name);
  array.clear();
  const parts = splitRecord(text, regexp);
  for (const [at, part] of parts.entries()) array.set(String(at + 1), inputValue(part));
  return parts.length;
}

function* substitute(awk: Awk, global: boolean, args: readonly Expression[]): Task<Value> {
  const [pattern, replacement, target] = args;
  if (pattern === undefined || replacement === undefined) return 0;
  const expression = yield* awk.expression(pattern, global);
  const by = toText(yield* awk.evaluate(replacement));
  const place: Expression = target ?? { kind: 'field', index: { kind: 'number', value: 0 } };
  const text = toText(yield* awk.evaluate(place));
  let count = 0;
  const result = text.replace(expression, (whole: string) => {
    count++;
    return by.replace(/\\\\&|\\&|&/g, (mark) => (mark === '&' ? whole : mark === '\\&' ? '&' : `\\${whole}`));
  });
  if (count > 0 && isPlace(place)) yield* awk.assign(place, result);
  return count;
}

function isPlace(expression: Expression): expression is Place {
  return expression.kind === 'variable' || expression.kind === 'field' || expression.kind === 'element';
}
