import { encodeBase64 } from '../../../cluster/base64.ts';
import { isBinary } from '../../../cluster/bytes.ts';
import type { Command } from '../../command.ts';
import { quote } from '../../go/quote.ts';
import { contentHash } from '../../kustomize/generate.ts';
import { createGenerated, generatedMetadata, generatorFlags, nameArgument } from './generator.ts';
import { collectSources } from './sources.ts';

/** `kubectl create configmap`. Models: kubectl/pkg/cmd/create/create_configmap.go */
export const createConfigMap: Command = {
  name: 'configmap',
  aliases: ['cm'],
  use: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a config map from a local file, directory or literal value',
  flags: [
    ...generatorFlags,
    { name: 'append-hash', type: 'bool', usage: 'Append a hash of the configmap to its name.' },
    {
      name: 'from-env-file',
      type: 'stringSlice',
      usage: 'Specify the path to a file to read lines of key=val pairs to create a configmap.',
    },
    {
      name: 'from-file',
      type: 'stringSlice',
      usage:
        'Key file can be specified using its file path, in which case file basename will be used as configmap key, or optionally with a key and file path, in which case the given key will be used.  Specifying a directory will iterate each named file in the directory whose basename is a valid configmap key.',
    },
    {
      name: 'from-literal',
      type: 'stringArray',
      usage: 'Specify a key and literal value to insert in configmap (i.e. mykey=somevalue)',
    },
  ],
  run(context) {
    const name = nameArgument(context);
    const data = collectSources(context, {
      invalid: (key, why) => `${quote(key)} is not a valid key name for a ConfigMap: ${why}`,
      duplicate: (key) =>
        `cannot add key ${quote(key)}, another key by that name already exists in Data for ConfigMap ${quote(name)}`,
      envDirectory: 'env config file cannot be a directory',
    });
    const texts = Object.fromEntries([...data].filter(([, content]) => !isBinary(content)));
    const binaries = Object.fromEntries(
      [...data].filter(([, content]) => isBinary(content)).map(([key, content]) => [key, encodeBase64(content)]),
    );
    const content = {
      ...(Object.keys(texts).length > 0 ? { data: texts } : {}),
      ...(Object.keys(binaries).length > 0 ? { binaryData: binaries } : {}),
    };
    const hash = context.flags.bool('append-hash')
      ? `-${contentHash({ kind: 'ConfigMap', data: {}, ...content }, name)}`
      : '';
    const object = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: generatedMetadata(context, `${name}${hash}`),
      ...content,
    };
    return createGenerated(context, object, 'failed to create configmap: ');
  },
};
