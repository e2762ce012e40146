import type { TestExpression } from 'unbash';
import type { Task } from '../process/types.ts';
import { evaluateText } from './expand/arithmetic.ts';
import { expandPattern, expandText } from './expand/word.ts';
import { descriptor } from './io.ts';
import { matchesPattern } from './pattern.ts';
import { compileRegExp } from './regexp.ts';
import type { Shell } from './shell.ts';
import { BINARY, compareFiles, compareNumbers, type TestContext, testUnary } from './test-operators.ts';

/** What `test` asks of a shell. */
export function testContext(shell: Shell): TestContext {
  return {
    fs: shell.process.fs,
    cwd: shell.process.cwd,
    doubleEquals: shell.flavour !== 'dash',
    isTerminal: (fd) => descriptor(shell.io, fd)?.isTerminal === true,
    isSet: (name) => {
      const item = /^(\w+)\[(.+)\]$/.exec(name);
      if (item === null) return shell.variables.variable(name) !== undefined;
      return shell.variables.variable(item[1] ?? '')?.items?.has(item[2] ?? '') === true;
    },
  };
}

/** Evaluates `[[ … ]]`. */
export function* testExpression(shell: Shell, expression: TestExpression): Task<boolean> {
  switch (expression.type) {
    case 'TestGroup':
      return yield* testExpression(shell, expression.expression);
    case 'TestNot': {
      const result = yield* testExpression(shell, expression.operand);
      return expression.negations.length % 2 === 1 ? !result : result;
    }
    case 'TestLogical': {
      const stopAt = expression.operator === '||';
      for (const operand of expression.operands) if ((yield* testExpression(shell, operand)) === stopAt) return stopAt;
      return !stopAt;
    }
    case 'TestUnary':
      return testUnary(testContext(shell), expression.operator, yield* expandText(shell, expression.operand));
    case 'TestBinary': {
      const { operator } = expression;
      const left = yield* expandText(shell, expression.left);
      if (operator === '==' || operator === '=' || operator === '!=') {
        return matchesPattern(yield* expandPattern(shell, expression.right), left) === (operator !== '!=');
      }
      if (operator === '=~') return matchRegExp(shell, left, yield* regExpText(shell, expression.right));
      const right = yield* expandText(shell, expression.right);
      if (operator === '<') return left < right;
      if (operator === '>') return left > right;
      if (operator === '-nt' || operator === '-ot' || operator === '-ef')
        return compareFiles(testContext(shell), operator, left, right);
      if (!BINARY.has(operator)) return shell.fail(`${operator}: conditional binary operator expected`, 2);
      return compareNumbers(operator, evaluateText(shell, left), evaluateText(shell, right));
    }
  }
}

function* regExpText(shell: Shell, word: Extract<TestExpression, { type: 'TestBinary' }>['right']): Task<string> {
  // quoted stretches are literal in a regular expression; what is unquoted stands as written
  if (word.parts === undefined) return word.text;
  const pattern = yield* expandPattern(shell, word);
  return pattern;
}

function matchRegExp(shell: Shell, text: string, source: string): boolean {
  const expression = compileRegExp(source, { extended: true, ignoreCase: false });
  if (typeof expression === 'string') return shell.fail(`${source}: ${expression}`, 2);
  const match = expression.exec(text);
  shell.variables.setItems('BASH_REMATCH', new Map((match ?? []).map((group, at) => [String(at), group ?? ''])));
  return match !== null;
}
