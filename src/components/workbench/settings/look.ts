import { preference, setPreference } from '../storage/preferences.ts';

/** How the site looks to this reader; each is kept, and set on `<html>` before the first paint (see site/Head.astro). */
export const LOOKS = {
  /** `more`: stronger lines and text. The system's own wish counts where nothing is chosen. */
  contrast: ['auto', 'more'],
  motion: ['auto', 'reduce'],
  text: ['small', 'normal', 'large', 'huge'],
} as const;

export type LookName = keyof typeof LOOKS;

function kept(): { [name: string]: unknown } {
  try {
    const value: unknown = JSON.parse(preference('look') ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** What was chosen; the usual where nothing was. */
export function look(name: LookName): string {
  const usual = name === 'text' ? 'normal' : 'auto';
  const values: readonly string[] = LOOKS[name];
  const chosen = kept()[name];
  return typeof chosen === 'string' && values.includes(chosen) ? chosen : usual;
}

/** Chooses, keeps and shows it at once. */
export function setLook(name: LookName, value: string): void {
  setPreference('look', JSON.stringify({ ...kept(), [name]: value }));
  const isMore = name === 'contrast' && window.matchMedia('(prefers-contrast: more)').matches;
  document.documentElement.dataset[name] = isMore ? 'more' : value;
}

let system: MediaQueryList | undefined;

/** Whether things should stand still: the system or the reader asks for it. Cheap enough to ask for each thing that would move. */
export function isCalm(): boolean {
  system ??= window.matchMedia('(prefers-reduced-motion: reduce)');
  return system.matches || document.documentElement.dataset['motion'] === 'reduce';
}
