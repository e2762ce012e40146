import type { Json, JsonObject } from '../cluster/json.ts';
import type { Descriptions } from '../kubectl/explain/descriptions.ts';
import { jsonpath } from '../kubectl/jsonpath/jsonpath.ts';
import { offers } from '../session/browse/offers.ts';
import { lint } from '../session/lint.ts';
import type { Past } from '../session/past/past.ts';
import { type Asked, runQuestion } from '../session/question.ts';
import type { Session } from '../session/session.ts';
import { answerManifest, isOfManifests } from './manifest-answers.ts';
import { answerPast, isOfThePast } from './past-answers.ts';
import type { FromSession, Question } from './protocol.ts';

type Answer = Extract<FromSession, { is: 'answer' }>['answer'];
export type Answerer = (question: Question) => Answer;

const ok = (value: Json): Answer => ({ ok: true, value });
const no = (message: string): Answer => ({ ok: false, message });

function words(
  kind: 'describe' | 'yaml',
  question: Extract<Question, { about: 'describe' | 'yaml' }>,
): readonly string[] {
  const where = question.namespace === '' ? [] : ['-n', question.namespace];
  const managed = question.managedFields === true ? ['--show-managed-fields'] : [];
  const what = [question.resource, question.name, ...where];
  return kind === 'describe' ? ['describe', ...what] : ['get', ...what, '-o', 'yaml', ...managed];
}

/** The API server's own words, where it gave any. */
function refusal(body: Json | undefined, status: number): string {
  const message =
    typeof body === 'object' && body !== null && !Array.isArray(body)
      ? Object.entries(body).find(([name]) => name === 'message')?.[1]
      : undefined;
  return typeof message === 'string' ? message : `the API server answered ${status}`;
}

/** An object or a list as `kubectl get -o json` shows it. */
function withoutManagedFields(body: Json): Json {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { metadata, items } = body as JsonObject;
  return {
    ...(body as JsonObject),
    ...(typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
      ? { metadata: Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== 'managedFields')) }
      : {}),
    ...(Array.isArray(items) ? { items: items.map(withoutManagedFields) } : {}),
  };
}

/** What `kubectl get -o jsonpath=…` prints: templates have text between their braces. */
function printed(template: string, body: Json): Answer {
  try {
    return ok(jsonpath(template, body));
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  }
}

/** Answers the page's questions without changing the session. What they ask of the API server is no part of the cluster's life. */
export function createAnswerer(
  session: Session,
  past: Past,
  texts: () => Descriptions | undefined = () => undefined,
): Answerer {
  const answer = answers(session, past, texts);
  return (question) => past.requests.without(() => answer(question));
}

function answers(session: Session, past: Past, texts: () => Descriptions | undefined = () => undefined): Answerer {
  /** The present, or a moment of the past. */
  const asked = (at: number | undefined): Asked =>
    at === undefined ? { clock: session.world.clock, handle: session.world.cluster.handle } : past.at(at);
  return (question) => {
    if (isOfThePast(question)) return answerPast(past, session, question);
    if (isOfManifests(question)) return answerManifest(past, session, texts(), question);
    switch (question.about) {
      case 'request': {
        const response = asked(question.at).handle({
          method: 'GET',
          path: question.path,
          headers: { accept: question.accept ?? 'application/json' },
        });
        if (response.status >= 400) return no(response.text ?? JSON.stringify(response.body));
        return ok(response.text ?? response.body ?? null);
      }
      case 'describe':
      case 'yaml': {
        const result = runQuestion(asked(question.at), words(question.about, question));
        return result.exit === 0 ? ok(result.stdout) : no(result.stderr.trim());
      }
      case 'query': {
        const response = session.world.cluster.handle({
          method: 'GET',
          path: question.path,
          headers: { accept: 'application/json' },
        });
        if (response.status >= 400 || response.body === undefined) return no(refusal(response.body, response.status));
        const body = withoutManagedFields(response.body);
        if (question.language === 'jsonpath') return printed(question.query, body);
        const found = session.query(question.language, question.query, body);
        return found.kind === 'error' ? no(found.message) : ok(found.values);
      }
      case 'decision': {
        const { scheduler } = session.world.cluster;
        return ok((scheduler.lastDecision(question.uid) ?? null) as unknown as Json);
      }
      case 'offers':
        return ok(offers(session.world.cluster) as unknown as Json);
      case 'report':
        return ok((session.report() ?? null) as unknown as Json);
      case 'journal':
        return ok(session.exportJournal());
      case 'lint':
        return ok(lint(question.text, session.world.cluster.kinds));
    }
  };
}
