import type { Command } from '../command.ts';
import { usageError } from '../errors.ts';
import { kustomize } from '../kustomize/build.ts';

/** `kubectl kustomize`: prints what `-k` would apply. */
export const kustomizeCommand: Command = {
  name: 'kustomize',
  use: 'DIR',
  short: 'Build a kustomization target from a directory or URL',
  long: 'Build a set of KRM resources using a kustomization.yaml file. The DIR argument must be a path to a directory that holds it. If DIR is omitted, "." is assumed. Fields of kustomizations that are not simulated here are refused by name.',
  examples:
    '# Build the current working directory\nkubectl kustomize\n\n# Build a folder\nkubectl kustomize overlays/production',
  flags: [{ name: 'output', shorthand: 'o', type: 'string', usage: 'If specified, write output to this path.' }],
  run(context) {
    const [folder = '.', ...more] = context.args;
    if (more.length > 0) throw usageError(context.commandPath, 'specify one path to kustomization.yaml');
    const built = kustomize(context, folder);
    const output = context.flags.string('output');
    if (output === '') context.out(built);
    else context.process.fs.write(context.process.fs.resolve(context.process.cwd, output), built);
    return 0;
  },
};
