import type { JsonObject } from '../../cluster/json.ts';
import { labelValue, qualifiedNameRule } from '../../cluster/resources/validation/names.ts';
import { describeTaint } from '../describe/node.ts';
import { items, text } from '../describe/read.ts';
import { AggregateFailure, CommandError } from '../errors.ts';

/** A taint as an argument writes it; '' for what is not given. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** The changes that taint arguments ask for. */
export interface TaintChanges {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Reads `key=value:Effect` (add) and `key-`, `key:Effect-` (remove). Throws `CommandError` with kubectl's words. Models: taint.parseTaints */
export function parseTaints(words: readonly string[]): TaintChanges {
  const add: Taint[] = [];
  const remove: Taint[] = [];
  for (const word of words) {
    if (word.endsWith('-')) {
      remove.push({ ...parseTaint(word.slice(0, -1)), value: '' });
      continue;
    }
    const taint = parseTaint(word);
    if (taint.effect === '') throw new CommandError(`invalid taint spec: ${word}`);
    if (add.some((each) => each.key === taint.key && each.effect === taint.effect)) {
      const shown = `{${taint.key} ${taint.value} ${taint.effect} <nil>}`;
      throw new CommandError(`duplicated taints with the same key and effect: ${shown}`);
    }
    add.push(taint);
  }
  return { add, remove };
}

function parseTaint(word: string): Taint {
  const invalid = (why: string): CommandError => new CommandError(`invalid taint spec: ${word}${why}`);
  const [pair = '', effect, ...more] = word.split(':');
  if (more.length > 0) throw invalid('');
  let key = pair;
  let value = '';
  if (effect !== undefined) {
    if (!EFFECTS.includes(effect)) throw new CommandError(`invalid taint effect: ${effect}, unsupported taint effect`);
    const [name = '', given, ...rest] = pair.split('=');
    if (rest.length > 0) throw invalid('');
    key = name;
    value = given ?? '';
    const problems = labelValue(value);
    if (problems.length > 0) throw invalid(`, ${problems.join('; ')}`);
  }
  const problems = qualifiedNameRule(key);
  if (problems.length > 0) throw invalid(`, ${problems.join('; ')}`);
  return { key, value, effect: effect ?? '' };
}

/** The taints that the same command would add and remove: `key=Effect`. */
export function conflicts(changes: TaintChanges): readonly string[] {
  return changes.add.flatMap((added) =>
    changes.remove
      .filter((removed) => removed.key === added.key && (removed.effect === '' || removed.effect === added.effect))
      .map((removed) => `${removed.key}=${removed.effect}`),
  );
}

const matches = (taint: JsonObject, key: string, effect: string): boolean =>
  text(taint, 'key') === key && text(taint, 'effect') === effect;

/**
 * A node's taints after the changes, and what to say of them. Throws when a taint is there already and may not be overwritten, or one to
 * remove is not there. Models: taint.reorganizeTaints
 */
export function changedTaints(
  node: JsonObject,
  changes: TaintChanges,
  overwrite: boolean,
): { readonly taints: readonly JsonObject[]; readonly operation: 'modified' | 'tainted' | 'untainted' } {
  const old = items(node, 'spec', 'taints');
  const existing = changes.add.filter((taint) => old.some((each) => matches(each, taint.key, taint.effect)));
  if (!overwrite && existing.length > 0) {
    const keys = existing.map((taint) => taint.key).join(',');
    const name = text(node, 'metadata', 'name');
    throw new CommandError(`node ${name} already has ${keys} taint(s) with same effect(s) and --overwrite is false`);
  }
  const added: readonly JsonObject[] = changes.add.map((taint) => ({
    key: taint.key,
    ...(taint.value === '' ? {} : { value: taint.value }),
    effect: taint.effect,
  }));
  let taints = [
    ...added,
    ...old.filter((each) => !added.some((taint) => matches(each, text(taint, 'key'), text(taint, 'effect')))),
  ];
  const grew = taints.length !== old.length;
  const errors: Error[] = [];
  let removed = false;
  for (const { key, effect } of changes.remove) {
    const left = taints.filter(
      (each) => text(each, 'key') !== key || (effect !== '' && text(each, 'effect') !== effect),
    );
    removed = left.length !== taints.length;
    taints = left;
    if (!removed) errors.push(new CommandError(`taint "${describeTaint({ key, effect })}" not found`));
  }
  if (errors.length > 0) throw new AggregateFailure(errors);
  return { taints, operation: (grew && removed) || overwrite ? 'modified' : grew ? 'tainted' : 'untainted' };
}
