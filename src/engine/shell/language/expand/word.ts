// Over 300 lines: the expansion of a word; its parts call one another.
import type {
  ArithmeticExpression,
  ArithmeticWord,
  Assignment,
  CommandExpansionPart,
  DoubleQuotedChild,
  HereDocBody,
  ParameterExpansionPart,
  ProcessSubstitutionPart,
  Word,
  WordPart,
} from 'unbash';
import type { Task } from '../../process/types.ts';
import { escapePattern } from '../pattern.ts';
import type { Shell } from '../shell.ts';
import { evaluateArithmetic, type WordText } from './arithmetic.ts';
import { FIELD_BREAK, type Field, type Pieces, splitFields } from './fields.ts';
import { pathsMatching } from './glob.ts';
import {
  checkUnset,
  expandParameter,
  isSet,
  type OperandExpander,
  type ParameterValue,
  parameterValue,
} from './parameter.ts';
import { arithmeticParts, operandWords, planOf, runsCommands } from './plan.ts';
import { runProcessSubstitution, runSubstitution } from './substitution.ts';

/** What the command substitutions of the word being expanded gave. */
type Results = Map<object, string>;

const NO_RESULTS: Results = new Map();

/** A command's words: braces, tilde, parameters, commands, arithmetic, field splitting, file names, quotes removed. */
export function* expandWords(shell: Shell, words: readonly Word[], out: string[]): Task<void> {
  for (const word of words) {
    const plan = planOf(word, shell.flavour);
    if (plan.constant !== undefined) out.push(plan.constant);
    else if (plan.braces !== undefined) yield* expandWords(shell, plan.braces, out);
    else {
      const results = plan.runsCommands ? yield* substitute(shell, word.parts) : NO_RESULTS;
      emitFields(shell, wordPieces(shell, word, results, false), out);
    }
  }
}

/** `name=value` as an ordinary argument (`env A=$x`, `dd if=$f`): the value is split. */
export function* expandAssignmentWord(shell: Shell, assignment: Assignment, out: string[]): Task<void> {
  const value = assignment.value;
  if (value.type !== 'Word') {
    out.push(assignment.text);
    return;
  }
  const results = runsCommands(value.parts) ? yield* substitute(shell, value.parts) : NO_RESULTS;
  const name = { text: `${targetText(assignment)}=`, quoted: false, split: false };
  emitFields(shell, [name, ...wordPieces(shell, value, results, false)], out);
}

/** The text before the `=` of an assignment. */
export function targetText(assignment: Assignment): string {
  const index = assignment.index === undefined ? '' : `[${assignment.index.text}]`;
  return `${assignment.name}${index}${assignment.append === true ? '+' : ''}`;
}

/** One text: no splitting, no file names. `assignment`: a tilde counts after a colon, too. */
export function* expandText(shell: Shell, word: Word, assignment = false): Task<string> {
  const plan = planOf(word, shell.flavour);
  if (plan.constant !== undefined)
    return assignment && word.text.includes(':~') ? tildes(shell, word.text, word.value) : plan.constant;
  const results = plan.runsCommands || plan.braces !== undefined ? yield* substitute(shell, word.parts) : NO_RESULTS;
  return joinPieces(shell, wordPieces(shell, word, results, assignment));
}

/** A word as a pattern: `case`, `[[ == ]]`. */
export function* expandPattern(shell: Shell, word: Word): Task<string> {
  const results = runsCommands(word.parts) ? yield* substitute(shell, word.parts) : NO_RESULTS;
  return patternOf(shell, wordPieces(shell, word, results, false));
}

/** A here-document's text. `stripTabs`: `<<-`. */
export function* expandHereDocument(
  shell: Shell,
  body: HereDocBody,
  quoted: boolean,
  stripTabs: boolean,
): Task<string> {
  if (quoted) return stripTabs ? withoutTabs(body.text, true) : body.text;
  if (body.parts === undefined) {
    const text = body.text.replace(/\\([\\$`])/g, '$1').replace(/\\\n/g, '');
    return stripTabs ? withoutTabs(text, true) : text;
  }
  const results = runsCommands(body.parts) ? yield* substitute(shell, body.parts) : NO_RESULTS;
  const pieces: Pieces = [];
  let lineStart = true;
  for (const part of body.parts) {
    if (part.type === 'Literal') {
      pieces.push({ text: stripTabs ? withoutTabs(part.value, lineStart) : part.value, quoted: true, split: false });
      lineStart = part.value.endsWith('\n');
    } else {
      addPart(shell, part, true, results, pieces);
      lineStart = false;
    }
  }
  return joinPieces(shell, pieces);
}

function withoutTabs(text: string, lineStart: boolean): string {
  const inner = text.replace(/\n\t+/g, '\n');
  return lineStart ? inner.replace(/^\t+/, '') : inner;
}

/** The value of `$(( ))`, `(( ))` and the three parts of a C-style `for`. */
export function* expandArithmetic(shell: Shell, expression: ArithmeticExpression | undefined): Task<number> {
  const results: Results = new Map();
  if (expression !== undefined) yield* substituteInArithmetic(shell, expression, results);
  return evaluateArithmetic(shell, expression, arithmeticText(shell, results));
}

function emitFields(shell: Shell, pieces: Pieces, out: string[]): void {
  const only = pieces[0];
  if (pieces.length === 1 && only !== undefined && only !== FIELD_BREAK && only.quoted) {
    out.push(only.text);
    return;
  }
  for (const field of splitFields(pieces, ifsOf(shell))) out.push(...namesOf(shell, field));
}

function namesOf(shell: Shell, field: Field): readonly string[] {
  if (field.pattern === undefined || shell.options.noglob) return [field.text];
  shell.process.step();
  const found = pathsMatching(shell.process.fs, shell.process.cwd, field.pattern);
  return found.length === 0 ? [field.text] : found;
}

function ifsOf(shell: Shell): string {
  return shell.variables.get('IFS') ?? ' \t\n';
}

function joinPieces(shell: Shell, pieces: Pieces): string {
  let out = '';
  for (const piece of pieces) out += piece === FIELD_BREAK ? ' ' : piece.text;
  if (out.length > LARGE) shell.process.allocate(0);
  return out;
}

const LARGE = 1 << 20;

function patternOf(_shell: Shell, pieces: Pieces): string {
  let out = '';
  for (const piece of pieces)
    out += piece === FIELD_BREAK ? ' ' : piece.quoted ? escapePattern(piece.text) : piece.text;
  return out;
}

function wordPieces(shell: Shell, word: Word, results: Results, assignment: boolean): Pieces {
  const pieces: Pieces = [];
  if (word.parts === undefined) {
    addLiteral(shell, word.text, word.value, assignment, true, pieces);
    return pieces;
  }
  for (const [at, part] of word.parts.entries()) {
    if (part.type === 'Literal') addLiteral(shell, part.text, part.value, assignment, at === 0, pieces);
    else addPart(shell, part, false, results, pieces);
  }
  return pieces;
}

/** Unquoted text as written: backslashes quote, a leading tilde is a home directory. */
function addLiteral(
  shell: Shell,
  text: string,
  value: string,
  assignment: boolean,
  first: boolean,
  pieces: Pieces,
): void {
  let rest = text;
  if (first && text.charAt(0) === '~') {
    const match = /^~([^/\\:]*)/.exec(text);
    const home = match === null ? undefined : homeOf(shell, match[1] ?? '');
    if (match !== null && home !== undefined) {
      pieces.push({ text: home, quoted: true, split: false });
      rest = text.slice(match[0].length);
      if (rest === '') return;
    }
  }
  if (assignment && rest.includes(':~')) rest = tildes(shell, rest, rest);
  if (!rest.includes('\\')) {
    pieces.push({ text: rest === text ? value : rest, quoted: false, split: false });
    return;
  }
  for (const match of rest.matchAll(/\\(\n|[\s\S])|[^\\]+|\\$/g)) {
    const escaped = match[1];
    if (escaped === '\n') continue;
    if (escaped !== undefined) pieces.push({ text: escaped, quoted: true, split: false });
    else pieces.push({ text: match[0], quoted: false, split: false });
  }
}

function tildes(shell: Shell, text: string, value: string): string {
  if (text !== value) return value;
  return text.replace(/:~([^/:]*)/g, (whole, user: string) => {
    const home = homeOf(shell, user);
    return home === undefined ? whole : `:${home}`;
  });
}

function homeOf(shell: Shell, user: string): string | undefined {
  if (user === '') return shell.variables.get('HOME');
  if (user === '+') return shell.process.cwd;
  if (user === '-') return shell.variables.get('OLDPWD');
  return user === 'root' ? '/root' : undefined;
}

function addPart(
  shell: Shell,
  part: WordPart | DoubleQuotedChild,
  quoted: boolean,
  results: Results,
  pieces: Pieces,
): void {
  switch (part.type) {
    case 'Literal':
      pieces.push({ text: part.value, quoted, split: false });
      return;
    case 'AnsiCQuoted':
      // dash knows no $'…': a dollar and a quoted text
      pieces.push({
        text: shell.flavour === 'dash' ? `$${part.text.slice(2, -1)}` : part.value,
        quoted: true,
        split: false,
      });
      return;
    case 'SingleQuoted':
      pieces.push({ text: part.value, quoted: true, split: false });
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      addQuoted(shell, part.parts, results, pieces);
      return;
    case 'Glob':
      pieces.push({ text: part.value, quoted: false, split: false });
      return;
    case 'ExtendedGlob':
    case 'BraceExpansion':
      pieces.push({ text: part.text, quoted: false, split: false });
      return;
    case 'SimpleExpansion': {
      const name = part.text.slice(1);
      const value = parameterValue(shell, name);
      if (value.kind === 'unset') checkUnset(shell, name);
      addValue(shell, value, quoted, pieces);
      return;
    }
    case 'ParameterExpansion':
      addParameter(shell, part, quoted, results, pieces);
      return;
    case 'ArithmeticExpansion': {
      const value = evaluateArithmetic(shell, part.expression, arithmeticText(shell, results));
      pieces.push({ text: String(value), quoted, split: !quoted });
      return;
    }
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      pieces.push({ text: results.get(part) ?? '', quoted, split: !quoted });
  }
}

function addQuoted(shell: Shell, parts: readonly DoubleQuotedChild[], results: Results, pieces: Pieces): void {
  const before = pieces.length;
  let list = false;
  for (const part of parts) {
    list ||= part.type === 'SimpleExpansion' ? part.text === '$@' : part.type === 'ParameterExpansion' && isList(part);
    addPart(shell, part, true, results, pieces);
  }
  if (pieces.length === before && !list) pieces.push({ text: '', quoted: true, split: false });
}

function isList(part: ParameterExpansionPart): boolean {
  return part.parameter === '@' || part.index?.text === '@';
}

function addValue(shell: Shell, value: ParameterValue, quoted: boolean, pieces: Pieces): void {
  if (value.kind === 'unset') {
    if (quoted) pieces.push({ text: '', quoted: true, split: false });
    return;
  }
  if (value.kind === 'text') {
    pieces.push({ text: value.text, quoted, split: !quoted });
    return;
  }
  if (quoted && value.joined) {
    pieces.push({ text: value.items.join(ifsOf(shell).charAt(0)), quoted: true, split: false });
    return;
  }
  for (const [at, item] of value.items.entries()) {
    if (at > 0) pieces.push(FIELD_BREAK);
    pieces.push({ text: item, quoted, split: !quoted });
  }
}

function addParameter(
  shell: Shell,
  part: ParameterExpansionPart,
  quoted: boolean,
  results: Results,
  pieces: Pieces,
): void {
  const operation = part.operation;
  // an unquoted default is a word of its own: its quotes and spaces count
  if (!quoted && operation?.type === 'Default' && part.prefix === undefined && /^:?[-+]$/.test(operation.operator)) {
    const value = part.index === undefined ? parameterValue(shell, part.parameter) : undefined;
    if (value !== undefined) {
      const set = isSet(value, operation.operator.startsWith(':'));
      if (set === operation.operator.endsWith('+')) {
        for (const piece of wordPieces(shell, operation.operand, results, false)) {
          pieces.push(piece === FIELD_BREAK || piece.quoted ? piece : { ...piece, split: true });
        }
        return;
      }
    }
  }
  addValue(shell, expandParameter(shell, part, operandExpander(shell, results, quoted)), quoted, pieces);
}

function operandExpander(shell: Shell, results: Results, quoted: boolean): OperandExpander {
  return {
    text: (word) => {
      const pieces = wordPieces(shell, word, results, false);
      const text = joinPieces(shell, pieces);
      // inside double quotes single quotes are characters like any other
      return quoted && word.text.includes("'") && word.parts?.some((part) => part.type === 'SingleQuoted') === true
        ? quotedOperand(shell, word, results)
        : text;
    },
    pattern: (word) => patternOf(shell, wordPieces(shell, word, results, false)),
  };
}

function quotedOperand(shell: Shell, word: Word, results: Results): string {
  const pieces: Pieces = [];
  for (const part of word.parts ?? []) {
    if (part.type === 'SingleQuoted') pieces.push({ text: part.text, quoted: true, split: false });
    else addPart(shell, part, true, results, pieces);
  }
  return joinPieces(shell, pieces);
}

function arithmeticText(shell: Shell, results: Results): WordText {
  return (word) => {
    const substituted = resultByText(results, word);
    if (substituted !== undefined) return substituted;
    const parts = arithmeticParts(word);
    if (parts.length === 0) return word.value;
    const pieces: Pieces = [];
    for (const part of parts) addPart(shell, part, true, results, pieces);
    return joinPieces(shell, pieces);
  };
}

/** A bare `$(…)` in arithmetic is a node of its own; its result is kept under its text. */
function resultByText(results: Results, word: ArithmeticWord): string | undefined {
  for (const [node, text] of results) {
    if ('text' in node && node.text === word.value && 'type' in node && node.type === 'ArithmeticCommandExpansion')
      return text;
  }
  return undefined;
}

/** Runs the commands in a word, those that its expansion will need, from left to right. */
function* substitute(shell: Shell, parts: readonly (WordPart | DoubleQuotedChild)[] | undefined): Task<Results> {
  const results: Results = new Map();
  yield* substituteParts(shell, parts, results);
  return results;
}

function* substituteParts(
  shell: Shell,
  parts: readonly (WordPart | DoubleQuotedChild)[] | undefined,
  results: Results,
): Task<void> {
  if (parts === undefined) return;
  for (const part of parts) {
    switch (part.type) {
      case 'CommandExpansion':
        results.set(part, yield* runSubstitution(shell, part as CommandExpansionPart));
        break;
      case 'ProcessSubstitution':
        results.set(part, runProcessSubstitution(shell, part as ProcessSubstitutionPart));
        break;
      case 'DoubleQuoted':
      case 'LocaleString':
      case 'Glob':
        yield* substituteParts(shell, part.parts, results);
        break;
      case 'ArithmeticExpansion':
        if (part.expression !== undefined) yield* substituteInArithmetic(shell, part.expression, results);
        break;
      case 'ParameterExpansion':
        if (needsOperand(shell, part))
          for (const word of operandWords(part)) yield* substituteParts(shell, word.parts, results);
        break;
      default:
    }
  }
}

/** False where a default is not used: its command must not run. */
function needsOperand(shell: Shell, part: ParameterExpansionPart): boolean {
  const operation = part.operation;
  if (operation?.type !== 'Default' || part.index !== undefined || part.prefix !== undefined) return true;
  const set = isSet(parameterValue(shell, part.parameter), operation.operator.startsWith(':'));
  return set === operation.operator.endsWith('+');
}

function* substituteInArithmetic(shell: Shell, expression: ArithmeticExpression, results: Results): Task<void> {
  switch (expression.type) {
    case 'ArithmeticBinary':
      yield* substituteInArithmetic(shell, expression.left, results);
      yield* substituteInArithmetic(shell, expression.right, results);
      break;
    case 'ArithmeticUnary':
      yield* substituteInArithmetic(shell, expression.operand, results);
      break;
    case 'ArithmeticGroup':
      yield* substituteInArithmetic(shell, expression.expression, results);
      break;
    case 'ArithmeticTernary':
      yield* substituteInArithmetic(shell, expression.test, results);
      yield* substituteInArithmetic(shell, expression.consequent, results);
      yield* substituteInArithmetic(shell, expression.alternate, results);
      break;
    case 'ArithmeticWord':
      if (/[$`]\(?/.test(expression.value)) {
        const parts = arithmeticParts(expression);
        if (runsCommands(parts)) yield* substituteParts(shell, parts, results);
      }
      break;
    case 'ArithmeticCommandExpansion':
      results.set(expression, yield* runSubstitution(shell, expression));
  }
}
