/** A file of a solution that is to be seen beside the learner's own, which stays as it is. */
export interface Beside {
  readonly path: string;
  readonly content: string;
}

/** The event by which the tasks hand a solution's file to the editor; who shows it calls `preventDefault`. */
export const BESIDE = 'skiff:beside';

/** Hands a solution's file to the editor; false when nobody shows it. */
export function showBeside(path: string, content: string): boolean {
  const detail: Beside = { path, content };
  return !document.dispatchEvent(new CustomEvent(BESIDE, { detail, cancelable: true }));
}
