import { encodeBase64 } from '../../../cluster/base64.ts';
import type { Command, CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';
import { oneName } from './contexts.ts';
import { changed, defaultFile, removeStanza, setStanza } from './modify.ts';
import { stanzaNames } from './view.ts';

/** `kubectl config get-clusters`. */
export const getClusters: Command = {
  name: 'get-clusters',
  use: '',
  short: 'Display clusters defined in the kubeconfig',
  run: (context) => names(context, 'clusters'),
};

/** `kubectl config get-users`. */
export const getUsers: Command = {
  name: 'get-users',
  use: '',
  short: 'Display users defined in the kubeconfig',
  run: (context) => names(context, 'users'),
};

function names(context: CommandContext, list: 'clusters' | 'users'): number {
  const found = stanzaNames(context, list);
  context.out(found.length === 0 ? `No ${list} found.\n` : `NAME\n${found.map((name) => `${name}\n`).join('')}`);
  return 0;
}

/** `kubectl config delete-cluster`. */
export const deleteCluster: Command = {
  name: 'delete-cluster',
  use: 'NAME',
  short: 'Delete the specified cluster from the kubeconfig',
  run: (context) => remove(context, 'clusters', 'cluster'),
};

/** `kubectl config delete-user`. */
export const deleteUser: Command = {
  name: 'delete-user',
  use: 'NAME',
  short: 'Delete the specified user from the kubeconfig',
  run: (context) => remove(context, 'users', 'user'),
};

function remove(context: CommandContext, list: 'clusters' | 'users', noun: string): number {
  const name = oneName(context);
  const stanza = context.kubeconfig()[list].get(name);
  if (stanza === undefined) throw new CommandError(`cannot delete ${noun} ${name}, not in ${defaultFile(context)}`);
  context.out(`deleted ${noun} ${name} from ${removeStanza(context, list, stanza)}\n`);
  return 0;
}

/** `kubectl config set-cluster`. */
export const setCluster: Command = {
  name: 'set-cluster',
  use: 'NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]',
  short: 'Set a cluster entry in kubeconfig',
  flags: [
    {
      name: 'certificate-authority',
      type: 'string',
      usage: 'Path to certificate-authority file for the cluster entry in kubeconfig',
    },
    { name: 'embed-certs', type: 'bool', usage: 'embed-certs for the cluster entry in kubeconfig' },
    {
      name: 'insecure-skip-tls-verify',
      type: 'bool',
      usage: 'insecure-skip-tls-verify for the cluster entry in kubeconfig',
    },
    { name: 'proxy-url', type: 'string', usage: 'proxy-url for the cluster entry in kubeconfig' },
    { name: 'server', type: 'string', usage: 'server for the cluster entry in kubeconfig' },
    { name: 'tls-server-name', type: 'string', usage: 'tls-server-name for the cluster entry in kubeconfig' },
  ],
  run(context) {
    const { flags } = context;
    const name = oneName(context);
    const given = (flag: string): string | undefined => (flags.changed(flag) ? flags.string(flag) : undefined);
    const authority = certificate(context, 'certificate-authority');
    const value = changed(context.kubeconfig().clusters.get(name)?.value, {
      server: given('server')?.replace(/\/$/, ''),
      'tls-server-name': given('tls-server-name'),
      'proxy-url': given('proxy-url'),
      'insecure-skip-tls-verify': flags.changed('insecure-skip-tls-verify')
        ? flags.bool('insecure-skip-tls-verify')
        : undefined,
      ...authority,
    });
    setStanza(context, 'clusters', name, value);
    context.out(`Cluster ${quote(name)} set.\n`);
    return 0;
  },
};

/** `kubectl config set-credentials`. */
export const setCredentials: Command = {
  name: 'set-credentials',
  use: 'NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password]',
  short: 'Set a user entry in kubeconfig',
  flags: [
    {
      name: 'client-certificate',
      type: 'string',
      usage: 'Path to client-certificate file for the user entry in kubeconfig',
    },
    { name: 'client-key', type: 'string', usage: 'Path to client-key file for the user entry in kubeconfig' },
    { name: 'embed-certs', type: 'bool', usage: 'Embed client cert/key for the user entry in kubeconfig' },
    { name: 'password', type: 'string', usage: 'password for the user entry in kubeconfig' },
    { name: 'token', type: 'string', usage: 'token for the user entry in kubeconfig' },
    { name: 'username', type: 'string', usage: 'username for the user entry in kubeconfig' },
  ],
  run(context) {
    const { flags } = context;
    const name = oneName(context);
    const given = (flag: string): string | undefined => (flags.changed(flag) ? flags.string(flag) : undefined);
    if (given('token') !== undefined && given('username') !== undefined) {
      throw new CommandError(
        'you cannot specify more than one authentication method at the same time: --token, --username/--password',
      );
    }
    const value = changed(context.kubeconfig().users.get(name)?.value, {
      token: given('token'),
      username: given('username'),
      password: given('password'),
      ...certificate(context, 'client-certificate'),
      ...certificate(context, 'client-key'),
    });
    setStanza(context, 'users', name, value);
    context.out(`User ${quote(name)} set.\n`);
    return 0;
  },
};

/** A certificate by its path, or its content with `--embed-certs`; each takes the other's place. */
function certificate(context: CommandContext, flag: string): { readonly [field: string]: string | undefined } {
  const { flags, process } = context;
  if (!flags.changed(flag)) return {};
  const path = flags.string(flag);
  if (!flags.bool('embed-certs'))
    return { [flag]: path === '' ? '' : process.fs.resolve(process.cwd, path), [`${flag}-data`]: '' };
  const full = process.fs.resolve(process.cwd, path);
  if (!process.fs.exists(full))
    throw new CommandError(`could not read ${flag} data from ${path}: open ${path}: no such file or directory`);
  return { [flag]: '', [`${flag}-data`]: encodeBase64(process.fs.read(full)) };
}
