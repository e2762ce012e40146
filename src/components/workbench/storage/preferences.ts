/** A small setting of the page; undefined where it was never set or storage is blocked. */
export function preference(name: string): string | undefined {
  try {
    return localStorage.getItem(`skiff:${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a small setting; where storage is blocked it holds for this page only. */
export function setPreference(name: string, value: string): void {
  try {
    localStorage.setItem(`skiff:${name}`, value);
  } catch {
    // The journal's keeper tells the learner that nothing is kept.
  }
}
