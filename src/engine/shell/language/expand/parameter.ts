import type { ParameterExpansionPart, ParameterOperation, Word } from 'unbash';
import type { Flavour } from '../flavour.ts';
import type { Shell } from '../shell.ts';
import { isName, ReadOnlyVariable, type Variable } from '../variables.ts';
import { evaluateText } from './arithmetic.ts';
import { changeCase, range, removeAffix, replace } from './parameter-text.ts';

/** Expands the words inside a `${…}`. */
export interface OperandExpander {
  /** As a string. */
  text(word: Word): string;
  /** As a pattern, quoted characters escaped. */
  pattern(word: Word): string;
}

/** What a parameter is: one text, a list (`$@`, `${a[@]}`), or unset. */
export type ParameterValue =
  | { readonly kind: 'text'; readonly text: string }
  /** `joined`: `*` and not `@`. */
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly joined: boolean }
  | { readonly kind: 'unset' };

const UNSET: ParameterValue = { kind: 'unset' };

const textValue = (text: string): ParameterValue => ({ kind: 'text', text });

/** The value of `$name`, `$1`, `$@`, `$?` and the like. */
export function parameterValue(shell: Shell, name: string): ParameterValue {
  const first = name.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    const at = Number(name);
    const text = at === 0 ? shell.name : shell.positional[at - 1];
    return text === undefined ? UNSET : textValue(text);
  }
  switch (name) {
    case '@':
      return { kind: 'list', items: shell.positional, joined: false };
    case '*':
      return { kind: 'list', items: shell.positional, joined: true };
    case '#':
      return textValue(String(shell.positional.length));
    case '?':
      return textValue(String(shell.lastStatus));
    case '$':
      return textValue(String(shell.pid));
    case '!':
      return shell.backgroundPid === undefined ? UNSET : textValue(String(shell.backgroundPid));
    case '-':
      return textValue(flagLetters(shell));
    default: {
      const text = shell.variables.get(name) ?? dynamicValue(shell, name);
      return text === undefined ? UNSET : textValue(text);
    }
  }
}

/** Variables that bash makes up when they are read. */
function dynamicValue(shell: Shell, name: string): string | undefined {
  if (name === 'LINENO') return String(shell.line);
  if (shell.flavour === 'dash') return undefined;
  if (name === 'RANDOM') return String(shell.process.machine.random.integer(0, 32768));
  if (shell.flavour !== 'bash') return undefined;
  const now = shell.process.machine.clock.nowMs();
  if (name === 'SECONDS') return String(Math.floor((now - shell.startedMs) / 1000));
  if (name === 'EPOCHSECONDS') return String(Math.floor(now / 1000));
  if (name === 'HOSTNAME') return shell.process.machine.hostname;
  if (name === 'BASHPID') return String(shell.process.pid);
  if (name === 'BASH_VERSION') return '5.2.15(1)-release';
  if (name === 'FUNCNAME') return shell.callStack[0];
  if (name === 'BASH_SUBSHELL') return String(shell.subshellDepth);
  if (name === 'UID' || name === 'EUID') return '0';
  return undefined;
}

function flagLetters(shell: Shell): string {
  const { errexit, noglob, nounset, xtrace, verbose } = shell.options;
  return `${errexit ? 'e' : ''}${noglob ? 'f' : ''}${nounset ? 'u' : ''}${verbose ? 'v' : ''}${xtrace ? 'x' : ''}${shell.interactive ? 'i' : ''}${shell.flavour === 'bash' ? `hB${shell.fromCommandString ? 'c' : ''}` : ''}`;
}

/** The key that `[index]` means for an array. */
export function itemKey(shell: Shell, name: string, index: string): string {
  const variable = shell.variables.variable(name);
  if (variable?.associative === true) return index;
  const at = evaluateText(shell, index);
  if (at >= 0) return String(at);
  const last = Math.max(-1, ...[...(variable?.items?.keys() ?? [])].map(Number));
  return String(last + 1 + at);
}

/** The value of a whole `${…}`. */
export function expandParameter(shell: Shell, part: ParameterExpansionPart, operands: OperandExpander): ParameterValue {
  const { parameter, prefix, operation } = part;
  if (parameter === '' && operation === undefined) return shell.fail(shell.wording.badSubstitution(part.text));
  if (prefix === '!') {
    if (shell.flavour !== 'bash') return shell.fail(shell.wording.badSubstitution(part.text));
    if (operation?.type === 'Names') {
      const names = shell.variables.names().filter((name) => name.startsWith(parameter));
      return { kind: 'list', items: names, joined: operation.operator === '*' };
    }
    if (part.index !== undefined && (part.index.text === '@' || part.index.text === '*')) {
      const variable = shell.variables.variable(parameter);
      const keys = variable?.items === undefined ? (variable === undefined ? [] : ['0']) : [...variable.items.keys()];
      return { kind: 'list', items: keys, joined: part.index.text === '*' };
    }
    const target = parameterValue(shell, parameter);
    if (target.kind !== 'text') return shell.fail(`${parameter}: invalid indirect expansion`, 1);
    const indirect = /^([A-Za-z_]\w*)\[(.*)\]$/.exec(target.text);
    const value =
      indirect === null ? parameterValue(shell, target.text) : arrayValue(shell, indirect[1] ?? '', indirect[2] ?? '');
    return operate(shell, target.text, value, operation, operands);
  }
  const value =
    part.index === undefined
      ? parameterValue(shell, parameter)
      : arrayValue(shell, parameter, operands.text(part.index));
  if (prefix === '#') {
    if (value.kind === 'list') return textValue(String(value.items.length));
    if (value.kind === 'unset') checkUnset(shell, parameter);
    return textValue(String(value.kind === 'unset' ? 0 : [...value.text].length));
  }
  const name = part.index === undefined ? parameter : `${parameter}[${part.index.text}]`;
  return operate(shell, name, value, operation, operands);
}

function arrayValue(shell: Shell, name: string, index: string): ParameterValue {
  const variable =
    name === 'PIPESTATUS' || name === 'FUNCNAME' ? listVariable(shell, name) : shell.variables.variable(name);
  if (index === '@' || index === '*') {
    const items =
      variable === undefined
        ? []
        : variable.items === undefined
          ? [variable.value]
          : sortedItems(variable.items, variable.associative);
    return { kind: 'list', items, joined: index === '*' };
  }
  if (variable === undefined) return UNSET;
  const key = itemKey(shell, name, index);
  const text = variable.items === undefined ? (key === '0' ? variable.value : undefined) : variable.items.get(key);
  return text === undefined ? UNSET : textValue(text);
}

/** Arrays that bash makes up when they are read. */
function listVariable(shell: Shell, name: 'PIPESTATUS' | 'FUNCNAME'): Variable {
  const list = name === 'FUNCNAME' ? shell.callStack : (shell.pipeStatus ?? [shell.lastStatus]);
  const items = new Map(list.map((item, at) => [String(at), String(item)] as const));
  return { value: '', exported: false, readOnly: false, items };
}

function sortedItems(items: ReadonlyMap<string, string>, associative: boolean | undefined): readonly string[] {
  if (associative === true) return [...items.values()];
  return [...items].sort((a, b) => Number(a[0]) - Number(b[0])).map(([, value]) => value);
}

/** `set -u`: reports a parameter that is not set. */
export function checkUnset(shell: Shell, name: string): void {
  if (!shell.options.nounset || name === '@' || name === '*') return;
  shell.fail(shell.wording.unset(name), shell.unsetStatus);
}

function operate(
  shell: Shell,
  name: string,
  value: ParameterValue,
  operation: ParameterOperation | undefined,
  operands: OperandExpander,
): ParameterValue {
  if (operation === undefined) {
    if (value.kind === 'unset') checkUnset(shell, name);
    return value;
  }
  if (!understands(shell.flavour, operation.type)) return shell.fail(shell.wording.badSubstitution(`\${${name}}`));
  switch (operation.type) {
    case 'Default':
      return defaultValue(shell, name, value, operation.operator, operation.operand, operands);
    case 'Remove': {
      const pattern = operands.pattern(operation.operand);
      return mapValue(shell, name, value, (text) => removeAffix(text, operation.operator, pattern));
    }
    case 'Replace': {
      const pattern = operands.pattern(operation.pattern);
      const replacement = operands.text(operation.replacement);
      return mapValue(shell, name, value, (text) => replace(text, operation.operator, pattern, replacement));
    }
    case 'Slice': {
      const offset = evaluateText(shell, operands.text(operation.offset));
      const length = operation.length === undefined ? undefined : evaluateText(shell, operands.text(operation.length));
      if (value.kind === 'list') {
        const items = name === '@' || name === '*' ? [shell.name, ...value.items] : value.items;
        return { ...value, items: items.slice(...range(items.length, offset, length)) };
      }
      return mapValue(shell, name, value, (text) => text.slice(...range(text.length, offset, length)));
    }
    case 'CaseModification': {
      const pattern = operation.operand === undefined ? '?' : operands.pattern(operation.operand);
      return mapValue(shell, name, value, (text) =>
        changeCase(text, operation.operator, pattern === '' ? '?' : pattern),
      );
    }
    case 'Transform':
      return mapValue(shell, name, value, (text) => transform(shell, text, operands.text(operation.operand)));
    default:
      return shell.fail(
        shell.wording.badSubstitution(`\${${name}${'operator' in operation ? operation.operator : ''}}`),
      );
  }
}

/** Which forms of `${…}` a shell has: POSIX' in dash, a few more in ash. */
function understands(flavour: Flavour, operation: ParameterOperation['type']): boolean {
  if (flavour === 'bash' || operation === 'Default' || operation === 'Remove') return true;
  return flavour === 'ash' && (operation === 'Slice' || operation === 'Replace');
}

function defaultValue(
  shell: Shell,
  name: string,
  value: ParameterValue,
  operator: string,
  operand: Word,
  operands: OperandExpander,
): ParameterValue {
  const set = isSet(value, operator.startsWith(':'));
  switch (operator.replace(':', '')) {
    case '+':
      return set ? textValue(operands.text(operand)) : textValue('');
    case '-':
      return set ? value : textValue(operands.text(operand));
    case '=': {
      if (set) return value;
      const text = operands.text(operand);
      if (!isName(name)) return shell.fail(`$${name}: cannot assign in this way`, 1);
      try {
        shell.variables.set(name, text);
      } catch (error) {
        if (error instanceof ReadOnlyVariable) return shell.fail(readOnlyText(shell, name));
        throw error;
      }
      return textValue(text);
    }
    default: {
      if (set) return value;
      const text = operands.text(operand);
      const standard = operator.startsWith(':') ? 'parameter null or not set' : 'parameter not set';
      return shell.fail(
        `${name}: ${text === '' ? (shell.flavour === 'ash' ? 'parameter not set' : standard) : text}`,
        shell.unsetStatus,
      );
    }
  }
}

/** What a shell says of an assignment to a read-only variable. */
export function readOnlyText(shell: Shell, name: string): string {
  return shell.flavour === 'bash' ? `${name}: readonly variable` : `${name}: is read only`;
}

/** True when a parameter is set (`orNull`: and not empty): decides which side of `:-` counts. */
export function isSet(value: ParameterValue, orNull: boolean): boolean {
  if (value.kind === 'unset') return false;
  if (value.kind === 'list') return orNull ? value.items.some((item) => item !== '') : value.items.length > 0;
  return !orNull || value.text !== '';
}

function mapValue(shell: Shell, name: string, value: ParameterValue, change: (text: string) => string): ParameterValue {
  if (value.kind === 'unset') {
    checkUnset(shell, name);
    return textValue(change(''));
  }
  if (value.kind === 'list') return { ...value, items: value.items.map(change) };
  return textValue(change(value.text));
}

function transform(shell: Shell, text: string, operator: string): string {
  switch (operator) {
    case 'Q':
      return `'${text.replaceAll("'", "'\\''")}'`;
    case 'U':
      return text.toUpperCase();
    case 'L':
      return text.toLowerCase();
    case 'u':
      return text.charAt(0).toUpperCase() + text.slice(1);
    default:
      return shell.fail(shell.wording.badSubstitution(`@${operator}`));
  }
}
