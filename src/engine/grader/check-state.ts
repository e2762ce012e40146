import type { Json } from '../cluster/json.ts';
import type { Evidence } from './evidence.ts';
import type { Localized, Matcher, Otherwise, Query } from './lab.ts';
import { asText, unmet } from './matcher.ts';
import { ask, queryText } from './query.ts';
import type { State, StateReader } from './state.ts';
import { parseTarget, TargetError } from './target.ts';
import { texts } from './texts.ts';

/** A finding: met, or why not. */
export type Finding = { readonly met: true } | { readonly met: false; readonly why: Localized };

export const MET: Finding = { met: true };

/** A finding that says why not. */
export function notMet(why: Localized): Finding {
  return { met: false, why };
}

/** What a found value is said to be: short enough for one line. */
function brief(values: readonly Json[]): string {
  const text = values.length === 0 ? '∅' : values.map(asText).join(', ');
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

/** The first of the author's explanations that fits. */
export function explained(evidence: Evidence, otherwise: readonly Otherwise[], value: Json): Localized | undefined {
  for (const case_ of otherwise) {
    const found = ask(evidence, case_.query, value);
    if (found.kind === 'values' && unmet(case_.matcher, found.values) === undefined) return case_.say;
  }
  return undefined;
}

/**
 * The first of the author's explanations that is about a missing object. What holds for an object
 * without any field, too, is about a field, and would say an untruth where there is no object at all.
 */
function explainedAbsence(evidence: Evidence, otherwise: readonly Otherwise[]): Localized | undefined {
  return explained(
    evidence,
    otherwise.filter((case_) => explained(evidence, [case_], {}) === undefined),
    null,
  );
}

/** Judges one value by a query and a matcher. */
export function judge(
  evidence: Evidence,
  query: Query,
  matcher: Matcher,
  otherwise: readonly Otherwise[],
  value: Json,
): Finding {
  const found = ask(evidence, query, value);
  const author = explained(evidence, otherwise, value);
  if (found.kind === 'error') return notMet(author ?? texts.cannotAsk(found.message));
  const wanted = unmet(matcher, found.values);
  if (wanted === undefined) return MET;
  if (author !== undefined) return notMet(author);
  if (found.values.length === 0) return notMet(texts.noValue(queryText(query)));
  // A filter that says yes or no has no value to show.
  if (Object.keys(matcher).length === 0 && found.values.every((each) => each === false || each === null))
    return notMet(texts.notYet());
  return notMet('whole' in query ? texts.found('…', wanted) : texts.found(brief(found.values), wanted));
}

function judgeState(
  evidence: Evidence,
  get: string,
  query: Query,
  matcher: Matcher,
  otherwise: readonly Otherwise[],
  state: State,
): Finding {
  switch (state.kind) {
    case 'unknown-type':
      return notMet(texts.unknownType(get));
    case 'missing':
      if (matcher.absent !== true) return notMet(explainedAbsence(evidence, otherwise) ?? texts.missing(get));
      return state.existed ? MET : notMet(texts.neverThere(get));
    case 'object':
      if (matcher.absent === true && 'whole' in query)
        return notMet(explained(evidence, otherwise, state.value) ?? texts.stillThere(get));
      return judge(evidence, query, matcher, otherwise, state.value);
    case 'list': {
      if (!('whole' in query)) return judge(evidence, query, matcher, otherwise, state.value);
      const { absent, exists, ...rest } = matcher;
      const author = (): Localized | undefined => explained(evidence, otherwise, state.value);
      if (absent === true && state.count > 0) return notMet(author() ?? texts.stillThere(get));
      if (exists === true && state.count === 0) return notMet(author() ?? texts.missing(get));
      if (rest.count !== undefined && rest.count !== state.count)
        return notMet(author() ?? texts.found(String(state.count), `count ${rest.count}`));
      return MET;
    }
  }
}

/** Reads a target, turning an author's slip into a finding. */
export function readTarget(read: StateReader, get: string): State | Finding {
  try {
    return read(parseTarget(get));
  } catch (error) {
    if (error instanceof TargetError) return notMet(texts.cannotAsk(error.message));
    throw error;
  }
}

/** Judges a state check at one moment. */
export function checkState(
  evidence: Evidence,
  read: StateReader,
  subject: { readonly get: string; readonly query: Query; readonly matcher: Matcher },
  otherwise: readonly Otherwise[],
): Finding {
  const state = readTarget(read, subject.get);
  if ('met' in state) return state;
  return judgeState(evidence, subject.get, subject.query, subject.matcher, otherwise, state);
}
