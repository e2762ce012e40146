/** Which session: a lesson's free cluster, a lab, the playground, what a link brought, a station of an exam. */
export type Place =
  | { readonly kind: 'lesson'; readonly lesson: string }
  | { readonly kind: 'lab'; readonly lab: string }
  | { readonly kind: 'play' }
  /** Kept apart from the learner's own work: it lasts until the next link is opened. */
  | { readonly kind: 'shared'; readonly lab: string | undefined }
  | { readonly kind: 'exam'; readonly exam: string; readonly lab: string };

/** The name under which a session's journal is kept: `lesson/pods`, `lab/03-pods`. */
export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'lesson':
      return `lesson/${place.lesson}`;
    case 'lab':
      return `lab/${place.lab}`;
    case 'play':
      return 'play/free';
    case 'shared':
      return `shared/${place.lab ?? 'free'}`;
    case 'exam':
      return `exam/${place.exam}/${place.lab}`;
  }
}

/** The folder of the lab that is worked on there; undefined for a free cluster. */
export function labOf(place: Place): string | undefined {
  return place.kind === 'lab' || place.kind === 'shared' || place.kind === 'exam' ? place.lab : undefined;
}

/** The place that a saved key names, if this lesson has it. */
export function placeOf(key: string | undefined, lesson: string, labs: readonly string[]): Place {
  const lab = labs.find((name) => key === `lab/${name}`);
  return lab === undefined ? { kind: 'lesson', lesson } : { kind: 'lab', lab };
}
