import { BoundedRegExp } from '../../../cluster/regexp/bounded.ts';
import { tryFile } from '../../files/errors.ts';
import { joinPath, resolvePath } from '../../files/paths.ts';
import type { FileSystem } from '../../files/types.ts';
import { hasWildcard, patternSource, unescapePattern } from '../pattern.ts';

/** The paths a pattern matches, sorted; empty when there is none. `**` is `*`, as in a shell without globstar. */
export function pathsMatching(fs: FileSystem, cwd: string, pattern: string): readonly string[] {
  const absolute = pattern.startsWith('/');
  let found = [absolute ? '/' : ''];
  const parts = pattern.split('/').filter((part) => part !== '');
  for (const [at, part] of parts.entries()) {
    const last = at === parts.length - 1;
    const next: string[] = [];
    const wild = hasWildcard(part);
    const expression = wild ? new BoundedRegExp(`^${patternSource(part, { path: true })}$`, 'su') : undefined;
    for (const base of found) {
      if (expression === undefined) {
        const path = base === '' ? unescapePattern(part) : joinPath(base, unescapePattern(part));
        if (exists(fs, resolvePath(cwd, path))) next.push(path);
        continue;
      }
      const names = tryFile(() => fs.list(resolvePath(cwd, base === '' ? '.' : base)));
      if (!names.ok) continue;
      for (const name of names.value) {
        if (name.startsWith('.') && !part.startsWith('.')) continue;
        if (!expression.test(name)) continue;
        const path = base === '' ? name : joinPath(base, name);
        if (last || fs.isDirectory(resolvePath(cwd, path))) next.push(path);
      }
    }
    found = next;
  }
  if (pattern.endsWith('/'))
    found = found.filter((path) => fs.isDirectory(resolvePath(cwd, path))).map((path) => `${path}/`);
  return found.sort();
}

function exists(fs: FileSystem, path: string): boolean {
  return tryFile(() => fs.entry(path)).ok;
}
