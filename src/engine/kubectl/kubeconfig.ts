import type { Json, JsonObject } from '../cluster/json.ts';
import { isObject, objects, text } from '../cluster/json-readers.ts';
import type { Surroundings } from './connection.ts';
import { CommandError, VerbatimError } from './errors.ts';
import type { Flags } from './flags.ts';
import { globalText } from './global-flags.ts';
import { yamlToJson } from './yaml/decode.ts';
import { toYaml } from './yaml/encode.ts';

/** A named part of a kubeconfig, with the file that it came from. */
export interface Stanza {
  readonly name: string;
  readonly value: JsonObject;
  readonly file: string;
}

/** One or several kubeconfig files, merged: the first that names a thing wins. Models: client-go/tools/clientcmd/api.Config */
export interface Kubeconfig {
  /** The files that are read, in order, whether they exist or not. */
  readonly files: readonly string[];
  /** True when `--kubeconfig` named the one file. */
  readonly explicit: boolean;
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, Stanza>;
  readonly contexts: ReadonlyMap<string, Stanza>;
  readonly users: ReadonlyMap<string, Stanza>;
}

/** The three kinds of stanza, by the list that holds them and the key inside an entry. */
export const stanzaKinds = {
  clusters: 'cluster',
  contexts: 'context',
  users: 'user',
} as const;
export type StanzaList = keyof typeof stanzaKinds;

/** The text of a kubeconfig as an administrator of a fresh cluster has it. */
export function administratorKubeconfig(server: string): string {
  return toYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'kubernetes', cluster: { 'certificate-authority-data': 'c2tpZmYtY2E=', server } }],
    contexts: [{ name: 'kubernetes-admin@kubernetes', context: { cluster: 'kubernetes', user: 'kubernetes-admin' } }],
    'current-context': 'kubernetes-admin@kubernetes',
    users: [
      {
        name: 'kubernetes-admin',
        user: { 'client-certificate-data': 'c2tpZmYtY2VydA==', 'client-key-data': 'c2tpZmYta2V5' },
      },
    ],
  });
}

/** Reads the kubeconfig of a run: `--kubeconfig`, else `$KUBECONFIG`, else `~/.kube/config`. `mayBeAbsent`: a file that `--kubeconfig` names may be yet to be made (`kubectl config`). Models: clientcmd.ClientConfigLoadingRules */
export function loadKubeconfig(process: Surroundings, flags: Flags, mayBeAbsent = false): Kubeconfig {
  const explicitFile = globalText(flags, 'kubeconfig');
  const home = process.env.get('HOME') ?? '/';
  const fromEnv = (process.env.get('KUBECONFIG') ?? '').split(':').filter((path) => path !== '');
  const listed = explicitFile !== '' ? [explicitFile] : fromEnv.length > 0 ? fromEnv : [`${home}/.kube/config`];
  const files = listed.map((path) => process.fs.resolve(process.cwd, path));
  if (!mayBeAbsent && explicitFile !== '' && !process.fs.exists(files[0] ?? '')) {
    throw new CommandError(`stat ${explicitFile}: no such file or directory`);
  }
  return mergeFiles(files, explicitFile !== '', (file) => readFile(process, file));
}

/** The content of one kubeconfig file; an absent file is an empty one. Throws `CommandError` when it does not parse. */
export function readFile(process: Surroundings, file: string): JsonObject {
  if (!process.fs.exists(file)) return {};
  if (process.fs.isDirectory(file))
    throw new CommandError(`error loading config file "${file}": read ${file}: is a directory`);
  let parsed: Json;
  try {
    parsed = yamlToJson(process.fs.read(file));
  } catch (error) {
    throw new CommandError(
      `error loading config file "${file}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (parsed === null) return {};
  if (typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw new CommandError(
      `error loading config file "${file}": couldn't get version/kind; json parse error: json: cannot unmarshal ${Array.isArray(parsed) ? 'array' : typeof parsed} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    );
  }
  return parsed as JsonObject;
}

/** Writes one kubeconfig file in the form that kubectl gives it. */
export function writeFile(process: Surroundings, file: string, config: JsonObject): void {
  const folder = file.slice(0, Math.max(1, file.lastIndexOf('/')));
  if (!process.fs.exists(folder)) process.fs.makeDirectory(folder, { parents: true });
  process.fs.write(file, toYaml(normalized(config)), { mode: 0o600 });
}

/** The config with its lists sorted by name and the fields that every file has. */
export function normalized(config: JsonObject): JsonObject {
  const sorted = (list: StanzaList): Json => {
    const entries = entriesOf(config, list);
    return entries.length === 0
      ? null
      : [...entries].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).map((entry) => completed(entry, list));
  };
  const { preferences, ...rest } = config;
  return {
    ...rest,
    ...(isObject(preferences) && Object.keys(preferences).length > 0 ? { preferences } : {}),
    apiVersion: 'v1',
    kind: 'Config',
    clusters: sorted('clusters'),
    contexts: sorted('contexts'),
    users: sorted('users'),
    'current-context': text(config['current-context']),
  };
}

/** An entry with the fields that Go's structs always write. */
function completed(entry: JsonObject, list: StanzaList): JsonObject {
  const value = entry[stanzaKinds[list]];
  const always = ALWAYS[list];
  return { ...entry, [stanzaKinds[list]]: { ...always, ...(isObject(value) ? value : {}) } };
}

/** Fields of a stanza that are written even when empty. */
export const ALWAYS: { readonly [list in StanzaList]: JsonObject } = {
  clusters: { server: '' },
  contexts: { cluster: '', user: '' },
  users: {},
};

/** The entries of one list of a file. */
export function entriesOf(config: JsonObject, list: StanzaList): readonly JsonObject[] {
  return objects(config[list]);
}

/** The context in force: `--context`, else the current one. Throws when it is named but not there. */
export function contextInForce(config: Kubeconfig, flags: Flags): JsonObject {
  const named = globalText(flags, 'context') || config.currentContext;
  const found = config.contexts.get(named)?.value;
  if (found !== undefined) return found;
  if (globalText(flags, 'context') !== '') {
    throw new VerbatimError(`Error in configuration: context was not found for specified context: ${named}`);
  }
  if (named !== '')
    throw new VerbatimError(`Error in configuration: context was not found for specified context: ${named}`);
  return {};
}

function mergeFiles(files: readonly string[], explicit: boolean, read: (file: string) => JsonObject): Kubeconfig {
  const lists = {
    clusters: new Map<string, Stanza>(),
    contexts: new Map<string, Stanza>(),
    users: new Map<string, Stanza>(),
  };
  let currentContext = '';
  for (const file of files) {
    const config = read(file);
    if (currentContext === '') currentContext = text(config['current-context']);
    for (const list of ['clusters', 'contexts', 'users'] as const) {
      for (const entry of entriesOf(config, list)) {
        const name = nameOf(entry);
        const value = entry[stanzaKinds[list]];
        if (!lists[list].has(name)) lists[list].set(name, { name, value: isObject(value) ? value : {}, file });
      }
    }
  }
  return { files, explicit, currentContext, ...lists };
}

function nameOf(entry: JsonObject): string {
  return text(entry['name']);
}
