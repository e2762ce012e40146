import { parse } from 'unbash';

/** One call of kubectl in a lesson's command. */
export interface KubectlCall {
  /** `get`, or with its subcommand: `rollout undo`. */
  readonly verb: string;
  /** As it stands in the lesson, without what is piped into it or out of it. */
  readonly text: string;
  /** What makes it another example than the others of its verb: the kind of object and the flags. */
  readonly shape: string;
}

/** Commands whose next word says what they do. */
const WITH_SUBCOMMAND = new Set(['create', 'rollout', 'set', 'config', 'auth', 'top', 'certificate', 'cluster-info']);
/** Flags of all commands that come before the verb with a value. */
const BEFORE_VERB = new Set(['-n', '--namespace', '--context', '--kubeconfig']);
/** Commands whose first argument names the kind of object. */
const OF_A_KIND = new Set([
  ...[
    'get',
    'describe',
    'delete',
    'scale',
    'expose',
    'label',
    'annotate',
    'patch',
    'edit',
    'wait',
    'taint',
    'rollout',
    'set',
  ],
  ...['create service', 'create secret'],
]);
/** Programs that run the command behind them. */
const RUNNERS = new Set(['watch', 'time', 'timeout', 'exec']);

/** The calls of kubectl (or of its alias `k`) in a shell command. */
export function kubectlCalls(command: string): readonly KubectlCall[] {
  const calls: KubectlCall[] = [];
  visit(parse(command), (words, text) => {
    let at = 0;
    while (at < words.length && RUNNERS.has(words[at] ?? '')) {
      at += 1;
      while (at < words.length && (words[at]?.startsWith('-') === true || /^\d+s?$/.test(words[at] ?? ''))) at += 1;
    }
    if (words[at] !== 'kubectl' && words[at] !== 'k') return;
    const rest = words.slice(at + 1);
    const call = verbOf(rest);
    if (call !== undefined) calls.push({ ...call, text });
  });
  return calls;

  function visit(node: unknown, found: (words: readonly string[], text: string) => void): void {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      for (const each of node) visit(each, found);
      return;
    }
    if (
      'type' in node &&
      node.type === 'Command' &&
      'name' in node &&
      'suffix' in node &&
      'pos' in node &&
      'end' in node
    ) {
      const words = [node.name, ...(Array.isArray(node.suffix) ? node.suffix : [])].flatMap(textOfWord);
      found(words, command.slice(Number(node.pos), Number(node.end)).trim());
    }
    for (const value of Object.values(node)) visit(value, found);
  }
}

function textOfWord(word: unknown): readonly string[] {
  return typeof word === 'object' && word !== null && 'value' in word && typeof word.value === 'string'
    ? [word.value]
    : [];
}

function verbOf(words: readonly string[]): { readonly verb: string; readonly shape: string } | undefined {
  let at = 0;
  while (words[at]?.startsWith('-') === true) at += BEFORE_VERB.has(words[at] ?? '') ? 2 : 1;
  const first = words[at];
  if (first === undefined) return undefined;
  const second = words[at + 1];
  const isTwo = WITH_SUBCOMMAND.has(first) && second !== undefined && !second.startsWith('-');
  const verb = isTwo ? `${first} ${second}` : first;
  const end = words.indexOf('--');
  const before = words.slice(at + (isTwo ? 2 : 1), end < 0 ? undefined : end);
  const kind = OF_A_KIND.has(first) || OF_A_KIND.has(verb) ? kindOf(before.find((word) => !word.startsWith('-'))) : '';
  const output = before.includes('-o') ? [`-o ${before[before.indexOf('-o') + 1]?.slice(0, 6)}`] : [];
  const flags = before.filter((word) => word.startsWith('-') && word !== '-n' && word !== '-o').map(flagOf);
  const parts = [kind, ...new Set([...flags, ...output].sort()), end < 0 ? '' : '--'];
  return { verb, shape: parts.filter((part) => part !== '').join(' ') };
}

/** `pods`, `pod/web` and `pod` are one kind. */
function kindOf(word = ''): string {
  return word.startsWith('$') ? '' : word.replace(/[/,].*/s, '').replace(/s$/, '');
}

/** A flag without its value; a form of output is another example than the next. */
function flagOf(word: string): string {
  return word.startsWith('-o') || word.startsWith('--output') ? word.slice(0, 8) : word.replace(/=.*/s, '');
}
