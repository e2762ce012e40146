import type { JsonObject } from '../../cluster/json.ts';
import { writeAnnotations, writeLabels } from './maps.ts';
import { at, items, text } from './read.ts';
import { rfc1123 } from './time.ts';
import { type DescribeWriter, field } from './writer.ts';

/** `Name:` and, for what lives in one, `Namespace:`. */
export function writeName(writer: DescribeWriter, subject: JsonObject): void {
  field(writer, 0, 'Name', text(subject, 'metadata', 'name'));
  const namespace = text(subject, 'metadata', 'namespace');
  if (namespace !== '') field(writer, 0, 'Namespace', namespace);
}

/** `Labels:` and `Annotations:`. */
export function writeTags(writer: DescribeWriter, subject: JsonObject): void {
  writeLabels(writer, 'Labels', at(subject, 'metadata', 'labels'));
  writeAnnotations(writer, 'Annotations', at(subject, 'metadata', 'annotations'));
}

/** `CreationTimestamp:`. */
export function writeCreated(writer: DescribeWriter, subject: JsonObject): void {
  field(writer, 0, 'CreationTimestamp', rfc1123(text(subject, 'metadata', 'creationTimestamp')));
}

/** A table of conditions with the given columns; the type's column is padded by one more blank when `spaced`. */
export function writeConditions(
  writer: DescribeWriter,
  conditions: readonly JsonObject[],
  columns: readonly (readonly [title: string, read: (condition: JsonObject) => string])[],
  spaced = false,
): void {
  if (conditions.length === 0) return;
  writer.write(0, 'Conditions:\n');
  writer.write(1, `${columns.map(([title]) => title).join('\t')}\n`);
  writer.write(1, `${columns.map(([title]) => '-'.repeat(title.length)).join('\t')}\n`);
  for (const condition of conditions) {
    const [first = '', ...rest] = columns.map(([, read]) => read(condition));
    writer.write(1, `${[spaced ? `${first} ` : first, ...rest].join('\t')}\n`);
  }
}

const column =
  (key: string) =>
  (condition: JsonObject): string =>
    text(condition, key);

/** `Type`, `Status`, `Reason`: how workloads show their conditions. */
export function writeWorkloadConditions(writer: DescribeWriter, subject: JsonObject): void {
  const columns = [
    ['Type', column('type')] as const,
    ['Status', column('status')] as const,
    ['Reason', column('reason')] as const,
  ];
  writeConditions(writer, items(subject, 'status', 'conditions'), columns, true);
}

/** `Type`, `Status`, `LastTransitionTime`, `Reason`, `Message`. */
export function writeFullConditions(writer: DescribeWriter, subject: JsonObject): void {
  writeConditions(writer, items(subject, 'status', 'conditions'), [
    ['Type', column('type')],
    ['Status', column('status')],
    ['LastTransitionTime', (condition) => rfc1123(text(condition, 'lastTransitionTime'))],
    ['Reason', column('reason')],
    ['Message', column('message')],
  ]);
}
