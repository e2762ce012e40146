import { metadataCommand } from './metadata-command.ts';

/** `kubectl label`. Models: kubectl/pkg/cmd/label/label.go */
export const label = metadataCommand({
  name: 'label',
  field: 'labels',
  use: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the labels on a resource',
});
