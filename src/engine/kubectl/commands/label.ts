import { metadataCommand } from './metadata-command.ts';

/** `kubectl label`. Models: kubectl/pkg/cmd/label/label.go */
export const label = metadataCommand({
  name: 'label',
  field: 'labels',
  use: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the labels on a resource',
  long: `Update the labels on a resource.

  *  A label key and value must begin with a letter or number, and may contain letters, numbers, hyphens, dots, and underscores, up to 63 characters each.
  *  Optionally, the key can begin with a DNS subdomain prefix and a single '/', like example.com/my-app.
  *  If --overwrite is true, then existing labels can be overwritten, otherwise attempting to overwrite a label will result in an error.
  *  If --resource-version is specified, then updates will use this resource version, otherwise the existing resource-version will be used.`,
  examples: `# Give a pod a label
kubectl label pods web unhealthy=true

# Change a label's value
kubectl label --overwrite pods web status=unhealthy

# Label all pods of the namespace
kubectl label pods --all status=unhealthy

# Remove a label
kubectl label pods web status-`,
});
