import type { Process } from '../shell/process/types.ts';
import { ApiClient } from './client.ts';
import { Discovery } from './discovery.ts';
import type { Flags } from './flags.ts';
import { globalText } from './global-flags.ts';
import { contextInForce, type Kubeconfig, loadKubeconfig } from './kubeconfig.ts';

/** What reading the kubeconfig and reaching the server need of a process. */
export type Surroundings = Pick<Process, 'pid' | 'env' | 'cwd' | 'fs' | 'machine'> & {
  readonly stderr: { readonly isTerminal: boolean };
};

/** The way to the server. Nothing is read or asked until it is needed. */
export interface Connection {
  /** The merged kubeconfig with the global flags applied. Throws when it cannot be read. */
  kubeconfig(): Kubeconfig;
  /** The namespace to work in, and whether `-n` gave it. */
  namespace(): { readonly name: string; readonly explicit: boolean };
  /** Requests to the server; made at the first use. */
  client(): ApiClient;
  /** The server's resources; asked for at the first use. */
  discovery(): Discovery;
}

/** The connection that flags and surroundings describe. Warnings of the server's go to `err`; `editsConfig` for commands that make kubeconfigs. */
export function connect(
  flags: Flags,
  process: Surroundings,
  err: (text: string) => void,
  editsConfig = false,
): Connection {
  let config: Kubeconfig | undefined;
  let client: ApiClient | undefined;
  let discovery: Discovery | undefined;
  const connection: Connection = {
    kubeconfig() {
      config ??= loadKubeconfig(process, flags, editsConfig);
      return config;
    },
    namespace() {
      const given = globalText(flags, 'namespace');
      if (given !== '') {
        connection.kubeconfig();
        return { name: given, explicit: true };
      }
      const inContext = contextInForce(connection.kubeconfig(), flags)['namespace'];
      return { name: typeof inContext === 'string' && inContext !== '' ? inContext : 'default', explicit: false };
    },
    client() {
      client ??= new ApiClient(process.machine.api, process, () => connection.kubeconfig(), flags, err);
      return client;
    },
    discovery() {
      discovery ??= new Discovery(() => connection.client());
      return discovery;
    },
  };
  return connection;
}
