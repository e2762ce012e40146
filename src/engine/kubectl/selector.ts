import { LabelSelector, SelectorError } from '../cluster/apiserver/selectors/label-selector.ts';
import { CommandError } from './errors.ts';

/** Reads a label selector as the server does. Throws `CommandError` with what `labels.Parse` says, after `head`. */
export function parseSelector(text: string, head = ''): LabelSelector {
  try {
    return LabelSelector.parse(text);
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new CommandError(`${head}${error.message}`);
  }
}
