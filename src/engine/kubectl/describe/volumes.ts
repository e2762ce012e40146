import type { JsonObject } from '../../cluster/json.ts';
import { writeAttributes } from './maps.ts';
import { writeClaim } from './persistent-volume-claim.ts';
import { PERSISTENT_SOURCES } from './persistent-volume-sources.ts';
import { POD_SOURCES, projectedRows } from './pod-volume-sources.ts';
import { at, items, object, text } from './read.ts';
import type { VolumeSource } from './volume-rows.ts';
import { type DescribeWriter, field, nested } from './writer.ts';

/** `Volumes:` of a pod or a template. Models: kubectl/pkg/describe.describeVolumes */
export function writeVolumes(writer: DescribeWriter, volumes: readonly JsonObject[], indent: '' | '  '): void {
  if (volumes.length === 0) {
    writer.write(0, `${indent}Volumes:\t<none>\n`);
    return;
  }
  writer.write(0, `${indent}Volumes:\n`);
  for (const volume of volumes) {
    writer.write(1, `${indent === '' ? '' : ' '}${text(volume, 'name')}:\n`);
    if (!writeComposed(writer, volume) && !writeSource(writer, volume, POD_SOURCES)) writer.write(1, '<unknown>\n');
  }
}

/** What stands behind a persistent volume. */
export function writePersistentSource(writer: DescribeWriter, spec: JsonObject | undefined): void {
  if (spec === undefined || !writeSource(writer, spec, PERSISTENT_SOURCES)) writer.write(1, '<unknown>\n');
}

/** Where kubectl's own heading is not the label and a colon. */
const HEADINGS: { readonly [label: string]: string } = { ISCSIInterface: 'ISCSIInterface', Kind: 'Kind: ' };

function writeSource(writer: DescribeWriter, holder: JsonObject, sources: readonly VolumeSource[]): boolean {
  const source = sources.find((each) => object(holder, each.key) !== undefined);
  const value = source === undefined ? undefined : object(holder, source.key);
  if (source === undefined || value === undefined) return false;
  field(writer, 2, 'Type', source.type);
  for (const [label, read] of source.rows) {
    writer.write(2, `${HEADINGS[label] ?? `${label}:`}\t${read(value)}\n`);
  }
  if (source.key === 'csi') writeAttributes(writer, 'VolumeAttributes', at(value, 'volumeAttributes'));
  return true;
}

/** Sources that are more than rows: projected, downwardAPI, ephemeral. */
function writeComposed(writer: DescribeWriter, volume: JsonObject): boolean {
  const projected = object(volume, 'projected');
  const downward = object(volume, 'downwardAPI');
  const ephemeral = object(volume, 'ephemeral');
  if (projected !== undefined) {
    field(writer, 2, 'Type', 'Projected (a volume that contains injected data from multiple sources)');
    for (const [label, value] of projectedRows(projected)) field(writer, 2, label, value);
  } else if (downward !== undefined) {
    field(writer, 2, 'Type', 'DownwardAPI (a volume populated by information about the pod)');
    writer.write(2, 'Items:\n');
    for (const item of items(downward, 'items')) {
      for (const from of [text(item, 'fieldRef', 'fieldPath'), text(item, 'resourceFieldRef', 'resource')]) {
        if (from !== '') writer.write(3, `${from} -> ${text(item, 'path')}\n`);
      }
    }
  } else if (ephemeral !== undefined) {
    field(
      writer,
      2,
      'Type',
      'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    );
    const template = object(ephemeral, 'volumeClaimTemplate');
    if (template !== undefined) writeClaim(nested(writer, 2), template, false, 0);
  } else return false;
  return true;
}
