import { metadataCommand } from './metadata-command.ts';

/** `kubectl annotate`. Models: kubectl/pkg/cmd/annotate/annotate.go */
export const annotate = metadataCommand({
  name: 'annotate',
  field: 'annotations',
  use: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the annotations on a resource',
});
