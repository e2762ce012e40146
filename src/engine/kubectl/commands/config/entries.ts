import type { Command, CommandContext } from '../../command.ts';
import { CommandError, usageError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';
import { certificate } from './certificate.ts';
import { nameOrHelp, oneName } from './contexts.ts';
import { changed, defaultFile, removeStanza, setStanza } from './modify.ts';
import { stanzaNames } from './view.ts';

/** `kubectl config get-clusters`. */
export const getClusters: Command = {
  name: 'get-clusters',
  use: '[flags]',
  short: 'Display clusters defined in the kubeconfig',
  run: (context) => names(context, 'clusters'),
};

/** `kubectl config get-users`. */
export const getUsers: Command = {
  name: 'get-users',
  use: '[flags]',
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
  run(context) {
    const name = nameOrHelp(context);
    return name === undefined ? 0 : remove(context, 'clusters', 'cluster', name);
  },
};

/** `kubectl config delete-user`. */
export const deleteUser: Command = {
  name: 'delete-user',
  use: 'NAME',
  short: 'Delete the specified user from the kubeconfig',
  run(context) {
    const [name] = context.args;
    if (name === undefined || context.args.length !== 1) {
      throw usageError(context.commandPath, 'user to delete is required');
    }
    return remove(context, 'users', 'user', name);
  },
};

function remove(context: CommandContext, list: 'clusters' | 'users', noun: string, name: string): number {
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
    const insecure = flags.bool('insecure-skip-tls-verify');
    if (insecure && flags.string('certificate-authority') !== '') {
      throw new CommandError('you cannot specify a certificate authority and insecure mode at the same time');
    }
    if (flags.bool('embed-certs') && flags.string('certificate-authority') === '') {
      throw new CommandError('you must specify a --certificate-authority to embed');
    }
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
