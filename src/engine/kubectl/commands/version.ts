import type { JsonObject } from '../../cluster/json.ts';
import { text } from '../../cluster/json-readers.ts';
import { clientVersion } from '../client.ts';
import type { Command } from '../command.ts';
import { CommandError, isCommandFailure } from '../errors.ts';
import { goJsonIndent } from '../go/json.ts';
import { toYaml } from '../yaml/encode.ts';

const kustomizeVersion = 'v5.8.1';

/** `kubectl version`. Models: kubectl/pkg/cmd/version/version.go */
export const version: Command = {
  name: 'version',
  use: '[flags]',
  short: 'Print the client and server version information',
  flags: [
    { name: 'client', type: 'bool', usage: 'If true, shows client version only (no server required).' },
    { name: 'output', shorthand: 'o', type: 'string', usage: "One of 'yaml' or 'json'." },
  ],
  run(context) {
    const { flags, args } = context;
    if (args.length > 0) throw new CommandError(`extra arguments: [${args.join(' ')}]`);
    const output = flags.string('output');
    if (!['', 'yaml', 'json'].includes(output)) throw new CommandError("--output must be 'yaml' or 'json'");
    const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(clientVersion) ?? [];
    const client: JsonObject = {
      major,
      minor,
      gitVersion: clientVersion,
      gitCommit: '',
      gitTreeState: 'clean',
      buildDate: '1970-01-01T00:00:00Z',
      goVersion: '',
      compiler: 'gc',
      platform: 'linux/amd64',
    };
    let server: JsonObject | undefined;
    let failure: unknown;
    try {
      if (!flags.bool('client')) server = context.client().object({ method: 'GET', path: '/version' });
    } catch (error) {
      // What is known of the client is told all the same.
      if (!isCommandFailure(error)) throw error;
      failure = error;
    }
    const all: JsonObject = {
      clientVersion: client,
      kustomizeVersion,
      ...(server === undefined ? {} : { serverVersion: server }),
    };
    if (output === 'json') context.out(`${goJsonIndent(all, { unit: '  ', keepOrder: true })}\n`);
    else if (output === 'yaml') context.out(toYaml(all));
    else {
      context.out(`Client Version: ${clientVersion}\nKustomize Version: ${kustomizeVersion}\n`);
      if (server !== undefined) context.out(`Server Version: ${text(server['gitVersion'])}\n`);
    }
    if (failure !== undefined) throw failure;
    return 0;
  },
};
