/** An absolute path without `.`, `..` (taken by name) and double slashes. */
export function resolvePath(cwd: string, path: string): string {
  const from = path.startsWith('/') ? path : `${cwd}/${path}`;
  if (!NEEDS_WORK.test(from)) return from;
  const out: string[] = [];
  for (const part of from.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') out.pop();
    else out.push(part);
  }
  return `/${out.join('/')}`;
}

const NEEDS_WORK = /\/(\/|\.{0,2}$|\.{1,2}\/)/;

/** The last part of a path: `basename`. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '' : '/';
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** All but the last part: `dirname`. */
export function directoryName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '.' : '/';
  const at = trimmed.lastIndexOf('/');
  if (at < 0) return '.';
  return trimmed.slice(0, at).replace(/\/+$/, '') || '/';
}

/** `directory/name` without a double slash. */
export function joinPath(directory: string, name: string): string {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}
