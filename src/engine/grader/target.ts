/** What a check looks at, in kubectl's words. */
export interface Target {
  readonly type: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly allNamespaces: boolean;
  readonly labelSelector: string | undefined;
  readonly fieldSelector: string | undefined;
}

/** Thrown for a target that says nothing clear; the message is for the lab's author. */
export class TargetError extends Error {}

/** Reads `deployment/web -n shop`, `pods -l app=web -A`, `pod web`. Throws `TargetError`. */
export function parseTarget(text: string): Target {
  const words = text.trim().split(/\s+/);
  const positional: string[] = [];
  let namespace: string | undefined;
  let allNamespaces = false;
  let labelSelector: string | undefined;
  let fieldSelector: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const [flag = '', inline] = word.startsWith('-') ? split(word) : [''];
    const value = (): string => {
      const found = inline ?? words[++at];
      if (found === undefined) throw new TargetError(`"${text}": ${flag} needs a value`);
      return found.replace(/^'(.*)'$|^"(.*)"$/, '$1$2');
    };
    if (flag === '') positional.push(word);
    else if (flag === '-n' || flag === '--namespace') namespace = value();
    else if (flag === '-A' || flag === '--all-namespaces') allNamespaces = true;
    else if (flag === '-l' || flag === '--selector') labelSelector = value();
    else if (flag === '--field-selector') fieldSelector = value();
    else throw new TargetError(`"${text}": a check's target knows -n, -A, -l and --field-selector, not ${flag}`);
  }
  const [first = '', second, third] = positional;
  const slash = first.indexOf('/');
  const type = slash < 0 ? first : first.slice(0, slash);
  const name = slash < 0 ? second : first.slice(slash + 1);
  if (type === '' || name === '' || third !== undefined || (slash >= 0 && second !== undefined))
    throw new TargetError(`"${text}": expected TYPE, TYPE/NAME or TYPE NAME`);
  if (type.includes(','))
    throw new TargetError(`"${text}": a check looks at one kind; write one check for each of ${type}`);
  return { type, name, namespace, allNamespaces, labelSelector, fieldSelector };
}

function split(word: string): [string, string | undefined] {
  const equals = word.indexOf('=');
  if (word.startsWith('--') && equals > 0) return [word.slice(0, equals), word.slice(equals + 1)];
  return [word, undefined];
}
