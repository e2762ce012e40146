import type { ArithmeticWord, DoubleQuotedChild, ParameterExpansionPart, Word, WordPart } from 'unbash';
import { parse } from 'unbash';
import type { Flavour } from '../flavour.ts';
import { expandBraces } from './brace.ts';

/** What can be known of a word before it is expanded. */
export interface WordPlan {
  /** The value of a word in which nothing is to be expanded. */
  readonly constant: string | undefined;
  /** True when a `$(…)` (or `<(…)`) somewhere in it has to be run. */
  readonly runsCommands: boolean;
  /** The words it becomes by brace expansion; undefined when there is none. */
  readonly braces: readonly Word[] | undefined;
}

const plans = {
  bash: new WeakMap<Word, WordPlan>(),
  dash: new WeakMap<Word, WordPlan>(),
  ash: new WeakMap<Word, WordPlan>(),
};

/** The plan of a word; made once. */
export function planOf(word: Word, flavour: Flavour): WordPlan {
  let plan = plans[flavour].get(word);
  if (plan === undefined) {
    plan = makePlan(word, flavour);
    plans[flavour].set(word, plan);
  }
  return plan;
}

function makePlan(word: Word, flavour: Flavour): WordPlan {
  const parts = word.parts;
  if (parts === undefined) {
    const plain = word.text.charAt(0) !== '~';
    return { constant: plain ? word.value : undefined, runsCommands: false, braces: undefined };
  }
  if (flavour === 'bash' && parts.some((part) => part.type === 'BraceExpansion')) {
    const texts = expandBraces(word.text);
    // The parser takes more for braces than expands: `{.items..name}` stays as it is.
    if (texts.length !== 1 || texts[0] !== word.text)
      return { constant: undefined, runsCommands: false, braces: texts.map(wordOf) };
  }
  if (parts.every((part) => isConstant(part, flavour)) && word.text.charAt(0) !== '~') {
    return { constant: word.value, runsCommands: false, braces: undefined };
  }
  return { constant: undefined, runsCommands: runsCommands(parts), braces: undefined };
}

const arithmeticPlans = new WeakMap<ArithmeticWord, readonly WordPart[]>();

/** The parts of a word in arithmetic (`$x`, `${y}`), which the parser leaves as text. */
export function arithmeticParts(word: ArithmeticWord): readonly WordPart[] {
  let parts = word.parts ?? arithmeticPlans.get(word);
  if (parts === undefined) {
    parts = wordOf(word.value).parts ?? [];
    arithmeticPlans.set(word, parts);
  }
  return parts;
}

/** A word from its source text. */
function wordOf(text: string): Word {
  const command = parse(`: ${text}`).commands[0]?.command;
  const argument = command?.type === 'Command' ? command.suffix[0] : undefined;
  if (argument?.type === 'Word') return argument;
  return { type: 'Word', text, value: text, pos: 0, end: text.length };
}

function isConstant(part: WordPart, flavour: Flavour): boolean {
  if (part.type === 'SingleQuoted') return true;
  if (part.type === 'AnsiCQuoted') return flavour !== 'dash';
  if (part.type === 'Literal') return true;
  return part.type === 'DoubleQuoted' && part.parts.every((child) => child.type === 'Literal');
}

/** True when a part list contains a command substitution at any depth. */
export function runsCommands(parts: readonly (WordPart | DoubleQuotedChild)[] | undefined): boolean {
  return parts?.some(partRuns) ?? false;
}

function partRuns(part: WordPart | DoubleQuotedChild): boolean {
  switch (part.type) {
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return runsCommands(part.parts);
    case 'Glob':
      return runsCommands(part.parts);
    case 'ArithmeticExpansion':
      return part.text.includes('$(') || part.text.includes('`');
    case 'ParameterExpansion':
      return operandWords(part).some((word) => runsCommands(word.parts));
    default:
      return false;
  }
}

/** The words inside a `${…}`. */
export function operandWords(part: ParameterExpansionPart): readonly Word[] {
  const words: Word[] = part.index === undefined ? [] : [part.index];
  const operation = part.operation;
  switch (operation?.type) {
    case 'Default':
    case 'Remove':
    case 'Transform':
      words.push(operation.operand);
      break;
    case 'Replace':
      words.push(operation.pattern, operation.replacement);
      break;
    case 'Slice':
      words.push(operation.offset);
      if (operation.length !== undefined) words.push(operation.length);
      break;
    case 'CaseModification':
      if (operation.operand !== undefined) words.push(operation.operand);
      break;
    default:
  }
  return words;
}
