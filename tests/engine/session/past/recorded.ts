import { Past } from '../../../../src/engine/session/past/past.ts';
import { Learner } from '../learner.ts';

/** A learner whose session is recorded from its beginning. */
export function recorded(): { readonly learner: Learner; readonly past: Past } {
  const learner = new Learner({ open: false });
  const past = new Past(learner.session);
  learner.listen(past.listener);
  learner.session.apply({ do: 'open-terminal', terminal: 1, columns: 100, rows: 30 });
  learner.wait(0);
  return { learner, past };
}
