import { filenameFlags, validateFlag } from '../../common-flags.ts';
import type { FlagSpec } from '../../flags.ts';

/** The flags of commands that open an editor. */
export const editFlags: readonly FlagSpec[] = [
  ...filenameFlags('Filename, directory, or URL to files to use to edit the resource'),
  validateFlag,
  {
    name: 'windows-line-endings',
    type: 'bool',
    usage: 'Defaults to the line ending native to your platform.',
  },
];
