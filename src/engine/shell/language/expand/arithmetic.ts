import type { ArithmeticExpression, ArithmeticWord } from 'unbash';
import { parse } from 'unbash';
import type { Shell } from '../shell.ts';

/** Gives the text of an arithmetic word's parts (`$x`, `$(…)`). */
export type WordText = (word: ArithmeticWord) => string;

const DEPTH_LIMIT = 64;

/** The value of an arithmetic expression (64-bit integers as far as a double is exact). Reports errors and ends the command. */
export function evaluateArithmetic(
  shell: Shell,
  expression: ArithmeticExpression | undefined,
  textOf: WordText,
  depth = 0,
): number {
  if (expression === undefined) return 0;
  if (depth > DEPTH_LIMIT) return shell.fail('expression recursion level exceeded', 1);
  const value = (inner: ArithmeticExpression): number => evaluateArithmetic(shell, inner, textOf, depth + 1);
  switch (expression.type) {
    case 'ArithmeticWord':
      return wordValue(shell, expression, textOf, depth);
    case 'ArithmeticGroup':
      return value(expression.expression);
    case 'ArithmeticTernary':
      return value(expression.test) !== 0 ? value(expression.consequent) : value(expression.alternate);
    case 'ArithmeticCommandExpansion':
      return evaluateText(shell, textOf({ ...expression, type: 'ArithmeticWord', value: expression.text }), depth);
    case 'ArithmeticUnary': {
      const { operator, operand, prefix } = expression;
      if (operator === '++' || operator === '--') {
        const before = value(operand);
        const after = before + (operator === '++' ? 1 : -1);
        assign(shell, operand, after, textOf, depth);
        return prefix ? after : before;
      }
      const inner = value(operand);
      if (operator === '-') return -inner + 0;
      if (operator === '!') return inner === 0 ? 1 : 0;
      if (operator === '~') return -inner - 1;
      return inner;
    }
    case 'ArithmeticBinary': {
      const { operator, left, right } = expression;
      if (operator === '&&') return value(left) !== 0 && value(right) !== 0 ? 1 : 0;
      if (operator === '||') return value(left) !== 0 || value(right) !== 0 ? 1 : 0;
      if (operator === '=') return assign(shell, left, value(right), textOf, depth);
      if (/^(\*\*|<<|>>|[-+*/%&|^])=$/.test(operator)) {
        return assign(shell, left, calculate(shell, operator.slice(0, -1), value(left), value(right)), textOf, depth);
      }
      return calculate(shell, operator, value(left), value(right));
    }
  }
}

/** The value of an expression's text: what a variable holds, `let`, `[[ -eq ]]`. */
export function evaluateText(shell: Shell, text: string, depth = 0): number {
  const trimmed = text.trim();
  const number = numberOf(trimmed);
  if (number !== undefined) return number;
  const command = parse(`((${trimmed}))`).commands[0]?.command;
  if (command?.type !== 'ArithmeticCommand' || command.expression === undefined) return arithmeticError(shell, trimmed);
  return evaluateArithmetic(shell, command.expression, (word) => word.value, depth + 1);
}

function wordValue(shell: Shell, word: ArithmeticWord, textOf: WordText, depth: number): number {
  if (word.parts === undefined && !/[$`"']/.test(word.value)) {
    const number = numberOf(word.value);
    if (number !== undefined) return number;
    const text = variableText(shell, word.value, textOf, depth);
    if (text !== undefined) return evaluateText(shell, text, depth + 1);
    return arithmeticError(shell, word.value);
  }
  return evaluateText(shell, textOf(word), depth + 1);
}

/** A variable's (or array element's) text; undefined for what is no name. Unset is `0`. */
function variableText(shell: Shell, reference: string, textOf: WordText, depth: number): string | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(reference);
  if (match === null) return undefined;
  const [, name = '', index] = match;
  if (index === undefined) {
    const text = shell.variables.get(name);
    if (text === undefined && shell.options.nounset) shell.fail(shell.wording.unset(name), shell.unsetStatus);
    return text === undefined || text.trim() === '' ? '0' : text;
  }
  return shell.variables.variable(name)?.items?.get(itemKey(shell, name, index, textOf, depth)) ?? '0';
}

function itemKey(shell: Shell, name: string, index: string, _textOf: WordText, depth: number): string {
  return shell.variables.variable(name)?.associative === true ? index : String(evaluateText(shell, index, depth + 1));
}

function assign(shell: Shell, target: ArithmeticExpression, value: number, textOf: WordText, depth: number): number {
  const match = target.type === 'ArithmeticWord' ? /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(target.value) : null;
  if (match === null) return arithmeticError(shell, 'attempted assignment to non-variable');
  const [, name = '', index] = match;
  if (index === undefined) shell.variables.set(name, String(value));
  else shell.variables.setItem(name, itemKey(shell, name, index, textOf, depth), String(value));
  return value;
}

/** Decimal, octal, hexadecimal or `base#digits`. */
function numberOf(text: string): number | undefined {
  if (/^[-+]?(0|[1-9]\d*)$/.test(text)) return Number(text);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return Number.parseInt(text, 16);
  const based = /^(\d+)#([0-9a-zA-Z]+)$/.exec(text);
  if (based !== null) {
    const value = Number.parseInt(based[2] ?? '', Math.min(36, Math.max(2, Number(based[1]))));
    return Number.isNaN(value) ? undefined : value;
  }
  return text === '' ? 0 : undefined;
}

function calculate(shell: Shell, operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return wrap(left + right, () => BigInt(left) + BigInt(right));
    case '-':
      return wrap(left - right, () => BigInt(left) - BigInt(right));
    case '*':
      return wrap(left * right, () => BigInt(left) * BigInt(right));
    case '/':
    case '%': {
      if (right === 0) return divisionByZero(shell, operator, left);
      const result = operator === '/' ? Math.trunc(left / right) : left % right;
      return result + 0;
    }
    case '**':
      return right < 0
        ? shell.fail('exponent less than 0', 1)
        : wrap(left ** right, () => BigInt(left) ** BigInt(right));
    case '<':
      return left < right ? 1 : 0;
    case '>':
      return left > right ? 1 : 0;
    case '<=':
      return left <= right ? 1 : 0;
    case '>=':
      return left >= right ? 1 : 0;
    case '==':
      return left === right ? 1 : 0;
    case '!=':
      return left !== right ? 1 : 0;
    case ',':
      return right;
    default:
      return bitwise(operator, left, right);
  }
}

function bitwise(operator: string, left: number, right: number): number {
  const a = BigInt(left);
  const b = BigInt(right);
  const result =
    operator === '&'
      ? a & b
      : operator === '|'
        ? a | b
        : operator === '^'
          ? a ^ b
          : operator === '<<'
            ? a << (b & 63n)
            : a >> (b & 63n);
  return Number(BigInt.asIntN(64, result));
}

/** Keeps a result within 64 bits, as the machine would. */
function wrap(result: number, exact: () => bigint): number {
  if (Number.isSafeInteger(result)) return result;
  if (!Number.isFinite(result)) return 0;
  return Number(BigInt.asIntN(64, exact()));
}

function divisionByZero(shell: Shell, operator: string, left: number): number {
  if (shell.flavour === 'bash') return shell.fail(`${left}${operator}0: division by 0 (error token is "0")`, 1);
  if (shell.flavour === 'dash') return shell.fail(`arithmetic expression: division by zero: "${left}${operator}0"`);
  return shell.fail('divide by zero');
}

function arithmeticError(shell: Shell, text: string): number {
  if (shell.flavour === 'bash' && /^0\d+$/.test(text)) {
    return shell.fail(`${text}: value too great for base (error token is "${text}")`, 1);
  }
  if (shell.flavour === 'bash')
    return shell.fail(`${text}: syntax error: operand expected (error token is "${text}")`, 1);
  if (shell.flavour === 'dash') return shell.fail(`arithmetic expression: expecting primary: "${text}"`);
  return shell.fail('arithmetic syntax error');
}
