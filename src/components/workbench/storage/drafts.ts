import { preference, setPreference } from './preferences.ts';

/** A text as it stands in the editor, and as the session had it when the learner began to change it. */
export interface Draft {
  /** The document: a path, or the edit that a program waits for. */
  readonly id: string;
  readonly path: string;
  readonly saved: string;
  readonly text: string;
}

/** So many documents of a session are kept, the newest first. */
const MOST = 4;
/** A longer text is kept when it is saved, and not key by key. */
const LONGEST = 100_000;

const key = (session: string): string => `draft:${session}`;
const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  ['id', 'path', 'saved', 'text'].every((name) => typeof Reflect.get(value, name) === 'string');

/** What was written in a session and not yet saved when its page ended. */
export function drafts(session: string): readonly Draft[] {
  try {
    const kept: unknown = JSON.parse(preference(key(session)) || '[]');
    return Array.isArray(kept) ? kept.filter(isDraft) : [];
  } catch {
    return [];
  }
}

/** Keeps what is being written, so that not even a killed tab loses a key of it. */
export function keepDraft(session: string, draft: Draft): void {
  const others = drafts(session).filter(({ id }) => id !== draft.id);
  const now = draft.text.length + draft.saved.length > LONGEST ? others : [draft, ...others];
  setPreference(key(session), JSON.stringify(now.slice(0, MOST)));
}

/** A document was saved, or is not wanted any more; without an id all of the session. */
export function dropDraft(session: string, id?: string): void {
  const before = drafts(session);
  const rest = id === undefined ? [] : before.filter((draft) => draft.id !== id);
  if (rest.length < before.length) setPreference(key(session), rest.length === 0 ? '' : JSON.stringify(rest));
}
