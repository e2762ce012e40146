import { parseAllDocuments } from 'yaml';
import type { Json } from '../cluster/json.ts';
import { BoundedRegExp } from '../cluster/regexp/bounded.ts';
import { judgedAnswer } from './answer-number.ts';
import { checkHistory, type Window } from './check-history.ts';
import { checkState, explained, type Finding, judge, MET, notMet, readTarget } from './check-state.ts';
import type { Evidence } from './evidence.ts';
import type { Check, Lab, Moment, Task } from './lab.ts';
import { unmet } from './matcher.ts';
import { kindOf, resourceKey, stateAt } from './state.ts';
import { parseTarget } from './target.ts';
import { texts } from './texts.ts';
import type { CounterExample, Report, TaskReport, Verdict } from './verdict.ts';

type Outcome = { readonly finding: Finding; readonly counterExample?: CounterExample };

/** A query sees a YAML or JSON file as data, any other as text; the author's explanations see as text what is no YAML or JSON, too. */
function checkFile(evidence: Evidence, check: Check, subject: Extract<Check['subject'], { kind: 'file' }>): Finding {
  const text = evidence.readFile(subject.path);
  if (text === undefined) return notMet(texts.noFile(subject.path));
  const isData = /\.(ya?ml|json)$/.test(subject.path) && !('whole' in subject.query);
  if (!isData) return judge(evidence, subject.query, subject.matcher, check.otherwise, text);
  const documents = parseAllDocuments(text);
  const list = Array.isArray(documents) ? documents : [];
  const broken = list.flatMap((document) => document.errors)[0];
  if (broken !== undefined) {
    // the host's stack ends at another depth each time; a verdict does not
    const why = broken.message.startsWith('Maximum call stack') ? 'nested too deeply' : broken.message;
    return notMet(explained(evidence, check.otherwise, text) ?? texts.cannotAsk(`${subject.path}: ${why}`));
  }
  const values = list.map((document): Json => document.toJS({ maxAliasCount: 100 }) as Json);
  return judge(
    evidence,
    subject.query,
    subject.matcher,
    check.otherwise,
    values.length === 1 ? (values[0] ?? null) : values,
  );
}

function checkAnswer(
  evidence: Evidence,
  check: Check,
  subject: Extract<Check['subject'], { kind: 'answer' }>,
): Finding {
  const given = evidence.answers.get(check.id)?.trim();
  if (given === undefined || given === '') return notMet(texts.notAnswered());
  const answer = judgedAnswer(given, subject.ask, subject.matcher);
  if (unmet(subject.matcher, [answer]) === undefined) return MET;
  return notMet(explained(evidence, check.otherwise, answer) ?? texts.wrongAnswer());
}

/** Grades one lab from its evidence. Changes nothing; the same evidence gives the same report. */
export function grade(lab: Lab, evidence: Evidence): Report {
  const reports: TaskReport[] = [];
  for (const task of lab.tasks) {
    const waitsFor = task.needs.find((need) => reports.find((report) => report.task === need)?.complete !== true);
    const blocked = lab.tasks.find((other) => other.id === waitsFor);
    const verdicts = task.checks.map((check): Verdict => {
      const { finding, counterExample } =
        blocked === undefined
          ? judgeCheck(lab, evidence, check)
          : { finding: notMet(texts.needs(blocked.title.en)), counterExample: undefined };
      const met = finding.met;
      const why = finding.met
        ? undefined
        : blocked === undefined
          ? finding.why
          : { en: texts.needs(blocked.title.en).en, ko: texts.needs(blocked.title.ko).ko };
      return {
        check: check.id,
        outcome: met ? 'met' : 'not-met',
        points: check.points,
        earned: met ? check.points : 0,
        says: check.says,
        why,
        counterExample,
      };
    });
    const sum = (of: (verdict: Verdict) => number): number =>
      verdicts.reduce((total, verdict) => total + of(verdict), 0);
    reports.push({
      task: task.id,
      title: task.title,
      complete: verdicts.every((verdict) => verdict.outcome === 'met'),
      earned: sum((verdict) => verdict.earned),
      points: sum((verdict) => verdict.points),
      verdicts,
    });
  }
  const total = (of: (report: TaskReport) => number): number => reports.reduce((all, report) => all + of(report), 0);
  return {
    lab: lab.id,
    earned: total((report) => report.earned),
    points: total((report) => report.points),
    tasks: reports,
  };
}

/**
 * A check that errs over what the learner wrote is not met, and says so: a pattern that takes too long, a YAML file whose aliases go round
 * in a circle or stand for millions of values. It does not end the session.
 */
function judgeCheck(lab: Lab, evidence: Evidence, check: Check): Outcome {
  try {
    return asked(lab, evidence, check);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { finding: notMet(texts.cannotAsk(error.message)) };
  }
}

function asked(lab: Lab, evidence: Evidence, check: Check): Outcome {
  const { subject } = check;
  switch (subject.kind) {
    case 'state':
      return {
        finding: checkState(
          evidence,
          stateAt(evidence.source, evidence.source.history.revision),
          subject,
          check.otherwise,
        ),
      };
    case 'file':
      return { finding: checkFile(evidence, check, subject) };
    case 'answer':
      return { finding: checkAnswer(evidence, check, subject) };
    case 'command': {
      const pattern = new BoundedRegExp(subject.pattern);
      return {
        finding: evidence.commands.some((command) => pattern.test(command.line.trim()))
          ? MET
          : notMet(texts.notTyped()),
      };
    }
    case 'history': {
      const window = windowOf(lab, evidence, subject.from, subject.to);
      if ('waitsFor' in window)
        return {
          finding: {
            met: false,
            why: {
              en: texts.windowNotOpen(window.waitsFor.title.en).en,
              ko: texts.windowNotOpen(window.waitsFor.title.ko).ko,
            },
          },
        };
      const outcome = checkHistory(evidence, subject, window);
      if (outcome.finding.met) return outcome;
      const author = explained(evidence, check.otherwise, valueNow(evidence, subject.of));
      return author === undefined ? outcome : { ...outcome, finding: notMet(author) };
    }
  }
}

/** What a target is now: the object or the list; null where there is none. */
function valueNow(evidence: Evidence, of: string): Json {
  const state = readTarget(stateAt(evidence.source, evidence.source.history.revision), of);
  return 'kind' in state && (state.kind === 'object' || state.kind === 'list') ? state.value : null;
}

function windowOf(lab: Lab, evidence: Evidence, from: Moment, to: Moment): Window | { readonly waitsFor: Task } {
  const ends: number[] = [];
  for (const end of [from, to]) {
    if (end.at === 'start') ends.push(evidence.startMs);
    else if (end.at === 'now') ends.push(evidence.nowMs);
    else if (end.at === 'time') ends.push(evidence.startMs + end.ms);
    else {
      const task = lab.tasks.find((candidate) => candidate.id === end.task);
      const completeMs = task === undefined ? undefined : completedAt(evidence, task);
      if (task === undefined || completeMs === undefined)
        return {
          waitsFor: task ?? {
            id: end.task,
            title: { en: end.task, ko: end.task },
            text: undefined,
            needs: [],
            checks: [],
            hints: [],
          },
        };
      ends.push(completeMs);
    }
  }
  return { fromMs: ends[0] ?? evidence.startMs, toMs: ends[1] ?? evidence.nowMs };
}

/** The first moment at which all of a task's checks of state and of typed commands held; undefined when it never came. */
function completedAt(evidence: Evidence, task: Task): number | undefined {
  const subjects = task.checks.flatMap((check) =>
    check.subject.kind === 'state' ? [{ check, subject: check.subject }] : [],
  );
  const keys = new Set(
    subjects.flatMap(({ subject }) => {
      const kind = kindOf(evidence.source.kinds, parseTarget(subject.get).type);
      return kind === undefined ? [] : [resourceKey(kind)];
    }),
  );
  let earliest = evidence.startMs;
  for (const check of task.checks) {
    if (check.subject.kind !== 'command') continue;
    const pattern = new BoundedRegExp(check.subject.pattern);
    const typed = evidence.commands.find((command) => pattern.test(command.line.trim()));
    if (typed === undefined) return undefined;
    earliest = Math.max(earliest, typed.atMs);
  }
  const { history } = evidence.source;
  const moments = [
    { revision: history.revisionAt(earliest), timeMs: earliest },
    ...history.versions(undefined, { fromMs: earliest }).filter((version) => keys.has(version.resource)),
  ];
  const found = moments.find(({ revision }) => {
    const read = stateAt(evidence.source, revision);
    return subjects.every(({ check, subject }) => checkState(evidence, read, subject, check.otherwise).met);
  });
  // Of a past that is partly forgotten nobody can tell the first moment: what counts from there is not told either.
  return found !== undefined && earliest < history.oldestMs ? earliest : found?.timeMs;
}
