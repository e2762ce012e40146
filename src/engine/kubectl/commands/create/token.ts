import type { JsonObject } from '../../../cluster/json.ts';
import { record, text } from '../../../cluster/json-readers.ts';
import type { Command } from '../../command.ts';
import { printFlags } from '../../common-flags.ts';
import { CommandError, isCommandFailure, UnreachableError } from '../../errors.ts';
import { makePrinter } from '../../printers/printer.ts';
import { nameArgument } from './generator.ts';

/** `kubectl create token`. Models: kubectl/pkg/cmd/create/create_token.go */
export const createToken: Command = {
  name: 'token',
  use: 'SERVICE_ACCOUNT_NAME',
  short: 'Request a service account token',
  flags: [
    ...printFlags,
    {
      name: 'audience',
      type: 'stringArray',
      usage:
        'Audience of the requested token. If unset, defaults to requesting a token for use with the Kubernetes API server. May be repeated to request a token valid for multiple audiences.',
    },
    {
      name: 'bound-object-kind',
      type: 'string',
      usage:
        'Kind of an object to bind the token to. Supported kinds are Node, Pod, Secret. If set, --bound-object-name must be provided.',
    },
    {
      name: 'bound-object-name',
      type: 'string',
      usage:
        'Name of an object to bind the token to. The token will expire when the object is deleted. Requires --bound-object-kind.',
    },
    {
      name: 'bound-object-uid',
      type: 'string',
      usage:
        'UID of an object to bind the token to. Requires --bound-object-kind and --bound-object-name. If unset, the UID of the existing object is used.',
    },
    {
      name: 'duration',
      type: 'duration',
      usage:
        'Requested lifetime of the issued token. If not set or if set to 0, the lifetime will be determined by the server automatically. The server may return a token with a longer or shorter lifetime.',
    },
  ],
  run(context) {
    const name = nameArgument(context);
    const { flags } = context;
    const durationMs = flags.durationMs('duration');
    if (durationMs < 0) throw new CommandError('--duration must be greater than or equal to 0');
    if (durationMs % 1000 !== 0) throw new CommandError('--duration cannot be expressed in units less than seconds');
    const kind = flags.string('bound-object-kind');
    const bound = flags.string('bound-object-name');
    if (kind === '' && bound !== '')
      throw new CommandError('--bound-object-name can only be set if --bound-object-kind is provided');
    if (kind !== '' && !['Node', 'Pod', 'Secret'].includes(kind)) {
      throw new CommandError('supported --bound-object-kind values are Node, Pod, Secret');
    }
    if (kind !== '' && bound === '')
      throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
    const spec: JsonObject = {
      audiences: flags.strings('audience'),
      ...(durationMs > 0 ? { expirationSeconds: durationMs / 1000 } : {}),
      ...(kind === ''
        ? {}
        : { boundObjectRef: { kind, apiVersion: 'v1', name: bound, uid: flags.string('bound-object-uid') } }),
    };
    const namespace = encodeURIComponent(context.namespace().name);
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${encodeURIComponent(name)}/token`;
    try {
      const body = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata: {}, spec, status: {} };
      const answer = context.client().object({ method: 'POST', path, body });
      const token = text(record(answer['status'])['token']);
      if (token === '') throw new CommandError('no token in server response');
      if (flags.string('output') === '') context.out(context.process.stdout.isTerminal ? `${token}\n` : token);
      else makePrinter(context).print(answer);
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      const why = error instanceof UnreachableError ? error.asked('Post', path) : error.message;
      throw new CommandError(`failed to create token: ${why}`);
    }
    return 0;
  },
};
