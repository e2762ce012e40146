/** Which tags a repository has, as a rule instead of a list. */
export interface Releases {
  /** Minor release → its newest patch: `{ '1.27': 5 }` stands for 1.27, 1.27.0 … 1.27.5. Newest first. */
  readonly minors: { readonly [minor: string]: number };
  /** Words that follow a version or stand alone: `alpine`, `bookworm`; each may carry digits of its own (`alpine3.20`). */
  readonly variants: readonly string[];
  /** Tags that are words, and the release that each names. */
  readonly words?: { readonly [word: string]: string };
}

/** `1.25.5` for `1.25`, `1.25.5-alpine`, `v1.25`; undefined for a tag that the repository does not have. */
export function releaseOf(releases: Releases, tag: string): string | undefined {
  const word = releases.words?.[tag];
  if (word !== undefined) return word;
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-(.+))?$/.exec(tag);
  if (match === null) return isVariant(releases, tag) ? newestOf(releases) : undefined;
  const [, major = '', minor, patch, variant] = match;
  if (variant !== undefined && !variant.split('-').every((part) => isVariant(releases, part))) return undefined;
  const found = Object.keys(releases.minors).find((name) =>
    minor === undefined ? name.split('.')[0] === major : name === `${major}.${minor}` || name === major,
  );
  if (found === undefined) return undefined;
  const newest = releases.minors[found] ?? 0;
  if (!found.includes('.'))
    return minor === undefined || Number(minor) <= newest ? `${found}.${minor ?? newest}` : undefined;
  if (patch === undefined) return `${found}.${newest}`;
  return Number(patch) <= newest ? `${found}.${patch}` : undefined;
}

function isVariant(releases: Releases, word: string): boolean {
  return releases.variants.some((variant) => word.startsWith(variant) && /^[\d.]*$/.test(word.slice(variant.length)));
}

/** The newest release. */
export function newestOf(releases: Releases): string {
  const [minor, patch] = Object.entries(releases.minors)[0] ?? ['1.0', 0];
  return `${minor}.${patch}`;
}

/** Suffixes that most official images build. */
export const COMMON_VARIANTS = [
  'alpine',
  'slim',
  'bookworm',
  'bullseye',
  'buster',
  'stretch',
  'jessie',
  'trixie',
  'debian',
  'jammy',
  'noble',
  'focal',
];
