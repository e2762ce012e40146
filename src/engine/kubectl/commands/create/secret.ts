import { encodeBase64 } from '../../../cluster/base64.ts';
import type { JsonObject } from '../../../cluster/json.ts';
import type { Command, CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import type { FlagSpec } from '../../flags.ts';
import { goJson } from '../../go/json.ts';
import { quote } from '../../go/quote.ts';
import { runGroup } from '../../kubectl.ts';
import { contentHash } from '../../kustomize/generate.ts';
import { createGenerated, generatedMetadata, generatorFlags, nameArgument } from './generator.ts';
import { collectSources, type KeyRules } from './sources.ts';

const appendHash: FlagSpec = { name: 'append-hash', type: 'bool', usage: 'Append a hash of the secret to its name.' };

/** `kubectl create secret generic`. */
const generic: Command = {
  name: 'generic',
  use: 'NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a secret from a local file, directory, or literal value',
  flags: [
    ...generatorFlags,
    appendHash,
    {
      name: 'from-env-file',
      type: 'stringSlice',
      usage: 'Specify the path to a file to read lines of key=val pairs to create a secret.',
    },
    {
      name: 'from-file',
      type: 'stringSlice',
      usage:
        'Key files can be specified using their file path, in which case a default name will be given to them, or optionally with a name and file path, in which case the given name will be used.  Specifying a directory will iterate each named file in the directory that is a valid secret key.',
    },
    {
      name: 'from-literal',
      type: 'stringArray',
      usage: 'Specify a key and literal value to insert in secret (i.e. mykey=somevalue)',
    },
    { name: 'type', type: 'string', usage: 'The type of secret to create' },
  ],
  run(context) {
    const name = nameArgument(context);
    const data = encoded(collectSources(context, secretKeys));
    return create(context, name, context.flags.string('type'), data);
  },
};

/** `kubectl create secret tls`. */
const tls: Command = {
  name: 'tls',
  use: 'NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  short: 'Create a TLS secret',
  flags: [
    ...generatorFlags,
    appendHash,
    { name: 'cert', type: 'string', usage: 'Path to PEM encoded public key certificate.' },
    { name: 'key', type: 'string', usage: 'Path to private key associated with given certificate.' },
  ],
  run(context) {
    const name = nameArgument(context);
    const key = context.flags.string('key');
    const certificate = context.flags.string('cert');
    if (key === '' || certificate === '') throw new CommandError('key and cert must be specified');
    const crt = pem(context, certificate);
    const data = { 'tls.crt': encodeBase64(crt), 'tls.key': encodeBase64(pem(context, key)) };
    return create(context, name, 'kubernetes.io/tls', data);
  },
};

/** `kubectl create secret docker-registry`. */
const dockerRegistry: Command = {
  name: 'docker-registry',
  use: 'NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  short: 'Create a secret for use with a Docker registry',
  flags: [
    ...generatorFlags,
    appendHash,
    { name: 'docker-email', type: 'string', usage: 'Email for Docker registry' },
    { name: 'docker-password', type: 'string', usage: 'Password for Docker registry authentication' },
    {
      name: 'docker-server',
      type: 'string',
      default: 'https://index.docker.io/v1/',
      usage: 'Server location for Docker registry',
    },
    { name: 'docker-username', type: 'string', usage: 'Username for Docker registry authentication' },
    {
      name: 'from-file',
      type: 'stringSlice',
      usage:
        'Key files can be specified using their file path, in which case a default name of .dockerconfigjson will be given to them, or optionally with a name and file path, in which case the given name will be used. Specifying a directory will iterate each named file in the directory that is a valid secret key. For this command, the key should always be .dockerconfigjson.',
    },
    { name: 'from-literal', type: 'stringArray', usage: '', hidden: true },
    { name: 'from-env-file', type: 'stringSlice', usage: '', hidden: true },
  ],
  run(context) {
    const name = nameArgument(context);
    const { flags } = context;
    if (flags.strings('from-file').length > 0) {
      return create(context, name, 'kubernetes.io/dockerconfigjson', encoded(collectSources(context, secretKeys)));
    }
    const username = flags.string('docker-username');
    const password = flags.string('docker-password');
    const email = flags.string('docker-email');
    if (username === '' || password === '' || flags.string('docker-server') === '') {
      throw new CommandError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    }
    const entry = {
      username,
      password,
      ...(email === '' ? {} : { email }),
      auth: encodeBase64(`${username}:${password}`),
    };
    const parts = Object.entries(entry).map(([key, value]) => `${goJson(key)}:${goJson(value)}`);
    const config = `{"auths":{${goJson(flags.string('docker-server'))}:{${parts.join(',')}}}}`;
    return create(context, name, 'kubernetes.io/dockerconfigjson', { '.dockerconfigjson': encodeBase64(config) });
  },
};

/** `kubectl create secret`. Models: kubectl/pkg/cmd/create/create_secret*.go */
export const createSecret: Command = {
  name: 'secret',
  use: '(docker-registry | generic | tls)',
  short: 'Create a secret using a specified subcommand',
  subcommands: [dockerRegistry, generic, tls],
  run: runGroup,
};

const secretKeys: KeyRules = {
  invalid: (key, why) => `${quote(key)} is not valid key name for a Secret ${why}`,
  duplicate: (key) => `cannot add key ${key}, another key by that name already exists`,
  envDirectory: 'env secret file cannot be a directory',
};

function encoded(data: ReadonlyMap<string, string>): JsonObject {
  return Object.fromEntries([...data].map(([key, value]) => [key, encodeBase64(value)]));
}

function create(context: CommandContext, name: string, type: string, data: JsonObject): number {
  const hash = context.flags.bool('append-hash') ? `-${contentHash({ kind: 'Secret', data, type }, name)}` : '';
  const object: JsonObject = {
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: generatedMetadata(context, `${name}${hash}`),
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(type === '' ? {} : { type }),
  };
  return createGenerated(context, object, 'failed to create secret ');
}

function pem(context: CommandContext, path: string): string {
  const { fs, cwd } = context.process;
  const full = fs.resolve(cwd, path);
  if (!fs.exists(full)) throw new CommandError(`Cannot read file ${path}, open ${path}: no such file or directory`);
  const content = fs.read(full);
  if (!content.includes('-----BEGIN ')) {
    throw new CommandError('tls: failed to find any PEM data in certificate input');
  }
  return content;
}
