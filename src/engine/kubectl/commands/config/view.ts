import type { Json, JsonObject } from '../../../cluster/json.ts';
import { text } from '../../../cluster/json-readers.ts';
import type { Command, CommandContext } from '../../command.ts';
import { outputFlags } from '../../common-flags.ts';
import { CommandError, usageError } from '../../errors.ts';
import { ALWAYS, type Kubeconfig, type Stanza, type StanzaList, stanzaKinds } from '../../kubeconfig.ts';
import { makePrinter } from '../../printers/printer.ts';

const SECRET_DATA = ['certificate-authority-data', 'client-certificate-data', 'client-key-data'];
const SECRET_TEXT = ['token', 'password'];

/** `kubectl config view`. Models: kubectl/pkg/cmd/config/view.go */
export const configView: Command = {
  name: 'view',
  use: '[flags]',
  short: 'Display merged kubeconfig settings or a specified kubeconfig file',
  flags: [
    ...outputFlags(
      '(json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file)',
      'yaml',
    ),
    {
      name: 'flatten',
      type: 'bool',
      usage:
        'Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)',
    },
    {
      name: 'merge',
      type: 'bool',
      default: 'true',
      usage: 'Merge the full hierarchy of kubeconfig files',
      noOptDefault: 'true',
    },
    { name: 'minify', type: 'bool', usage: 'Remove all information not used by current-context from the output' },
    { name: 'raw', type: 'bool', usage: 'Display raw byte data and sensitive data' },
  ],
  run(context) {
    const { flags } = context;
    if (context.args.length > 0)
      throw usageError(context.commandPath, `unexpected arguments: [${context.args.join(' ')}]`);
    const config = context.kubeconfig();
    const current = flags.string('context') || config.currentContext;
    const kept = flags.bool('minify') ? minified(config, current) : config;
    const printer = makePrinter(context, { typed: true });
    printer.print(document(kept, current, flags.bool('raw') || flags.bool('flatten')));
    return 0;
  },
};

type Lists = Pick<Kubeconfig, StanzaList>;

/** Models: clientcmd/api.MinifyConfig */
function minified(config: Kubeconfig, current: string): Lists {
  if (current === '') throw new CommandError('current-context must exist in order to minify');
  const context = config.contexts.get(current);
  if (context === undefined) throw new CommandError(`cannot locate context ${current}`);
  const only = (list: ReadonlyMap<string, Stanza>, name: string, what: string): ReadonlyMap<string, Stanza> => {
    if (name === '') return new Map();
    const stanza = list.get(name);
    if (stanza === undefined) throw new CommandError(`cannot locate ${what} ${name}`);
    return new Map([[name, stanza]]);
  };
  return {
    contexts: new Map([[current, context]]),
    clusters: only(config.clusters, text(context.value['cluster']), 'cluster'),
    users: only(config.users, text(context.value['user']), 'user'),
  };
}

function document(lists: Lists, current: string, raw: boolean): JsonObject {
  const entries = (list: StanzaList): Json => {
    const sorted = [...lists[list].values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    if (sorted.length === 0) return null;
    return sorted.map(({ name, value }) => {
      const whole = { ...ALWAYS[list], ...value };
      return { name, [stanzaKinds[list]]: raw ? whole : redacted(whole) };
    });
  };
  return {
    kind: 'Config',
    apiVersion: 'v1',
    clusters: entries('clusters'),
    users: entries('users'),
    contexts: entries('contexts'),
    'current-context': current,
  };
}

function redacted(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([field, each]) => {
      if (SECRET_DATA.includes(field)) return [field, 'DATA+OMITTED'];
      return [field, SECRET_TEXT.includes(field) ? 'REDACTED' : each];
    }),
  );
}

/** For tests and completion: the names of one list, sorted. */
export function stanzaNames(context: CommandContext, list: StanzaList): readonly string[] {
  return [...context.kubeconfig()[list].keys()].sort();
}
