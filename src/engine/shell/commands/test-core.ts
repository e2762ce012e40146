import {
  BINARY,
  compareFiles,
  compareNumbers,
  type TestContext,
  testUnary,
  UNARY,
} from '../language/test-operators.ts';

type Result = boolean | { readonly error: string };

class TestError {
  constructor(readonly text: string) {}
}

/** Evaluates the words of `test`: POSIX' rules by their number, beyond four words `!`, `-a`, `-o` and parentheses. `bash`: whose error texts. */
export function evaluateTest(context: TestContext, words: readonly string[], bash: boolean): Result {
  try {
    return evaluate(context, words, bash);
  } catch (error) {
    if (error instanceof TestError) return { error: error.text };
    throw error;
  }
}

function evaluate(context: TestContext, words: readonly string[], bash: boolean): boolean {
  const [a = '', b = '', c = '', d = ''] = words;
  switch (words.length) {
    case 0:
      return false;
    case 1:
      return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (UNARY.has(a)) return testUnary(context, a, b);
      throw new TestError(bash ? `${a}: unary operator expected` : `${a}: unexpected operator`);
    case 3:
      if (b === '==' && !context.doubleEquals) throw new TestError(`${a}: unexpected operator`);
      if (BINARY.has(b)) return binary(context, a, b, c, bash);
      if (b === '-a') return a !== '' && c !== '';
      if (b === '-o') return a !== '' || c !== '';
      if (a === '!') return !evaluate(context, [b, c], bash);
      if (a === '(' && c === ')') return b !== '';
      throw new TestError(bash ? `${b}: binary operator expected` : `${a}: unexpected operator`);
    case 4:
      if (a === '!') return !evaluate(context, [b, c, d], bash);
      if (a === '(' && d === ')') return evaluate(context, [b, c], bash);
  }
  const parser = new Expression(context, words, bash);
  return parser.whole();
}

class Expression {
  private at = 0;
  constructor(
    private readonly context: TestContext,
    private readonly words: readonly string[],
    private readonly bash: boolean,
  ) {}

  whole(): boolean {
    const result = this.or();
    if (this.at < this.words.length)
      throw new TestError(this.bash ? 'too many arguments' : `${this.words[this.at] ?? ''}: unexpected operator`);
    return result;
  }

  private or(): boolean {
    let result = this.and();
    while (this.words[this.at] === '-o') {
      this.at++;
      result = this.and() || result;
    }
    return result;
  }

  private and(): boolean {
    let result = this.not();
    while (this.words[this.at] === '-a') {
      this.at++;
      result = this.not() && result;
    }
    return result;
  }

  private not(): boolean {
    if (this.words[this.at] === '!') {
      this.at++;
      return !this.not();
    }
    return this.primary();
  }

  private primary(): boolean {
    const first = this.words[this.at];
    if (first === undefined) throw new TestError('argument expected');
    const second = this.words[this.at + 1];
    if (second !== undefined && BINARY.has(second) && this.words[this.at + 2] !== undefined) {
      this.at += 3;
      return binary(this.context, first, second, this.words[this.at - 1] ?? '', this.bash);
    }
    if (first === '(') {
      this.at++;
      const result = this.or();
      if (this.words[this.at] !== ')') throw new TestError(this.bash ? "`)' expected" : 'closing paren expected');
      this.at++;
      return result;
    }
    if (UNARY.has(first) && second !== undefined && second !== '-a' && second !== '-o') {
      this.at += 2;
      return testUnary(this.context, first, second);
    }
    this.at++;
    return first !== '';
  }
}

function binary(context: TestContext, left: string, operator: string, right: string, bash: boolean): boolean {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '-nt':
    case '-ot':
    case '-ef':
      return compareFiles(context, operator, left, right);
    default:
      return compareNumbers(operator, integer(left, bash), integer(right, bash));
  }
}

function integer(text: string, bash: boolean): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text))
    throw new TestError(bash ? `${text}: integer expression expected` : `Illegal number: ${text}`);
  return Number(text);
}
