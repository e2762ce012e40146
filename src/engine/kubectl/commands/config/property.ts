import { encodeBase64 } from '../../../cluster/base64.ts';
import type { Json, JsonObject } from '../../../cluster/json.ts';
import { record, text } from '../../../cluster/json-readers.ts';
import type { Command, CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { parseBool } from '../../flags.ts';
import { quote } from '../../go/quote.ts';
import { entriesOf, readFile, type StanzaList, stanzaKinds, writeFile } from '../../kubeconfig.ts';
import { unexpectedArguments } from './contexts.ts';
import { setCurrentContext, targetFile } from './modify.ts';

/** `kubectl config set`. Models: kubectl/pkg/cmd/config/set.go */
export const configSet: Command = {
  name: 'set',
  use: 'PROPERTY_NAME PROPERTY_VALUE',
  short: 'Set an individual value in a kubeconfig file',
  flags: [
    {
      name: 'set-raw-bytes',
      type: 'bool',
      usage: 'When writing a []byte PROPERTY_VALUE, write the given string directly without base64 decoding.',
    },
  ],
  run(context) {
    const [property = '', value] = context.args;
    if (context.args.length !== 2 || value === undefined) {
      throw unexpectedArguments(context);
    }
    change(context, property, bytesOf(property, value, context.flags.bool('set-raw-bytes')));
    context.out(`Property ${quote(property)} set.\n`);
    return 0;
  },
};

/** `kubectl config unset`. */
export const configUnset: Command = {
  name: 'unset',
  use: 'PROPERTY_NAME',
  short: 'Unset an individual value in a kubeconfig file',
  run(context) {
    const [property = '', ...more] = context.args;
    if (property === '' || more.length > 0) throw unexpectedArguments(context);
    change(context, property, undefined);
    context.out(`Property ${quote(property)} unset.\n`);
    return 0;
  },
};

/** Bytes are given as base64, or as they are. Throws `CommandError`. */
function bytesOf(property: string, value: string, raw: boolean): string {
  if (!property.endsWith('-data')) return value;
  if (raw) return encodeBase64(value);
  const bad = /[^A-Za-z0-9+/=]/.exec(value)?.index ?? (value.length % 4 === 0 ? -1 : value.length - (value.length % 4));
  if (bad >= 0) throw new CommandError(`error decoding input value: illegal base64 data at input byte ${bad}`);
  return value;
}

function change(context: CommandContext, property: string, value: string | undefined): void {
  if (property === 'current-context') {
    setCurrentContext(context, value ?? '');
    return;
  }
  const [list = '', ...rest] = property.split('.');
  if (!isList(list)) throw new CommandError(`unable to parse ${property} after [] at api.Config`);
  const known = [...context.kubeconfig()[list].keys()].sort((a, b) => b.length - a.length);
  const joined = rest.join('.');
  const name = known.find((each) => joined === each || joined.startsWith(`${each}.`)) ?? rest[0] ?? '';
  const field = joined.slice(name.length + 1);
  if (name === '' || (value !== undefined && field === '')) {
    throw new CommandError(`can't set a map to a value: map[string]*api.${stanzaKinds[list]}`);
  }
  const file = targetFile(context, context.kubeconfig()[list].get(name));
  const config = readFile(context.process, file);
  const entries = entriesOf(config, list);
  const existing = entries.find((entry) => text(entry['name']) === name);
  if (value === undefined && existing === undefined) {
    if (field !== '') throw new CommandError(`current map key \`${name}\` is invalid`);
    return;
  }
  const others = entries.filter((entry) => text(entry['name']) !== name);
  const changed: readonly Json[] =
    field === ''
      ? others
      : [...others, { [stanzaKinds[list]]: withField(record(existing?.[stanzaKinds[list]]), field, value), name }];
  writeFile(context.process, file, { ...config, [list]: changed });
}

function withField(value: JsonObject, field: string, change: string | undefined): JsonObject {
  const { [field]: _old, ...rest } = value;
  if (change === undefined) return rest;
  if (field !== 'insecure-skip-tls-verify') return { ...rest, [field]: change };
  const bool = parseBool(change);
  if (bool === undefined) throw new CommandError(`strconv.ParseBool: parsing ${quote(change)}: invalid syntax`);
  return { ...rest, [field]: bool };
}

function isList(word: string): word is StanzaList {
  return word === 'clusters' || word === 'contexts' || word === 'users';
}
