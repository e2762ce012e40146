import { CommandError } from '../errors.ts';
import { quote } from '../go/quote.ts';

/** `KEY=VALUE` and `KEY-` words of a command line. */
export interface Pairs {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** Splits arguments into resources and pairs: pairs come last. `noun` is `label` or `annotation`. Throws `CommandError`. Models: cmdutil.GetResourcesAndPairs, ParsePairs */
export function readPairs(
  args: readonly string[],
  noun: string,
): { readonly resources: readonly string[]; readonly pairs: Pairs } {
  const resources: string[] = [];
  const set = new Map<string, string>();
  const removed: string[] = [];
  let found = false;
  for (const arg of args) {
    const isPair = (arg.includes('=') && !arg.startsWith('=')) || (arg.endsWith('-') && arg !== '-');
    if (!isPair && found) throw new CommandError(`all resources must be specified before ${noun} changes: ${arg}`);
    if (!isPair) {
      resources.push(arg);
      continue;
    }
    found = true;
    const equals = arg.indexOf('=');
    if (equals > 0) set.set(arg.slice(0, equals), arg.slice(equals + 1));
    else removed.push(arg.slice(0, -1));
  }
  return { resources, pairs: { set, removed } };
}

/** Throws when a label's value is none that the server would take. Models: validation.IsValidLabelValue */
export function checkLabelValues(pairs: Pairs): void {
  for (const [key, value] of pairs.set) {
    if (value.includes('=')) throw new CommandError(`invalid label spec: ${key}=${value}`);
    const problems: string[] = [];
    if (value.length > 63) problems.push('must be no more than 63 bytes');
    if (!/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)) {
      problems.push(
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
      );
    }
    if (problems.length > 0)
      throw new CommandError(`invalid label value: ${quote(`${key}=${value}`)}: ${problems.join(';')}`);
  }
}
