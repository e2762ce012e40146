import type { JsonObject } from '../../cluster/json.ts';
import { type DescribeContext, type Describer, RELATED } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeAnnotations, writeLabels, writeLines } from './maps.ts';
import { canonical } from './quantity.ts';
import { at, goList, items, object, text, texts } from './read.ts';
import { rfc1123, since } from './time.ts';
import { type DescribeWriter, describeText, field } from './writer.ts';

const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';
const MODES: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

/** Access modes in short: `RWO,ROX`. Models: kubectl/pkg/util/storage.GetAccessModesAsString */
export function accessModes(modes: readonly string[]): string {
  return MODES.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

/** The storage class of a claim or a volume; the old annotation wins. */
export function storageClass(object: JsonObject): string {
  return text(object, 'metadata', 'annotations', BETA_CLASS) || text(object, 'spec', 'storageClassName');
}

/** `Status:` of something whose deletion may be pending. */
export function writeStatus(writer: DescribeWriter, subject: JsonObject, nowMs: number): void {
  const deleted = text(subject, 'metadata', 'deletionTimestamp');
  field(
    writer,
    0,
    'Status',
    deleted === '' ? text(subject, 'status', 'phase') : `Terminating (lasts ${since(deleted, nowMs)})`,
  );
}

/** A claim, or the template of one (`full` false), which has neither name nor status. Models: kubectl/pkg/describe.printPersistentVolumeClaim */
export function writeClaim(writer: DescribeWriter, claim: JsonObject, full: boolean, nowMs: number): void {
  if (full) {
    field(writer, 0, 'Name', text(claim, 'metadata', 'name'));
    field(writer, 0, 'Namespace', text(claim, 'metadata', 'namespace'));
  }
  field(writer, 0, 'StorageClass', storageClass(claim));
  if (full) writeStatus(writer, claim, nowMs);
  const volume = text(claim, 'spec', 'volumeName');
  field(writer, 0, 'Volume', volume);
  writeLabels(writer, 'Labels', at(claim, 'metadata', 'labels'));
  writeAnnotations(writer, 'Annotations', at(claim, 'metadata', 'annotations'));
  if (full) field(writer, 0, 'Finalizers', goList(texts(claim, 'metadata', 'finalizers')));
  field(writer, 0, 'Capacity', volume === '' ? '' : canonical(text(claim, 'status', 'capacity', 'storage')));
  field(writer, 0, 'Access Modes', volume === '' ? '' : accessModes(texts(claim, 'status', 'accessModes')));
  if (text(claim, 'spec', 'volumeMode') !== '') field(writer, 0, 'VolumeMode', text(claim, 'spec', 'volumeMode'));
  const source = object(claim, 'spec', 'dataSource');
  if (source === undefined) return;
  writer.write(0, 'DataSource:\n');
  if (at(source, 'apiGroup') !== undefined) field(writer, 1, 'APIGroup', text(source, 'apiGroup'));
  field(writer, 1, 'Kind', text(source, 'kind'));
  field(writer, 1, 'Name', text(source, 'name'));
}

function podsUsing(claim: JsonObject, context: DescribeContext): readonly string[] {
  const found = context.list(RELATED.pods, text(claim, 'metadata', 'namespace'));
  if ('error' in found) return [];
  const name = text(claim, 'metadata', 'name');
  const owners = items(claim, 'metadata', 'ownerReferences')
    .filter((owner) => text(owner, 'kind') === 'Pod')
    .map((owner) => text(owner, 'uid'));
  return found.items
    .filter(
      (pod) =>
        owners.includes(text(pod, 'metadata', 'uid')) ||
        items(pod, 'spec', 'volumes').some((volume) => text(volume, 'persistentVolumeClaim', 'claimName') === name),
    )
    .map((pod) => text(pod, 'metadata', 'name'))
    .sort();
}

/** `kubectl describe pvc`. Models: kubectl/pkg/describe.describePersistentVolumeClaim */
export const describePersistentVolumeClaim: Describer = (claim, context) =>
  describeText((writer) => {
    writeClaim(writer, claim, true, context.nowMs);
    writeLines(writer, 'Used By', podsUsing(claim, context));
    const conditions = items(claim, 'status', 'conditions');
    if (conditions.length > 0) {
      writer.write(0, 'Conditions:\n');
      writer.write(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage\n');
      writer.write(1, '----\t------\t-----------------\t------------------\t------\t-------\n');
    }
    for (const condition of conditions) {
      const times = [rfc1123(text(condition, 'lastProbeTime')), rfc1123(text(condition, 'lastTransitionTime'))];
      const cells = [text(condition, 'type'), text(condition, 'status'), ...times, text(condition, 'reason')];
      writer.write(1, `${cells.join(' \t')} \t${text(condition, 'message')}\n`);
    }
    writeEventsOf(writer, context, claim);
  });
