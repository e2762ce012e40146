/** Which session: a lesson's free cluster, or a lab. */
export type Place =
  | { readonly kind: 'lesson'; readonly lesson: string }
  | { readonly kind: 'lab'; readonly lab: string };

/** The name under which a session's journal is kept: `lesson/pods`, `lab/03-pods`. */
export function placeKey(place: Place): string {
  return place.kind === 'lab' ? `lab/${place.lab}` : `lesson/${place.lesson}`;
}

/** The place that a saved key names, if this lesson has it. */
export function placeOf(key: string | undefined, lesson: string, labs: readonly string[]): Place {
  const lab = labs.find((name) => key === `lab/${name}`);
  return lab === undefined ? { kind: 'lesson', lesson } : { kind: 'lab', lab };
}
