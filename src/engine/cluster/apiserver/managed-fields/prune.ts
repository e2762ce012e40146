import { FieldSet } from './field-set.ts';

/**
 * What goes from the merged object: fields that the manager applied last time, does not apply now, and that nobody else owns. An item
 * or struct stays while somebody owns something in it. Models: structured-merge-diff/merge.Updater.prune
 */
export function prunable(last: FieldSet, now: FieldSet | undefined, others: FieldSet | undefined): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of last.children) {
    const gone = prunable(child, now?.children.get(element), others?.children.get(element));
    if (!gone.isEmpty) children.set(element, gone);
  }
  const isFree = (set: FieldSet | undefined): boolean => set === undefined || set.isEmpty;
  return new FieldSet(last.isMember && isFree(now) && isFree(others), children);
}
