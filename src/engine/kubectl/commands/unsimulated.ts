import type { Command, CommandContext } from '../command.ts';
import { filenameFlags, printFlags } from '../common-flags.ts';
import { CommandError } from '../errors.ts';
import type { FlagSpec } from '../flags.ts';
import { helpText } from '../help.ts';
import { runGroup } from '../kubectl.ts';

const signingFlags = (done: string): readonly FlagSpec[] => [
  ...printFlags,
  ...filenameFlags('Filename, directory, or URL to files identifying the resource to update'),
  { name: 'force', type: 'bool', usage: `Update the CSR even if it is already ${done}.` },
];

const NO_ALPHA = 'No alpha commands are available in this version of kubectl\n';

/** Commands of kubectl that Skiff does not simulate: known by name, refused when run. */
export const unsimulated: readonly Command[] = [
  signing('certificate', 'SUBCOMMAND', 'Modify certificate resources', [
    refused(
      'certificate approve',
      '(-f FILENAME | NAME)',
      'Approve a certificate signing request',
      signingFlags('approved'),
      checkRequests,
    ),
    refused(
      'certificate deny',
      '(-f FILENAME | NAME)',
      'Deny a certificate signing request',
      signingFlags('denied'),
      checkRequests,
    ),
  ]),
  group('kuberc', 'SUBCOMMAND', 'Manage kuberc configuration files', [
    refused('kuberc set', '--section (defaults|aliases) --command COMMAND', 'Set values in the kuberc configuration'),
    refused('kuberc view', '', 'Display the current kuberc configuration'),
  ]),
  {
    name: 'alpha',
    hidden: true,
    use: '',
    short: 'Commands for features in alpha',
    helpInstead: { err: NO_ALPHA },
    run(context) {
      context.err(NO_ALPHA);
      return 0;
    },
  },
];

/** A group that prints its help whatever is asked. */
function signing(name: string, use: string, short: string, subcommands: readonly Command[]): Command {
  return {
    name,
    use,
    short,
    subcommands,
    run(context) {
      context.out(helpText(context.command, context.commandPath.split(' ')));
      return 0;
    },
  };
}

function group(name: string, use: string, short: string, subcommands: readonly Command[]): Command {
  return { name, use, short, subcommands, run: runGroup };
}

/** Models: certificates.CertificateOptions.Validate */
function checkRequests({ args, flags }: CommandContext): void {
  if (args.length > 0 || flags.strings('filename').length > 0 || flags.string('kustomize') !== '') return;
  throw new CommandError('one or more CSRs must be specified as <name> or -f <filename>');
}

function refused(
  path: string,
  use: string,
  short: string,
  flags: readonly FlagSpec[] = [],
  check: (context: CommandContext) => void = () => undefined,
): Command {
  return {
    name: path.slice(path.indexOf(' ') + 1),
    use,
    short,
    flags,
    unsimulated: true,
    run(context) {
      check(context);
      throw new CommandError(`kubectl ${path} is not simulated by Skiff`);
    },
  };
}
