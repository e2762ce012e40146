import type { Process, Program, Task } from '../../shell/process/types.ts';
import { Expression, NotSimulated, type Scope, tokens } from './expression.ts';

interface Options {
  readonly code: readonly string[];
  readonly modules: ReadonlySet<string>;
  readonly newlines: boolean;
}

/** `-Mbignum=bpi -wle CODE`; text: the complaint about what is not simulated. */
function readOptions(argv: readonly string[], version: string): Options | string {
  const code: string[] = [];
  const modules = new Set<string>();
  let newlines = false;
  for (let at = 1; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '-v' || word === '--version')
      return `\nThis is perl 5, version ${version.split('.')[1]}, subversion ${version.split('.')[2]} (v${version}) built for x86_64-linux-gnu\n`;
    if (!word.startsWith('-')) return `Can't open perl script "${word}": Skiff's perl runs one-liners (-e) only\n`;
    if (word.startsWith('-M')) {
      const [module = '', names = ''] = word.slice(2).split('=');
      if (!['bignum', 'strict', 'warnings', 'bigint', 'bigrat', 'feature'].includes(module))
        return `Can't locate ${module.replaceAll('::', '/')}.pm in @INC: Skiff's perl has few modules\n`;
      for (const name of names.split(',')) if (name === 'bpi' || name === 'PI') modules.add(name);
      continue;
    }
    for (const letter of word.slice(1)) {
      if (letter === 'l') newlines = true;
      else if (letter === 'e' || letter === 'E') {
        at += 1;
        const text = argv[at];
        if (text === undefined) return `No code specified for -${letter}.\n`;
        code.push(text);
      } else if (letter !== 'w' && letter !== 't' && letter !== 'T')
        return `Skiff's perl does not simulate the switch -${letter}\n`;
    }
  }
  return { code, modules, newlines };
}

/** Statements of a one-liner: cut at semicolons outside of quotes. */
function statements(code: string): readonly string[] {
  return (code.match(/(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^;])+/g) ?? [])
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

function* run(process: Process, options: Options): Task<number> {
  let work = 0;
  const scope: Scope = {
    env: process.env,
    modules: options.modules,
    variables: new Map(),
    step(digits) {
      process.step(digits);
      work += digits;
    },
  };
  for (const statement of options.code.flatMap(statements)) {
    const assignment = /^(?:my\s+|our\s+)?\$(\w+)\s*=\s*(?!=)(.*)$/s.exec(statement);
    const [, name = '', rest = ''] = assignment ?? /^(\w+)\s*(.*)$/s.exec(statement) ?? [];
    const values = new Expression(tokens(rest), scope).list();
    // What perl's own big numbers take: the work grows with the square of the digits.
    const tookMs = (work * work) / 700;
    work = 0;
    if (tookMs >= 1) yield* process.sleep(tookMs);
    if (assignment !== null) scope.variables.set(name, values[0] ?? '');
    else if (name === 'print') process.stdout.write(`${values.join('')}${options.newlines ? '\n' : ''}`);
    else if (name === 'say') process.stdout.write(`${values.join('')}\n`);
    else if (name === 'sleep') yield* process.sleep(Number(values[0] ?? 0) * 1000);
    else if (name === 'exit') return Number(values[0] ?? 0) & 255;
    else if (name === 'die' || name === 'warn') {
      const text = values.join('');
      process.stderr.write(text.endsWith('\n') ? text : `${text} at -e line 1.\n`);
      if (name === 'die') return 255;
    } else if (name !== 'use') throw new NotSimulated(statement);
    yield* process.breathe();
  }
  return 0;
}

/** perl with one-liners of prints, sums, π and exits; anything else is refused. */
export function perl(version: string): Program {
  return function* (process): Task<number> {
    const options = readOptions(process.argv, version);
    if (typeof options === 'string') {
      const asked = options.startsWith('\nThis is');
      (asked ? process.stdout : process.stderr).write(options);
      return asked ? 0 : 2;
    }
    try {
      return yield* run(process, options);
    } catch (error) {
      if (!(error instanceof NotSimulated)) throw error;
      process.stderr.write(
        `syntax error at -e line 1, near "${error.message}"\n(Skiff's perl knows print, say, sleep, exit, die, arithmetic, strings and bpi)\nExecution of -e aborted due to compilation errors.\n`,
      );
      return 255;
    }
  };
}
