const texts = import.meta.glob<string>('/src/content/manifests/*/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The text of a manifest of the course; `page` is the file that asks, for the message when there is none. */
export function manifestText(page: string | undefined, file: string): string {
  const text = texts[`/src/content/manifests/${file}`];
  if (text === undefined)
    throw new Error(`${page ?? 'a page'}: <Manifest file="${file}">: there is no src/content/manifests/${file}`);
  return text;
}
