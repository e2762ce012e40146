/** Letters that follow one another in a text: what two spellings of a name share. */
function pairs(text: string): ReadonlySet<string> {
  const letters = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)));
}

/** How alike two names are, from 0 to 1. */
export function alike(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)];
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}

const ENOUGH = 0.5;

/** Says which address was asked for, and links to the page whose address is most like it, if one is. */
export function sayWhatWasAsked(): void {
  const element = document.querySelector<HTMLElement>('.asked');
  if (element === null || /\/404(\.html|\/)?$/.test(location.pathname)) return;
  const [before = '', after = ''] = (element.dataset['words'] ?? '').split('{path}');
  const code = document.createElement('code');
  code.textContent = location.pathname;
  element.append(before, code, after);
  element.hidden = false;
  const last = (path: string): string => path.split('/').findLast((part) => part !== '') ?? '';
  const asked = last(location.pathname);
  const [best] = [...document.querySelectorAll<HTMLAnchorElement>('main a[href]')]
    .map((link) => ({ link, score: alike(asked, last(link.pathname)) }))
    .sort((a, b) => b.score - a.score);
  if (best === undefined || best.score < ENOUGH) return;
  const copy = document.createElement('a');
  copy.href = best.link.href;
  copy.textContent = best.link.textContent;
  element.append(` ${element.dataset['near'] ?? ''} `, copy);
}
