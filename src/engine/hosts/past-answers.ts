import type { Json } from '../cluster/json.ts';
import { asJson } from '../cluster/resources/definition.ts';
import { kindOf, resourceKey } from '../grader/state.ts';
import { toYaml } from '../kubectl/yaml/encode.ts';
import { eventsAt } from '../session/past/events-at.ts';
import { mapAt } from '../session/past/map-at.ts';
import type { Past } from '../session/past/past.ts';
import type { MomentThen, ObjectRow, PastQuestion, TimeLinePage } from '../session/past/question.ts';
import { versionRows } from '../session/past/versions.ts';
import type { Session } from '../session/session.ts';

type Found = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

const QUESTIONS: ReadonlySet<string> = new Set<PastQuestion['about']>([
  'moment',
  'marks',
  'objects',
  'events',
  'versions',
  'version',
  'explain',
  'explain-object',
]);

/** Whether a question is one of the past. */
export function isOfThePast(question: { readonly about: string }): question is PastQuestion {
  return QUESTIONS.has(question.about);
}

/** What crosses a seam is JSON. */
function ok(value: MomentThen | TimeLinePage | readonly object[] | object | string | null): Found {
  return { ok: true, value: value as Json };
}

function objects(past: Past, session: Session, at: number | undefined): readonly ObjectRow[] {
  const { cluster } = session.world;
  const informers = at === undefined ? cluster.informers : past.at(at).informers;
  return cluster.kinds.flatMap((definition) => {
    const resource = resourceKey(definition);
    if (definition.view !== undefined || definition.computed !== undefined) return [];
    return informers
      .list(resource)
      .map(({ kind, metadata: { namespace = '', name } }) => ({ resource, kind, namespace, name }));
  });
}

/** Answers what the page asks of the past. Throws `RevisionError` for a time of which nothing is known any more. */
export function answerPast(past: Past, session: Session, question: PastQuestion): Found {
  const { cluster, columns, clock } = session.world;
  const { history } = cluster;
  switch (question.about) {
    case 'moment': {
      const moment = past.at(question.at);
      const { atMs, revision } = moment;
      return ok({ atMs, revision, map: mapAt(moment, columns), terminals: past.terminals.at(atMs) });
    }
    case 'marks': {
      const { arrivedMs: startMs } = session;
      const bounds = { startMs, nowMs: clock.nowMs(), oldestMs: Math.max(startMs, history.oldestMs) };
      return ok({ ...past.marks.page(question.after), ...bounds });
    }
    case 'objects':
      return ok(objects(past, session, question.at));
    case 'events': {
      const { informers, revision } =
        question.at === undefined ? { informers: cluster.informers, revision: history.revision } : past.at(question.at);
      return ok(eventsAt({ history, informers, revision }));
    }
    case 'versions':
      return ok(versionRows(history, question.resource, question.namespace, question.name));
    case 'version': {
      const { resource, namespace, name, revision } = question;
      const range = { fromRevision: revision, toRevision: revision };
      const [version] = history.versionsOf(resource, namespace, name, range);
      if (version === undefined) return { ok: false, message: `revision ${revision} of ${name} is not known any more` };
      return ok(toYaml(asJson(version.object)));
    }
    case 'explain':
      return ok(past.explainMoment(question.at));
    case 'explain-object': {
      const [type = '', name = ''] = question.object.split('/', 2);
      const kind = kindOf(cluster.kinds, type);
      if (kind === undefined || name === '') return { ok: false, message: `there is no kind "${type}"` };
      const namespace = kind.namespaced ? (question.namespace ?? 'default') : '';
      return ok(past.explainObject(resourceKey(kind), namespace, name, question.at ?? clock.nowMs()) ?? null);
    }
  }
}
