import type { Json } from '../cluster/json.ts';
import type { Descriptions } from '../kubectl/explain/descriptions.ts';
import { completeManifest } from '../session/manifest/complete.ts';
import { explainManifest } from '../session/manifest/hover.ts';
import type { ManifestQuestion } from '../session/manifest/question.ts';
import { tryManifest } from '../session/manifest/try.ts';
import type { Past } from '../session/past/past.ts';
import type { Session } from '../session/session.ts';

const QUESTIONS: ReadonlySet<string> = new Set<ManifestQuestion['about']>(['complete', 'help', 'try']);

/** Whether a question is about a manifest that is being written. */
export function isOfManifests(question: { readonly about: string }): question is ManifestQuestion {
  return QUESTIONS.has(question.about);
}

/** Answers what the page asks while a manifest is being written. A try goes to a copy of the cluster as it is now. */
export function answerManifest(
  past: Past,
  session: Session,
  descriptions: Descriptions | undefined,
  question: ManifestQuestion,
): { readonly ok: true; readonly value: Json } {
  const { cluster, clock } = session.world;
  const ok = (value: object | undefined) => ({ ok: true as const, value: (value ?? null) as Json });
  switch (question.about) {
    case 'complete':
      return ok(completeManifest(question.text, question.offset, cluster.kinds));
    case 'help':
      return ok(explainManifest(question.text, question.offset, cluster.kinds, descriptions));
    case 'try': {
      const now = past.at(clock.nowMs());
      return ok(tryManifest(question.text, { clock: now.clock, handle: now.tried }));
    }
  }
}
