/** A small setting of the page; undefined where it was never set or storage is blocked. */
export function preference(name: string): string | undefined {
  try {
    return localStorage.getItem(`skiff:${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Every small setting of the site by its name; none where storage is blocked. */
export function allPreferences(): { readonly [name: string]: string } {
  try {
    const own = Object.entries(localStorage).filter(([name]) => name.startsWith('skiff:'));
    return Object.fromEntries(own.map(([name, value]) => [name.slice('skiff:'.length), String(value)]));
  } catch {
    return {};
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
