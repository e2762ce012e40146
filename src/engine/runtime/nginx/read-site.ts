import { type ConfigFiles, parseConfig } from './config.ts';
import { type Site, siteOf } from './site.ts';

/** A configuration that was read before, and all that was read for it. */
interface Known {
  readonly path: string;
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly matches: ReadonlyMap<string, readonly string[]>;
  readonly site: Site;
}

/** The last few: a thousand pods of one image read the same files. */
const known: Known[] = [];
const KNOWN_LIMIT = 16;

function isCurrent({ texts, matches }: Known, files: ConfigFiles): boolean {
  for (const [path, text] of texts) if (files.read(path) !== text) return false;
  for (const [pattern, before] of matches) {
    const found = files.match(pattern);
    if (found.length !== before.length || found.some((path, at) => path !== before[at])) return false;
  }
  return true;
}

/** What a configuration file and its includes serve. Throws `NginxConfigError` in nginx's words. */
export function readSite(path: string, files: ConfigFiles): Site {
  for (const each of known) if (each.path === path && isCurrent(each, files)) return each.site;
  const texts = new Map<string, string | undefined>();
  const matches = new Map<string, readonly string[]>();
  const site = siteOf(
    parseConfig(path, {
      read(file) {
        const text = files.read(file);
        texts.set(file, text);
        return text;
      },
      match(pattern) {
        const found = files.match(pattern);
        matches.set(pattern, found);
        return found;
      },
    }),
  );
  known.unshift({ path, texts, matches, site });
  known.length = Math.min(known.length, KNOWN_LIMIT);
  return site;
}
