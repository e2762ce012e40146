import type { Command } from '../command.ts';
import { CommandError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { kustomize } from '../kustomize/build.ts';

const unsimulated = (name: string, type: FlagSpec['type'], usage: string): FlagSpec => ({
  name,
  type,
  usage,
  unsimulated: true,
});

/** `kubectl kustomize`: prints what `-k` would apply. */
export const kustomizeCommand: Command = {
  name: 'kustomize',
  use: 'DIR [flags]',
  short: 'Build a kustomization target from a directory or URL',
  flags: [
    unsimulated(
      'as-current-user',
      'bool',
      'use the uid and gid of the command executor to run the function in the container',
    ),
    unsimulated('enable-alpha-plugins', 'bool', 'enable kustomize plugins'),
    unsimulated('enable-helm', 'bool', 'Enable use of the Helm chart inflator generator.'),
    {
      ...unsimulated('env', 'stringArray', 'a list of environment variables to be used by functions'),
      shorthand: 'e',
    },
    unsimulated(
      'helm-api-versions',
      'stringArray',
      'Kubernetes api versions used by Helm for Capabilities.APIVersions',
    ),
    { ...unsimulated('helm-command', 'string', 'helm command (path to executable)'), default: 'helm' },
    unsimulated('helm-debug', 'bool', 'Enable debug output from the Helm chart inflator generator.'),
    unsimulated('helm-kube-version', 'string', 'Kubernetes version used by Helm for Capabilities.KubeVersion'),
    {
      ...unsimulated(
        'load-restrictor',
        'string',
        "if set to 'LoadRestrictionsNone', local kustomizations may load files from outside their root. This does, however, break the relocatability of the kustomization.",
      ),
      default: 'LoadRestrictionsRootOnly',
    },
    unsimulated('mount', 'stringArray', 'a list of storage options read from the filesystem'),
    unsimulated('network', 'bool', 'enable network access for functions that declare it'),
    { ...unsimulated('network-name', 'string', 'the docker network to run the container in'), default: 'bridge' },
    { name: 'output', shorthand: 'o', type: 'string', usage: 'If specified, write output to this path.' },
  ],
  run(context) {
    const [folder = '.', ...more] = context.args;
    if (more.length > 0) throw new CommandError('specify one path to kustomization.yaml');
    const built = kustomize(context, folder);
    const output = context.flags.string('output');
    if (output === '') context.out(built);
    else context.process.fs.write(context.process.fs.resolve(context.process.cwd, output), built);
    return 0;
  },
};
