const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** HTML of a short text in which `backticks` mark code; everything else is escaped. */
export function inlineCode(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => escapes[character] ?? character)
    .replace(/`([^`]+)`/g, '<code translate="no">$1</code>');
}
