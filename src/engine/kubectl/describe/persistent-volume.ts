import type { JsonObject } from '../../cluster/json.ts';
import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeTags } from './head.ts';
import { accessModes, storageClass, writeStatus } from './persistent-volume-claim.ts';
import { canonical } from './quantity.ts';
import { goList, items, object, text, texts } from './read.ts';
import { writePersistentSource } from './volumes.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

/** `kubectl describe pv`. Models: kubectl/pkg/describe.describePersistentVolume */
export const describePersistentVolume: Describer = (volume, context) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(volume, 'metadata', 'name'));
    writeTags(writer, volume);
    field(writer, 0, 'Finalizers', goList(texts(volume, 'metadata', 'finalizers')));
    field(writer, 0, 'StorageClass', storageClass(volume));
    writeStatus(writer, volume, context.nowMs);
    const claim = object(volume, 'spec', 'claimRef');
    field(writer, 0, 'Claim', claim === undefined ? '' : `${text(claim, 'namespace')}/${text(claim, 'name')}`);
    field(writer, 0, 'Reclaim Policy', text(volume, 'spec', 'persistentVolumeReclaimPolicy'));
    field(writer, 0, 'Access Modes', accessModes(texts(volume, 'spec', 'accessModes')));
    if (text(volume, 'spec', 'volumeMode') !== '') field(writer, 0, 'VolumeMode', text(volume, 'spec', 'volumeMode'));
    field(writer, 0, 'Capacity', canonical(text(volume, 'spec', 'capacity', 'storage')));
    writeNodeAffinity(writer, object(volume, 'spec', 'nodeAffinity', 'required'));
    field(writer, 0, 'Message', text(volume, 'status', 'message'));
    writer.write(0, 'Source:\n');
    writePersistentSource(writer, object(volume, 'spec'));
    writeEventsOf(writer, context, volume);
  });

/** Models: kubectl/pkg/describe.printVolumeNodeAffinity */
function writeNodeAffinity(writer: DescribeWriter, required: JsonObject | undefined): void {
  if (required === undefined) {
    field(writer, 0, 'Node Affinity', '<none>');
    return;
  }
  const terms = items(required, 'nodeSelectorTerms');
  field(writer, 0, 'Node Affinity', '');
  field(writer, 1, 'Required Terms', terms.length === 0 ? '<none>' : '');
  for (const [position, term] of terms.entries()) {
    const expressions = items(term, 'matchExpressions').map((expression) => {
      const values = texts(expression, 'values');
      const list = values.length === 0 ? '' : ` [${values.join(', ')}]`;
      return `${text(expression, 'key')} ${text(expression, 'operator').toLowerCase()}${list}`;
    });
    writeTerms(writer, 2, `Term ${position}`, expressions);
  }
}

/** A numbered term: its requirements, one a line. Models: kubectl/pkg/describe.printNodeSelectorTermsMultilineWithIndent */
export function writeTerms(
  writer: DescribeWriter,
  level: number,
  title: string,
  requirements: readonly string[],
): void {
  writer.write(level, `${title}:\t`);
  if (requirements.length === 0) writer.write(0, '<none>\n');
  for (const [position, requirement] of requirements.entries()) {
    if (position > 0) writer.write(level, '\t');
    writer.write(0, `${requirement}\n`);
  }
}
