import type { Place } from './place.ts';

/** What a session begins from when a page of its own (the playground, an exam) has the workbench. */
export type Beginning =
  /** Its kept journal, or nothing where there is none. */
  | {
      readonly from: 'kept';
      readonly place: Place;
      /** Of an exam: the tasks that count, and who takes it. */
      readonly exam?: { readonly tasks: readonly string[]; readonly student: string };
    }
  /** A journal that somebody gave: it takes the place of the one that is kept. */
  | { readonly from: 'journal'; readonly place: Place; readonly journal: string }
  /** An empty cluster: what was kept is deleted, the files are written, and those to apply are applied in the terminal. */
  | {
      readonly from: 'nothing';
      readonly place: Place;
      readonly nodes: number;
      readonly files: { readonly [path: string]: string };
      readonly apply: readonly string[];
      /** What is shown beside the terminal; the map where nothing is said. */
      readonly shows?: 'query';
    };

/** The event on the document by which a page tells the workbench to begin; `detail` is a `Beginning`. */
export const BEGIN = 'skiff:begin';
/** The event on the document that asks for the journal of the open session, sealed; `detail.done` gets its text. */
export const SEAL = 'skiff:seal';
/** The event on the document by which the workbench asks its page for another playground. */
export const ANOTHER = 'skiff:another';

const quote = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);

/** The line that applies files: `kubectl apply -f a.yaml -f b.yaml`. */
export function applyLine(paths: readonly string[]): string {
  return `kubectl apply ${paths.map((path) => `-f ${quote(path)}`).join(' ')}`;
}
