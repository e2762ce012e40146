import { metadataCommand } from './metadata-command.ts';

/** `kubectl annotate`. Models: kubectl/pkg/cmd/annotate/annotate.go */
export const annotate = metadataCommand({
  name: 'annotate',
  field: 'annotations',
  use: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  short: 'Update the annotations on a resource',
  long: `Update the annotations on one or more resources.

 All Kubernetes objects support the ability to store additional data with the object as annotations. Annotations are key/value pairs that can be larger than labels and include arbitrary string values such as structured JSON. Tools and system extensions may use annotations to store their own data.

 Attempting to set an annotation that already exists will fail unless --overwrite is set. If --resource-version is specified and does not match the current resource version on the server the command will fail.`,
  examples: `# Give a pod an annotation
kubectl annotate pods web description='my frontend'

# Change it
kubectl annotate --overwrite pods web description='my frontend running nginx'

# Annotate all pods of the namespace
kubectl annotate pods --all owner='me'

# Remove an annotation
kubectl annotate pods web description-`,
});
