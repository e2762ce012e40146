import { assignText } from '../execute/assign.ts';
import { evaluateText } from '../expand/arithmetic.ts';
import { readOnlyText } from '../expand/parameter.ts';
import { FatalFlow } from '../flow.ts';
import { doubleQuote, quote } from '../quote.ts';
import type { Shell } from '../shell.ts';
import { isName, ReadOnlyVariable, type Variable } from '../variables.ts';

/** Splits `name=value`, `name+=value`, `name[i]=value` or `name`. */
function parts(
  word: string,
): { name: string; index: string | undefined; append: boolean; value: string | undefined } | undefined {
  const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(?:(\+)?=([\s\S]*))?$/.exec(word);
  if (match === null) return undefined;
  return { name: match[1] ?? '', index: match[2], append: match[3] === '+', value: match[4] };
}

function badName(shell: Shell, builtin: string, word: string): number {
  if (shell.flavour === 'bash') {
    shell.complain(`${builtin}: \`${word}': not a valid identifier`);
    return 1;
  }
  shell.complain(
    shell.flavour === 'dash'
      ? `${builtin}: ${word.replace(/=.*/s, '')}: bad variable name`
      : `${builtin}: ${word.replace(/=.*/s, '')}: bad variable name`,
  );
  throw new FatalFlow(2);
}

function store(
  shell: Shell,
  word: { name: string; index: string | undefined; append: boolean; value: string | undefined },
): void {
  if (word.value === undefined) return;
  if (word.index !== undefined) {
    const key =
      shell.variables.variable(word.name)?.associative === true ? word.index : String(evaluateText(shell, word.index));
    shell.variables.setItem(word.name, key, word.value);
  } else assignText(shell, word.name, word.value, word.append);
}

/** `export [-n] [-p] name[=value]…`. */
export function exportVariables(shell: Shell, argv: readonly string[]): number {
  const words = argv.slice(1).filter((word) => !/^-[pnf]+$/.test(word) && word !== '--');
  const remove = argv[1] === '-n';
  if (words.length === 0) {
    for (const name of shell.variables.names()) {
      const variable = shell.variables.variable(name);
      if (variable?.exported === true) shell.io.stdout.write(exportLine(shell, name, variable));
    }
    return 0;
  }
  let status = 0;
  for (const word of words) {
    const split = parts(word);
    if (split === undefined) {
      status = badName(shell, 'export', word);
      continue;
    }
    store(shell, split);
    shell.variables.mark(split.name, { exported: !remove });
  }
  return status;
}

function exportLine(shell: Shell, name: string, variable: Variable): string {
  return shell.flavour === 'bash'
    ? `declare -x ${name}=${doubleQuote(variable.value)}\n`
    : `export ${name}=${quote(variable.value)}\n`;
}

/** `readonly [-p] name[=value]…`. */
export function readonlyVariables(shell: Shell, argv: readonly string[]): number {
  const words = argv.slice(1).filter((word) => word !== '-p' && word !== '--');
  if (words.length === 0) {
    for (const name of shell.variables.names()) {
      const variable = shell.variables.variable(name);
      if (variable?.readOnly !== true) continue;
      shell.io.stdout.write(
        shell.flavour === 'bash'
          ? `declare -r ${name}=${doubleQuote(variable.value)}\n`
          : `readonly ${name}=${quote(variable.value)}\n`,
      );
    }
    return 0;
  }
  let status = 0;
  for (const word of words) {
    const split = parts(word);
    if (split === undefined) {
      status = badName(shell, 'readonly', word);
      continue;
    }
    store(shell, split);
    shell.variables.mark(split.name, { readOnly: true });
  }
  return status;
}

/** `local name[=value]…`. */
export function local(shell: Shell, argv: readonly string[]): number {
  if (shell.functionDepth === 0) {
    shell.complain(shell.flavour === 'bash' ? 'local: can only be used in a function' : 'local: not in a function');
    if (shell.flavour === 'bash') return 1;
    throw new FatalFlow(2);
  }
  return declareWith(shell, argv, true);
}

/** `declare [-aAilrux] [-p] name[=value]…` (bash). */
export function declare(shell: Shell, argv: readonly string[]): number {
  if (shell.flavour !== 'bash') {
    shell.complain(shell.wording.notFound(argv[0] ?? ''));
    return 127;
  }
  return declareWith(shell, argv, shell.functionDepth > 0 && !argv.includes('-g'));
}

function declareWith(shell: Shell, argv: readonly string[], inFunction: boolean): number {
  let flags = '';
  let status = 0;
  const words: string[] = [];
  for (const word of argv.slice(1)) {
    if (/^[-+][a-zA-Z]+$/.test(word)) flags += word.startsWith('-') ? word.slice(1) : '';
    else words.push(word);
  }
  if (flags.includes('p') || (words.length === 0 && argv[0] !== 'local')) return printDeclarations(shell, words);
  if (/[fF]/.test(flags)) {
    for (const word of words) {
      if (!shell.functions.has(word)) status = 1;
      else if (flags.includes('F')) shell.io.stdout.write(`${word}\n`);
      else shell.io.stdout.write(functionText(shell, word));
    }
    return status;
  }
  for (const word of words) {
    const split = parts(word);
    if (split === undefined) {
      status = badName(shell, argv[0] ?? 'declare', word);
      continue;
    }
    const before = shell.variables.variable(split.name);
    if (inFunction && !(before?.items !== undefined && split.value === undefined)) shell.variables.local(split.name);
    if (flags.includes('A'))
      shell.variables.setItems(split.name, shell.variables.variable(split.name)?.items ?? new Map(), true);
    else if (flags.includes('a') && before?.items === undefined) shell.variables.setItems(split.name, new Map());
    if (flags.includes('i')) shell.variables.mark(split.name, { integer: true });
    if (split.value !== undefined) {
      const value = flags.includes('l')
        ? split.value.toLowerCase()
        : flags.includes('u')
          ? split.value.toUpperCase()
          : split.value;
      store(shell, { ...split, value });
    } else if (inFunction && shell.flavour === 'ash') shell.variables.set(split.name, '');
    if (flags.includes('x')) shell.variables.mark(split.name, { exported: true });
    if (flags.includes('r')) shell.variables.mark(split.name, { readOnly: true });
  }
  return status;
}

function printDeclarations(shell: Shell, words: readonly string[]): number {
  let status = 0;
  for (const name of words.length > 0 ? words : shell.variables.names()) {
    const variable = shell.variables.variable(name);
    if (variable === undefined) {
      shell.complain(`declare: ${name}: not found`);
      status = 1;
      continue;
    }
    const flags = `${variable.associative === true ? 'A' : variable.items === undefined ? '' : 'a'}${variable.integer === true ? 'i' : ''}${variable.readOnly ? 'r' : ''}${variable.exported ? 'x' : ''}`;
    const value =
      variable.items === undefined
        ? doubleQuote(variable.value)
        : `(${[...variable.items].map(([key, item]) => `[${key}]=${doubleQuote(item)}`).join(' ')})`;
    shell.io.stdout.write(`declare -${flags === '' ? '-' : flags} ${name}=${value}\n`);
  }
  return status;
}

/** A function as its source has it. */
export function functionText(shell: Shell, name: string): string {
  const defined = shell.functions.get(name);
  if (defined === undefined) return '';
  return `${name} () \n${defined.source.slice(defined.body.pos, defined.body.end)}\n`;
}

/** `unset [-v|-f] name…`. */
export function unset(shell: Shell, argv: readonly string[]): number {
  const functions = argv[1] === '-f';
  let status = 0;
  for (const word of argv.slice(1)) {
    if (word === '-f' || word === '-v') continue;
    if (functions) {
      shell.functions.delete(word);
      continue;
    }
    const item = /^([A-Za-z_]\w*)\[(.*)\]$/.exec(word);
    if (item === null && !isName(word)) {
      status = badName(shell, 'unset', word);
      continue;
    }
    try {
      if (item !== null) shell.variables.unsetItem(item[1] ?? '', item[2] ?? '');
      else if (shell.variables.variable(word) === undefined && argv[1] !== '-v') shell.functions.delete(word);
      else shell.variables.unset(word);
    } catch (error) {
      if (!(error instanceof ReadOnlyVariable)) throw error;
      shell.complain(
        shell.flavour === 'bash'
          ? `unset: ${word}: cannot unset: readonly variable`
          : `unset: ${readOnlyText(shell, word)}`,
      );
      status = 1;
    }
  }
  return status;
}
