import type { JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import type { Command, CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';
import { helpText } from '../../help.ts';
import { certificate } from './certificate.ts';
import { changed, setStanza } from './modify.ts';

const INTERACTIVE_MODES = ['IfAvailable', 'Never', 'Always'];

/** `kubectl config set-credentials`. Models: kubectl/pkg/cmd/config/set_credentials.go */
export const setCredentials: Command = {
  name: 'set-credentials',
  use: 'NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]',
  short: 'Set a user entry in kubeconfig',
  flags: [
    { name: 'auth-provider', type: 'string', usage: 'Auth provider for the user entry in kubeconfig' },
    { name: 'auth-provider-arg', type: 'stringSlice', usage: "'key=value' arguments for the auth provider" },
    {
      name: 'client-certificate',
      type: 'string',
      usage: 'Path to client-certificate file for the user entry in kubeconfig',
    },
    { name: 'client-key', type: 'string', usage: 'Path to client-key file for the user entry in kubeconfig' },
    { name: 'embed-certs', type: 'bool', usage: 'Embed client cert/key for the user entry in kubeconfig' },
    {
      name: 'exec-api-version',
      type: 'string',
      usage: 'API version of the exec credential plugin for the user entry in kubeconfig',
    },
    {
      name: 'exec-arg',
      type: 'stringSlice',
      usage: 'New arguments for the exec credential plugin command for the user entry in kubeconfig',
    },
    {
      name: 'exec-command',
      type: 'string',
      usage: 'Command for the exec credential plugin for the user entry in kubeconfig',
    },
    {
      name: 'exec-env',
      type: 'stringArray',
      usage: "'key=value' environment values for the exec credential plugin",
    },
    {
      name: 'exec-interactive-mode',
      type: 'string',
      usage: 'InteractiveMode of the exec credentials plugin for the user entry in kubeconfig',
    },
    {
      name: 'exec-provide-cluster-info',
      type: 'bool',
      usage: 'ProvideClusterInfo of the exec credentials plugin for the user entry in kubeconfig',
    },
    { name: 'password', type: 'string', usage: 'password for the user entry in kubeconfig' },
    { name: 'token', type: 'string', usage: 'token for the user entry in kubeconfig' },
    { name: 'username', type: 'string', usage: 'username for the user entry in kubeconfig' },
  ],
  run(context) {
    const { flags, args } = context;
    const [name = ''] = args;
    if (args.length !== 1 || name === '') {
      context.out(helpText(context.command, context.commandPath.split(' ')));
      throw new CommandError(`unexpected args: [${args.join(' ')}]`);
    }
    const given = (flag: string): string | undefined => (flags.changed(flag) ? flags.string(flag) : undefined);
    const [token, username, password] = [given('token'), given('username'), given('password')];
    const basic = username !== undefined || password !== undefined;
    if (token !== undefined && basic) {
      throw new CommandError(
        'you cannot specify more than one authentication method at the same time: --token, --username/--password',
      );
    }
    if (flags.bool('embed-certs') && !flags.changed('client-certificate') && !flags.changed('client-key')) {
      throw new CommandError('you must specify a --client-certificate or --client-key to embed');
    }
    const provided = readPairs(context, 'auth-provider-arg');
    const environment = readPairs(context, 'exec-env');
    const value = changed(context.kubeconfig().users.get(name)?.value, {
      ...certificate(context, 'client-certificate'),
      ...certificate(context, 'client-key'),
      // One way to say who one is takes the other's place.
      ...(basic ? { token: '' } : { token }),
      ...(token === undefined ? { username, password } : { username: '', password: '' }),
    });
    const provider = authProvider(record(value['auth-provider']), given('auth-provider'), provided);
    const program = execPlugin(context, record(value['exec']), environment);
    setStanza(context, 'users', name, {
      ...value,
      ...(provider === undefined ? {} : { 'auth-provider': provider }),
      ...(program === undefined ? {} : { exec: program }),
    });
    context.out(`User ${quote(name)} set.\n`);
    return 0;
  },
};

interface Pairs {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** Reads `key=value` and `key-` of a flag. Throws `CommandError`. */
function readPairs(context: CommandContext, flag: string): Pairs {
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const each of context.flags.strings(flag)) {
    const equals = each.indexOf('=');
    if (equals > 0) set.set(each.slice(0, equals), each.slice(equals + 1));
    else if (equals < 0 && each.endsWith('-')) removed.push(each.slice(0, -1));
    else {
      context.out(helpText(context.command, context.commandPath.split(' ')));
      throw new CommandError(`invalid ${flag} format: ${each}`);
    }
  }
  return { set, removed };
}

/** The provider with its arguments; those without a provider go unheard. */
function authProvider(before: JsonObject, name: string | undefined, { set, removed }: Pairs): JsonObject | undefined {
  const provider = name ?? text(before['name']);
  if (provider === '') return undefined;
  const kept = Object.entries(record(before['config'])).filter(([key]) => !removed.includes(key));
  return { config: { ...Object.fromEntries(kept), ...Object.fromEntries(set) }, name: provider };
}

/** The plugin; what is said of one that is not there goes unheard. A new command has no arguments yet. */
function execPlugin(context: CommandContext, before: JsonObject, { set, removed }: Pairs): JsonObject | undefined {
  const { flags } = context;
  const mode = flags.string('exec-interactive-mode');
  if (flags.changed('exec-interactive-mode') && !INTERACTIVE_MODES.includes(mode)) {
    throw new CommandError(`invalid interactive mode type, can be only ${INTERACTIVE_MODES.join(', ')}`);
  }
  const command = flags.changed('exec-command') ? flags.string('exec-command') : text(before['command']);
  if (command === '') return Object.keys(before).length === 0 ? undefined : before;
  const args = flags.strings('exec-arg');
  const had = flags.changed('exec-command') ? null : (before['args'] ?? null);
  const kept = objects(before['env']).filter(({ name }) => !removed.includes(text(name)) && !set.has(text(name)));
  const env = [...kept, ...[...set].map(([name, value]) => ({ name, value }))];
  const version = flags.changed('exec-api-version') ? flags.string('exec-api-version') : text(before['apiVersion']);
  const interactive = flags.changed('exec-interactive-mode') ? mode : text(before['interactiveMode']);
  return {
    ...(version === '' ? {} : { apiVersion: version }),
    args: args.length > 0 ? args : had,
    command,
    env: env.length > 0 || Array.isArray(before['env']) ? env : null,
    ...(interactive === '' ? {} : { interactiveMode: interactive }),
    provideClusterInfo: flags.changed('exec-provide-cluster-info')
      ? flags.bool('exec-provide-cluster-info')
      : before['provideClusterInfo'] === true,
  };
}
