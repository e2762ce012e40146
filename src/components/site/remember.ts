/** Keeps a small preference of the page; does nothing where storage is blocked or full. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // The preference holds for this page only.
  }
}
