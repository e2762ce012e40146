import type { ArithmeticFor, Case, CommandNode, For, If, Redirected, Select, While } from 'unbash';
import type { Task } from '../../process/types.ts';
import { isSpecial } from '../builtins/table.ts';
import { testExpression } from '../conditional.ts';
import { expandArithmetic, expandPattern, expandText, expandWords } from '../expand/word.ts';
import { InterruptFlow, LoopFlow } from '../flow.ts';
import { matchesPattern } from '../pattern.ts';
import { type Shell, writeQuietly } from '../shell.ts';
import { waitInForeground } from './foreground.ts';
import { interruptible } from './interruptible.ts';
import { redirect } from './redirect.ts';
import { runList } from './statement.ts';
import { runSubshell } from './subshell.ts';

type Compound = Exclude<CommandNode, { type: 'Command' }>;

/** Runs `if`, loops, `case`, groups, subshells, `[[ ]]`, `(( ))`, and defines functions. */
export function* runCompound(shell: Shell, node: Compound, last: boolean): Task<number> {
  switch (node.type) {
    case 'If':
      return yield* runIf(shell, node);
    case 'While':
      return yield* runWhile(shell, node);
    case 'For':
      return yield* runFor(shell, node);
    case 'ArithmeticFor':
      if (shell.flavour !== 'bash') return shell.fail(syntaxText(shell, 'bad for loop variable'), 2);
      return yield* runArithmeticFor(shell, node);
    case 'Case':
      return yield* runCase(shell, node);
    case 'Select':
      return yield* runSelect(shell, node);
    case 'BraceGroup':
      return yield* runList(shell, node.body, last);
    case 'Subshell': {
      if (last && shell.isSubshell && shell.traps.size === 0) return yield* runList(shell, node.body, true);
      const child = runSubshell(
        shell,
        shell.io,
        (sub) => runList(sub, node.body, true),
        shell.jobControl ? { group: 'new' } : {},
      );
      if (child === undefined) return 254;
      const statuses = yield* waitInForeground(shell, [child], () => shell.source.slice(node.pos, node.end));
      return statuses.at(-1) ?? 0;
    }
    case 'TestCommand':
      if (shell.flavour === 'dash') return notFound(shell, '[[');
      return (yield* testExpression(shell, node.expression)) ? 0 : 1;
    case 'ArithmeticCommand':
      if (shell.flavour !== 'bash') return notFound(shell, node.body.trim().split(/\s/)[0] ?? '');
      return (yield* expandArithmetic(shell, node.expression)) !== 0 ? 0 : 1;
    case 'Function':
      if (shell.flavour === 'dash' && /^function\s/.test(shell.source.slice(node.pos, node.pos + 10))) {
        return notFound(shell, 'function');
      }
      if (shell.flavour !== 'bash' && isSpecial(node.name.value))
        return shell.fail(syntaxText(shell, 'bad function name'), 2);
      shell.functions.set(node.name.value, { body: node.body, source: shell.source });
      return 0;
    case 'Redirected':
      return yield* runRedirected(shell, node);
    case 'Coproc':
      return shell.fail('coproc: not supported here', 2);
  }
}

/** A name that only bash gives a meaning to. */
function notFound(shell: Shell, name: string): number {
  shell.complain(shell.wording.notFound(name));
  return 127;
}

function syntaxText(shell: Shell, text: string): string {
  return shell.flavour === 'dash'
    ? `Syntax error: ${text.charAt(0).toUpperCase()}${text.slice(1)}`
    : `syntax error: ${text}`;
}

function* runRedirected(shell: Shell, node: Redirected): Task<number> {
  const before = shell.io;
  const ends = shell.substitutionEnds.length;
  const redirected = yield* redirect(shell, node.redirects);
  if ('failed' in redirected) return redirected.failed;
  shell.io = redirected.io;
  try {
    return yield* runCompound(shell, node.command, false);
  } finally {
    shell.io = before;
    for (const end of shell.substitutionEnds.splice(ends)) end.release();
  }
}

function* runCondition(shell: Shell, list: If['clause']): Task<number> {
  shell.conditionDepth++;
  try {
    return yield* runList(shell, list);
  } finally {
    shell.conditionDepth--;
  }
}

function* runIf(shell: Shell, node: If): Task<number> {
  if ((yield* runCondition(shell, node.clause)) === 0) return yield* runList(shell, node.then);
  for (const elif of node.elif) {
    if ((yield* runCondition(shell, elif.clause)) === 0) return yield* runList(shell, elif.then);
  }
  return node.else === undefined ? 0 : yield* runList(shell, node.else);
}

/** Runs a loop's body; false when the loop is to end. */
function* runBody(shell: Shell, body: While['body'], result: { status: number }): Task<boolean> {
  yield* shell.process.breathe();
  if (shell.interrupted) {
    shell.interrupted = false;
    throw new InterruptFlow();
  }
  shell.loopDepth++;
  try {
    result.status = yield* runList(shell, body);
    return true;
  } catch (flow) {
    if (!(flow instanceof LoopFlow)) throw flow;
    result.status = 0;
    if (flow.levels > 1 && shell.loopDepth > 1) {
      flow.levels--;
      throw flow;
    }
    return flow.kind === 'continue';
  } finally {
    shell.loopDepth--;
  }
}

function* runWhile(shell: Shell, node: While): Task<number> {
  const result = { status: 0 };
  const wanted = node.kind === 'while';
  for (;;) {
    let clause: number;
    shell.loopDepth++;
    try {
      clause = yield* runCondition(shell, node.clause);
    } catch (flow) {
      if (!(flow instanceof LoopFlow) || flow.levels > 1) throw flow;
      if (flow.kind === 'break') return 0;
      continue;
    } finally {
      shell.loopDepth--;
    }
    if ((clause === 0) !== wanted) return result.status;
    if (!(yield* runBody(shell, node.body, result))) return result.status;
  }
}

function* runFor(shell: Shell, node: For): Task<number> {
  let words: string[] = [];
  if (node.wordlist === undefined) words = [...shell.positional];
  else yield* expandWords(shell, node.wordlist, words);
  const result = { status: 0 };
  for (const word of words) {
    shell.variables.set(node.name.value, word);
    if (!(yield* runBody(shell, node.body, result))) break;
  }
  return result.status;
}

function* runArithmeticFor(shell: Shell, node: ArithmeticFor): Task<number> {
  const result = { status: 0 };
  yield* expandArithmetic(shell, node.initialize);
  while (node.test === undefined || (yield* expandArithmetic(shell, node.test)) !== 0) {
    if (!(yield* runBody(shell, node.body, result))) break;
    yield* expandArithmetic(shell, node.update);
  }
  return result.status;
}

function* runCase(shell: Shell, node: Case): Task<number> {
  const text = yield* expandText(shell, node.word);
  let status = 0;
  let falling = false;
  for (const item of node.items) {
    let matches = falling;
    for (const pattern of item.pattern) {
      if (matches) break;
      matches = matchesPattern(yield* expandPattern(shell, pattern), text);
    }
    if (!matches) continue;
    status = yield* runList(shell, item.body);
    if (item.terminator === ';&') falling = true;
    else if (item.terminator === ';;&') falling = false;
    else return status;
  }
  return status;
}

function* runSelect(shell: Shell, node: Select): Task<number> {
  let words: string[] = [];
  if (node.wordlist === undefined) words = [...shell.positional];
  else yield* expandWords(shell, node.wordlist, words);
  const menu = words.map((word, at) => `${at + 1}) ${word}\n`).join('');
  const result = { status: 0 };
  writeQuietly(shell.io.stderr, menu);
  for (;;) {
    writeQuietly(shell.io.stderr, shell.variables.get('PS3') ?? '#? ');
    const line = yield* interruptible(shell, shell.io.stdin.readLine());
    if (line === undefined) return result.status;
    const reply = line.replace(/\n$/, '');
    shell.variables.set('REPLY', reply);
    if (reply === '') {
      writeQuietly(shell.io.stderr, menu);
      continue;
    }
    shell.variables.set(node.name.value, /^\d+$/.test(reply) ? (words[Number(reply) - 1] ?? '') : '');
    if (!(yield* runBody(shell, node.body, result))) return result.status;
  }
}
