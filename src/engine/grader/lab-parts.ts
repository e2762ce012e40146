import type { Matcher, Moment, Otherwise, ProofStep, Query, Subject } from './lab.ts';
import type { CheckFile, LabFile } from './lab-schema.ts';
import { parseTarget, TargetError } from './target.ts';

/** Milliseconds of `1h30m`, `90s`. */
export function durationMs(text: string): number {
  let ms = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([hms])/g))
    ms += Number(count) * (unit === 'h' ? 3_600_000 : unit === 'm' ? 60_000 : 1000);
  return ms;
}

const MATCHER_KEYS = [
  'equals',
  'not',
  'matches',
  'contains',
  'in',
  'less',
  'lessOrEqual',
  'greater',
  'greaterOrEqual',
  'exists',
  'absent',
  'count',
] as const;

function matcherOf(file: { readonly [key: string]: unknown }): Matcher {
  return Object.fromEntries(MATCHER_KEYS.filter((key) => file[key] !== undefined).map((key) => [key, file[key]]));
}

function queryOf(file: { readonly jsonpath?: string | undefined; readonly jq?: string | undefined }): Query {
  if (file.jsonpath !== undefined) return { jsonpath: file.jsonpath };
  if (file.jq !== undefined) return { jq: file.jq };
  return { whole: true };
}

type MomentFile = NonNullable<CheckFile['during']>['from'];

function momentOf(file: MomentFile, fallback: 'start' | 'now'): Moment {
  if (file === undefined) return { at: fallback };
  if (file === 'start' || file === 'now') return { at: file };
  return 'task' in file ? { at: 'task', task: file.task } : { at: 'time', ms: durationMs(file.time) };
}

/** What a check looks at; or, as text, why its keys do not fit together. */
export function subjectOf(check: CheckFile): Subject | string {
  const subjects = (['get', 'file', 'answer', 'command', 'during'] as const).filter((key) => check[key] !== undefined);
  if (subjects.length !== 1)
    return `expected exactly one of get, during, command, file, answer; found ${subjects.length === 0 ? 'none' : subjects.join(' and ')}`;
  if (check.jsonpath !== undefined && check.jq !== undefined) return 'expected jsonpath or jq, found both';
  const rules = (['always', 'never', 'eventually', 'ordered'] as const).filter((key) => check[key] !== undefined);
  if (check.during === undefined && rules.length > 0)
    return `${rules[0]} needs during: which object, from when to when`;
  const matcher = matcherOf(check);
  if (check.during !== undefined) {
    const rule = rules[0];
    if (rule === undefined || rules.length !== 1)
      return `during needs exactly one of always, never, eventually, ordered; found ${rules.length === 0 ? 'none' : rules.join(' and ')}`;
    const value = check[rule];
    const filters = typeof value === 'string' ? [value] : (value ?? []);
    return {
      kind: 'history',
      of: check.during.of,
      from: momentOf(check.during.from, 'start'),
      to: momentOf(check.during.to, 'now'),
      ...(check.during.latest === true ? { latest: true } : {}),
      rule,
      filters,
    };
  }
  if (check.get !== undefined) {
    if (check.jsonpath === undefined && check.jq === undefined && Object.keys(matcher).length === 0)
      return 'expected jsonpath, jq, or one of exists, absent, count';
    return { kind: 'state', get: check.get, query: queryOf(check), matcher };
  }
  if (check.command !== undefined) return { kind: 'command', pattern: check.command };
  if (check.file !== undefined) return { kind: 'file', path: check.file, query: queryOf(check), matcher };
  if (check.answer === undefined) return 'expected an answer';
  if (Object.keys(matcher).length === 0) return 'an answer needs equals, matches, in, less, greater …';
  return { kind: 'answer', ask: check.answer, matcher };
}

/** What is wrong with the check's target, if anything. */
export function targetFault(check: CheckFile): string | undefined {
  try {
    for (const target of [check.get, check.during?.of]) if (target !== undefined) parseTarget(target);
    return undefined;
  } catch (error) {
    if (error instanceof TargetError) return error.message;
    throw error;
  }
}

/** A sentence for learners and when it fits. */
export function otherwiseOf(file: NonNullable<CheckFile['otherwise']>[number]): Otherwise {
  return { query: queryOf(file), matcher: matcherOf(file), say: file.say };
}

/** One step of a proof. */
export function stepOf(file: LabFile['proof']['solutions'][number]['run'][number]): ProofStep {
  if (typeof file === 'string') return { kind: 'run', line: file };
  if ('edit' in file) return { kind: 'edit', path: file.edit, with: file.with };
  if ('wait' in file) return { kind: 'wait', ms: file.wait === 'settled' ? 'settled' : durationMs(file.wait) };
  return { kind: 'answer', check: file.answer, text: file.text };
}
