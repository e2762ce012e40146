import { readdirSync } from 'node:fs';

/** Where the built site lies. */
export const DIST = process.env['SKIFF_DIST'] ?? 'dist';

/** The site's languages, and what their addresses begin with. */
export const LANGUAGES = [
  ['en', ''],
  ['ko', '/ko'],
] as const;

/** Every page of the built site, as its address: `/`, `/ko/lessons/pods/`, `/404.html`. */
export const PAGES: readonly string[] = readdirSync(DIST, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.html'))
  .map((path) => `/${path.replace(/(^|\/)index\.html$/, '$1')}`)
  .sort();

/** Looks at each page of a list with several readers at once, each at one page at a time. */
export async function each<Reader>(
  pages: readonly string[],
  readers: readonly Reader[],
  look: (path: string, reader: Reader) => Promise<void>,
): Promise<void> {
  const left = [...pages];
  const read = async (reader: Reader): Promise<void> => {
    for (let path = left.shift(); path !== undefined; path = left.shift()) await look(path, reader);
  };
  await Promise.all(readers.map(read));
}
