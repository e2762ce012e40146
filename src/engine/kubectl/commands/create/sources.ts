import type { CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';

/** How the keys of one kind are checked and named in messages. */
export interface KeyRules {
  /** The message for a key that is not valid. */
  invalid(key: string, why: string): string;
  /** The message for a key that is there already. */
  duplicate(key: string): string;
  readonly envDirectory: string;
}

/** Collects `--from-file`, `--from-literal` and `--from-env-file` into keys and values. Throws `CommandError`. Models: create_configmap.go, create_secret.go */
export function collectSources(context: CommandContext, rules: KeyRules): ReadonlyMap<string, string> {
  const { flags } = context;
  const files = flags.strings('from-file');
  const literals = flags.strings('from-literal');
  const envFiles = flags.strings('from-env-file');
  if (envFiles.length > 0 && (files.length > 0 || literals.length > 0)) {
    throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
  }
  const data = new Map<string, string>();
  const add = (key: string, value: string): void => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) throw new CommandError(rules.invalid(key, keyProblem(key)));
    if (key === '.' || key === '..') throw new CommandError(rules.invalid(key, `must not be '${key}'`));
    if (data.has(key)) throw new CommandError(rules.duplicate(key));
    data.set(key, value);
  };
  for (const source of files) addFile(context, source, add);
  for (const literal of literals) {
    const equals = literal.indexOf('=');
    if (equals <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    add(literal.slice(0, equals), literal.slice(equals + 1));
  }
  for (const path of envFiles) addEnvFile(context, path, rules, add);
  return data;
}

function keyProblem(key: string): string {
  if (key === '') return "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
  return "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
}

function addFile(context: CommandContext, source: string, add: (key: string, value: string) => void): void {
  const { fs, cwd } = context.process;
  const { key, path } = fileSource(source);
  const full = fs.resolve(cwd, path);
  if (!fs.exists(full)) throw new CommandError(`error reading ${path}: no such file or directory`);
  if (!fs.isDirectory(full)) {
    add(key, fs.read(full));
    return;
  }
  if (source.includes('=')) throw new CommandError('cannot give a key name for a directory path');
  for (const name of fs.list(full)) {
    const item = fs.resolve(full, name);
    if (!fs.isDirectory(item)) add(name, fs.read(item));
  }
}

function fileSource(source: string): { readonly key: string; readonly path: string } {
  const separators = source.split('=').length - 1;
  if (separators === 0) return { key: source.replace(/\/+$/, '').split('/').at(-1) ?? source, path: source };
  if (separators > 1) throw new CommandError("key names or file paths cannot contain '='");
  const [key = '', path = ''] = source.split('=');
  if (key === '') throw new CommandError(`key name for file path ${path} missing`);
  if (path === '') throw new CommandError(`file path for key name ${key} missing`);
  return { key, path };
}

function addEnvFile(
  context: CommandContext,
  path: string,
  rules: KeyRules,
  add: (key: string, value: string) => void,
): void {
  const { fs, cwd, env } = context.process;
  const full = fs.resolve(cwd, path);
  if (!fs.exists(full)) throw new CommandError(`error reading ${path}: no such file or directory`);
  if (fs.isDirectory(full)) throw new CommandError(rules.envDirectory);
  for (const raw of fs
    .read(full)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)) {
    const line = raw.trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const key = equals < 0 ? line : line.slice(0, equals);
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) {
      throw new CommandError(
        `${quote(key)} is not a valid key name: a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')`,
      );
    }
    add(key, equals < 0 ? (env.get(key) ?? '') : line.slice(equals + 1));
  }
}
