import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';
import type { Process } from '../../shell/process/types.ts';
import { CommandError } from '../errors.ts';
import { quote } from '../go/quote.ts';

/** File name endings that a directory is searched for. */
const EXTENSIONS = ['.json', '.yaml', '.yml'];

/** The files that one `-f` argument names, as they are shown in messages: a file, a folder's manifests, a pattern. Throws `CommandError`. Models: Builder.Path */
export function expandPath(process: Process, argument: string, recursive: boolean): readonly string[] {
  const full = (path: string): string => process.fs.resolve(process.cwd, path);
  const matches = process.fs.exists(full(argument)) ? [argument] : glob(process, argument);
  if (matches.length === 0) throw new CommandError(`the path ${quote(argument)} does not exist`);
  const files = matches.flatMap((match) => {
    if (!process.fs.isDirectory(full(match))) return [match];
    return walk(process, match, recursive);
  });
  if (files.length === 0) {
    throw new CommandError(
      `error reading [${matches.join(' ')}]: recognized file extensions are [${EXTENSIONS.join(' ')}]`,
    );
  }
  return files;
}

function walk(process: Process, folder: string, recursive: boolean): readonly string[] {
  const names = process.fs.list(process.fs.resolve(process.cwd, folder));
  return names.flatMap((name) => {
    const path =
      folder === '/'
        ? `/${name}`
        : `${folder.replace(/\/+$/, '').replace(/^\.\/(?=.)/, '')}/${name}`.replace(/^\.\//, '');
    if (process.fs.isDirectory(process.fs.resolve(process.cwd, path)))
      return recursive ? walk(process, path, true) : [];
    return EXTENSIONS.some((extension) => name.endsWith(extension)) ? [path] : [];
  });
}

function glob(process: Process, pattern: string): readonly string[] {
  if (!/[*?[]/.test(pattern)) return [];
  const absolute = pattern.startsWith('/');
  let found: readonly string[] = [absolute ? '/' : ''];
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    const matcher = patternToRegExp(part);
    found = found.flatMap((base) => {
      const folder = process.fs.resolve(process.cwd, base === '' ? '.' : base);
      if (!process.fs.exists(folder) || !process.fs.isDirectory(folder)) return [];
      const join = (name: string): string => (base === '' || base === '/' ? `${base}${name}` : `${base}/${name}`);
      if (part === '..' || part === '.') return [join(part)];
      return process.fs
        .list(folder)
        .filter((name) => matcher.test(name))
        .map(join);
    });
  }
  return found;
}

function patternToRegExp(part: string): RegExp {
  const source = part
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]')
    .replace(/\[!/g, '[^');
  return new BoundedRegExp(`^${source}$`);
}
