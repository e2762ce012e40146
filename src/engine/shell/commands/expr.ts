import { compileRegExp } from '../language/regexp.ts';
import type { Call, CommandDefinition } from './command.ts';

class ExprError {
  constructor(readonly text: string) {}
}

type Value = string;

/** `expr`. */
export const expr: CommandDefinition = {
  name: 'expr',
  synopsis: 'EXPRESSION',
  summary: 'Evaluate EXPRESSION and print the result.',
  raw: true,
  usageStatus: 2,
  run(call: Call): number {
    if (call.operands.length === 0) return call.misuse('missing operand');
    try {
      const parser = new ExprParser(call.operands);
      const value = parser.whole();
      call.print(`${value}\n`);
      return value === '' || /^-?0+$/.test(value) ? 1 : 0;
    } catch (error) {
      if (error instanceof ExprError) return call.fail(error.text, 2);
      throw error;
    }
  },
};

const LEVELS: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];

class ExprParser {
  private at = 0;
  constructor(private readonly words: readonly string[]) {}

  whole(): Value {
    const value = this.level(0);
    if (this.at < this.words.length) throw new ExprError(`syntax error: unexpected argument '${this.words[this.at]}'`);
    return value;
  }

  private level(depth: number): Value {
    const operators = LEVELS[depth];
    if (operators === undefined) return this.primary();
    let left = this.level(depth + 1);
    for (;;) {
      const operator = this.words[this.at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.at++;
      left = apply(operator, left, this.level(depth + 1));
    }
  }

  private primary(): Value {
    const word = this.words[this.at++];
    if (word === undefined) throw new ExprError(`syntax error: missing argument after '${this.words.at(-1)}'`);
    switch (word) {
      case '(': {
        const value = this.level(0);
        if (this.words[this.at++] !== ')') throw new ExprError("syntax error: expecting ')' after ...");
        return value;
      }
      case 'length':
        return String([...this.primary()].length);
      case 'index': {
        const text = this.primary();
        const chars = this.primary();
        return String([...text].findIndex((char) => chars.includes(char)) + 1);
      }
      case 'substr': {
        const text = this.primary();
        const from = Number(this.primary());
        return text.slice(Math.max(0, from - 1), Math.max(0, from - 1 + Number(this.primary())));
      }
      case 'match': {
        const text = this.primary();
        return match(text, this.primary());
      }
      default:
        return word;
    }
  }
}

function isZero(value: Value): boolean {
  return value === '' || /^-?0+$/.test(value);
}

function integer(value: Value): bigint {
  if (!/^-?\d+$/.test(value)) throw new ExprError('non-integer argument');
  return BigInt(value);
}

function match(text: Value, pattern: Value): Value {
  const compiled = compileRegExp(`^${pattern.replace(/^\^/, '')}`, { extended: false, ignoreCase: false });
  if (typeof compiled === 'string') throw new ExprError(compiled);
  const found = compiled.exec(text);
  if (pattern.includes('\\(')) return found?.[1] ?? '';
  return String(found === null ? 0 : [...found[0]].length);
}

function apply(operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case '|':
      return isZero(left) ? (isZero(right) ? '0' : right) : left;
    case '&':
      return isZero(left) || isZero(right) ? '0' : left;
    case ':':
      return match(left, right);
    case '+':
      return String(integer(left) + integer(right));
    case '-':
      return String(integer(left) - integer(right));
    case '*':
      return String(integer(left) * integer(right));
    case '/':
    case '%':
      if (integer(right) === 0n) throw new ExprError('division by zero');
      return String(operator === '/' ? integer(left) / integer(right) : integer(left) % integer(right));
    default: {
      const numbers = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
      const order = numbers ? Number(integer(left) - integer(right)) : left < right ? -1 : left > right ? 1 : 0;
      const holds =
        operator === '<'
          ? order < 0
          : operator === '<='
            ? order <= 0
            : operator === '>'
              ? order > 0
              : operator === '>='
                ? order >= 0
                : operator === '!='
                  ? order !== 0
                  : order === 0;
      return holds ? '1' : '0';
    }
  }
}
