import type { Claim } from './claim.ts';
import type { JournalStore } from './journal-store.ts';

/** All that a browser keeps of a learner's work, as one file. */
export interface ProgressFile {
  readonly skiff: 'progress/v1';
  /** The lines of each session's journal. */
  readonly journals: { readonly [session: string]: readonly string[] };
  /** Scores, open places, the student's id. */
  readonly preferences: { readonly [name: string]: string };
}

const KEPT = /^(progress:[\w-]+|place:[\w-]+|student)$/;
const SESSION = /^(lesson|lab|play|shared)\/[\w-]+$/;

/** Gathers everything. `read` gives each small setting by its name. */
export async function gatherProgress(
  store: JournalStore,
  preferences: { readonly [name: string]: string },
): Promise<ProgressFile> {
  const journals: { [session: string]: readonly string[] } = {};
  for (const session of await store.sessions())
    if (SESSION.test(session)) journals[session] = await store.read(session);
  const kept = Object.entries(preferences).filter(([name]) => KEPT.test(name));
  return { skiff: 'progress/v1', journals, preferences: Object.fromEntries(kept) };
}

function isTexts(value: unknown): value is { readonly [name: string]: string } {
  return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string');
}

/** Reads such a file; undefined when it is none. Sessions and settings that Skiff does not know are left out. */
export function readProgress(text: string): ProgressFile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { skiff, journals, preferences }: { readonly [name: string]: unknown } = { ...value };
  if (skiff !== 'progress/v1' || typeof journals !== 'object' || journals === null || !isTexts(preferences ?? {}))
    return undefined;
  const known = Object.entries(journals).filter(
    ([session, lines]) =>
      SESSION.test(session) && Array.isArray(lines) && lines.every((line) => typeof line === 'string'),
  );
  const settings = Object.entries(preferences ?? {}).filter(([name]) => KEPT.test(name));
  return { skiff, journals: Object.fromEntries(known), preferences: Object.fromEntries(settings) };
}

/** True for a file that says it is such a file, even one that cannot be read: cut off, or of another version of Skiff. */
export const claimsProgress = (text: string): boolean => /^\s*\{\s*"skiff"\s*:\s*"progress\//.test(text);

/**
 * Puts the file's sessions in the place of those of the same names; nothing is changed when it rejects, because storage is blocked or full.
 * 'in-use' when another tab runs and saves one of them: then nothing is changed either.
 */
export async function restoreProgress(
  store: JournalStore,
  { journals }: ProgressFile,
  claim: (session: string) => Promise<Claim>,
): Promise<'restored' | 'in-use'> {
  const claims = await Promise.all(Object.keys(journals).map(claim));
  try {
    if (claims.some(({ ours }) => !ours)) return 'in-use';
    await store.replace(journals);
    return 'restored';
  } finally {
    await Promise.all(claims.map(({ release }) => release()));
  }
}
