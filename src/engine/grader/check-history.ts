import type { Json } from '../cluster/json.ts';
import { asJson } from '../cluster/resources/definition.ts';
import { type Finding, MET, notMet } from './check-state.ts';
import type { Evidence } from './evidence.ts';
import type { Subject } from './lab.ts';
import { withVariables } from './query.ts';
import { kindOf, resourceKey, stateAt } from './state.ts';
import { parseTarget, type Target, TargetError } from './target.ts';
import { texts } from './texts.ts';
import type { CounterExample } from './verdict.ts';

type HistorySubject = Extract<Subject, { kind: 'history' }>;

/** A stretch of virtual time; both ends belong to it. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One state in the window: the object (null when it was gone), or the list after a change. */
interface Moment {
  readonly atMs: number;
  readonly revision: number;
  readonly value: Json;
}

function moments(evidence: Evidence, target: Target, window: Window): readonly Moment[] | undefined {
  const kind = kindOf(evidence.source.kinds, target.type);
  if (kind === undefined) return undefined;
  const { history } = evidence.source;
  const key = resourceKey(kind);
  const startRevision = history.revisionAt(window.fromMs);
  const valueAt = (revision: number): Json => {
    const state = stateAt(evidence.source, revision)(target);
    return state.kind === 'object' || state.kind === 'list' ? state.value : null;
  };
  const first: Moment = { atMs: window.fromMs, revision: startRevision, value: valueAt(startRevision) };
  const range = { fromRevision: startRevision + 1, toMs: window.toMs };
  const namespace = kind.namespaced ? (target.namespace ?? 'default') : '';
  const versions =
    target.name === undefined ? history.versions(key, range) : history.versionsOf(key, namespace, target.name, range);
  const later = versions.map((version): Moment => {
    const value =
      target.name === undefined
        ? valueAt(version.revision)
        : version.type === 'DELETED'
          ? null
          : asJson(version.object);
    return { atMs: version.timeMs, revision: version.revision, value };
  });
  const all = [first, ...later];
  const born = all.findIndex((moment) => moment.value !== null);
  return born < 0 ? [] : all.slice(born);
}

/** From the birth of the last object on: earlier ones of its name were deleted before. */
function latest(list: readonly Moment[]): readonly Moment[] {
  const birth = list.findLastIndex(({ value }, at) => value !== null && (list[at - 1]?.value ?? null) === null);
  return birth < 0 ? list : list.slice(birth);
}

/** Whether a filter holds at each moment; one call of jq for all of them. A filter that errs at a moment does not hold there. */
function holds(evidence: Evidence, filter: string, list: readonly Moment[]): readonly boolean[] | string {
  const each = `[.[] | (try [${withVariables(filter, evidence.variables)}] catch [false])]`;
  const found = evidence.instruments.jq(
    each,
    list.map((moment) => moment.value),
  );
  if (found.kind === 'error') return found.message;
  const results = found.values[0];
  if (!Array.isArray(results)) return 'no result';
  return results.map(
    (values) =>
      Array.isArray(values) && values.length > 0 && values.every((value) => value !== null && value !== false),
  );
}

function counterExample(evidence: Evidence, of: string, moment: Moment): CounterExample {
  const before = evidence.commands.filter((command) => command.atMs <= moment.atMs);
  return { atMs: moment.atMs, revision: moment.revision, object: of, after: before[before.length - 1]?.line };
}

/** Virtual time since the session began, as `1:05`. */
function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * Judges a rule over every version in a window. An empty window is not met, and neither is a rule whose answer may lie in versions that
 * compaction has dropped.
 */
export function checkHistory(
  evidence: Evidence,
  subject: HistorySubject,
  window: Window,
): { readonly finding: Finding; readonly counterExample?: CounterExample } {
  let target: Target;
  try {
    target = parseTarget(subject.of);
  } catch (error) {
    if (error instanceof TargetError) return { finding: notMet(texts.cannotAsk(error.message)) };
    throw error;
  }
  const { oldestMs } = evidence.source.history;
  /** What is known says yes; what is forgotten may have said no, or the other way round. */
  const forgotten =
    window.fromMs < oldestMs ? notMet(texts.forgotten(clockText(oldestMs - evidence.startMs))) : undefined;
  const known = moments(evidence, target, window);
  if (known === undefined) return { finding: notMet(texts.unknownType(target.type)) };
  const list = subject.latest === true ? latest(known) : known;
  if (list.length === 0) return { finding: forgotten ?? notMet(texts.emptyWindow(subject.of)) };
  if (subject.rule === 'ordered') {
    const order = inOrder(evidence, subject.filters, list);
    return { finding: order.met ? order : (forgotten ?? order) };
  }
  const held = holds(evidence, subject.filters[0] ?? 'false', list);
  if (typeof held === 'string') return { finding: notMet(texts.cannotAsk(held)) };
  if (subject.rule === 'eventually')
    return { finding: held.includes(true) ? MET : (forgotten ?? notMet(texts.neverHappened())) };
  const broken = list.find((moment, index) =>
    subject.rule === 'always' ? held[index] !== true : moment.value !== null && held[index] === true,
  );
  if (broken === undefined) return { finding: forgotten ?? MET };
  const example = counterExample(evidence, subject.of, broken);
  return {
    finding: notMet(texts.broken(clockText(broken.atMs - evidence.startMs), example.after)),
    counterExample: example,
  };
}

function inOrder(evidence: Evidence, filters: readonly string[], list: readonly Moment[]): Finding {
  let from = 0;
  for (const [step, filter] of filters.entries()) {
    const held = holds(evidence, filter, list.slice(from));
    if (typeof held === 'string') return notMet(texts.cannotAsk(held));
    const at = held.indexOf(true);
    if (at < 0) return notMet(texts.orderBroken(step + 1));
    from += at;
  }
  return MET;
}
