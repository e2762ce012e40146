/** A piece of a short text: plain, `code`, or **stressed**, which may hold code. */
export type Piece =
  | { readonly is: 'text' | 'code'; readonly text: string }
  | { readonly is: 'strong'; readonly pieces: readonly Piece[] };

const MARKED = /`([^`]*)`|\*\*([^*]+)\*\*/g;

/** Takes a short text apart: `backticks` mark code, **two stars** what is stressed. Stars within code are code. */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > from) found.push({ is: 'text', text: text.slice(from, match.index) });
    const [all, code, strong] = match;
    found.push(strong === undefined ? { is: 'code', text: code ?? '' } : { is: 'strong', pieces: pieces(strong) });
    from = match.index + all.length;
  }
  if (from < text.length) found.push({ is: 'text', text: text.slice(from) });
  return found;
}
