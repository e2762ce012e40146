// A page of the built site loads no text that it does not say. Of the tables in src/i18n the browser gets two halves: what the workbench
// says until its prompt (asked for by src/i18n/text.ts), and what its late parts say (by src/i18n/late.ts). The site's own texts stand in
// its pages already. Which text is whose is read from the sources: a key that a module says stands in it, between quotes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';

/** Where the workbench begins. */
export const ENTRY = 'src/components/workbench/element.ts';

const STATIC = /^(?:import|export)\s+(?!type\b)(?:[^;']*?\sfrom\s+)?'(\.[^']+)'/gm;
const LATER = /\bimport\('(\.[^']+)'\)/g;

const targets = (path, text, pattern) =>
  [...text.matchAll(pattern)].map(([, source]) => normalize(join(dirname(path), source)).replaceAll('\\', '/'));

/** The modules that load with one of these, by path from the root: their texts; and what they import only when it is wanted. */
export function loadedWith(root, entries) {
  const texts = new Map();
  const later = new Set();
  const open = [...entries];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (texts.has(path) || !path.endsWith('.ts') || !existsSync(join(root, path))) continue;
    const text = readFileSync(join(root, path), 'utf8');
    texts.set(path, text);
    open.push(...targets(path, text, STATIC));
    for (const target of targets(path, text, LATER)) later.add(target);
  }
  return { texts, later };
}

/** Which of the keys stand in these texts, whole or by their beginning: `lab.kind.${kind}` is every key that begins so. */
export function keysIn(keys, texts) {
  const all = texts.join('\n');
  const begun = [...all.matchAll(/`([\w.]+\.)\$\{/g)].map(([, beginning]) => beginning);
  return keys.filter((key) => all.includes(`'${key}'`) || begun.some((beginning) => key.startsWith(beginning)));
}

const isTable = (path) => path.startsWith('src/i18n/');

/** The keys that the browser needs: `first` with the workbench, `late` with its late parts. */
export function pageKeys(root, keys) {
  const { texts } = loadedWith(root, [ENTRY]);
  const first = new Set(
    keysIn(
      keys,
      [...texts].filter(([path]) => !isTable(path)).map(([, text]) => text),
    ),
  );
  const scripts = readdirSync(join(root, 'src/components'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  return { first: [...first], late: keysIn(keys, scripts).filter((key) => !first.has(key)) };
}

/** A table of texts, read from its sources. */
async function tableOf(root, language) {
  const { outputFiles } = await build({
    entryPoints: [join(root, `src/i18n/${language}.ts`)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'texts',
    logLevel: 'warning',
  });
  return runInNewContext(`${outputFiles[0].text};texts`)[language];
}

const HALF = /^\0skiff-texts:(first|late):(\w+)$/;

/** Gives the browser's `text.ts` and `late.ts` their halves of the tables; whatever runs elsewhere gets whole ones. */
export function pageTexts(root) {
  return {
    name: 'skiff:page-texts',
    enforce: 'pre',
    resolveId(source, importer) {
      if (this.environment?.config.consumer !== 'client' || importer === undefined) return undefined;
      const asking = /^src\/i18n\/(text|late)\.ts$/.exec(relative(root, importer).replaceAll('\\', '/'))?.[1];
      const language = /^\.\/(en|ko)\.ts$/.exec(source)?.[1];
      if (asking === undefined || language === undefined) return undefined;
      return `\0skiff-texts:${asking === 'text' ? 'first' : 'late'}:${language}`;
    },
    async load(id) {
      const [, half, language] = HALF.exec(id) ?? [];
      if (half === undefined) return undefined;
      const tables = join(root, 'src/i18n');
      for (const name of readdirSync(tables, { recursive: true })) this.addWatchFile(join(tables, name));
      const table = await tableOf(root, language);
      const keys = new Set(pageKeys(root, Object.keys(table))[half]);
      const some = Object.fromEntries(Object.entries(table).filter(([key]) => keys.has(key)));
      return `export const ${language} = ${JSON.stringify(some)};`;
    },
  };
}
