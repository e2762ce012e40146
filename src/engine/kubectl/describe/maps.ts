import type { Json } from '../../cluster/json.ts';
import { pairs } from './read.ts';
import type { DescribeWriter } from './writer.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_ANNOTATION = 140;

/** `Title:` and one line an entry, `<none>` without entries. `title` may carry its own indentation. */
export function writeLines(writer: DescribeWriter, title: string, lines: readonly string[], indent = ''): void {
  writer.write(0, `${indent}${title}:\t`);
  if (lines.length === 0) writer.write(0, '<none>\n');
  for (const [position, line] of lines.entries()) writer.write(0, `${position === 0 ? '' : `${indent}\t`}${line}\n`);
}

/** Labels, one a line, sorted. Models: kubectl/pkg/describe.printLabelsMultiline */
export function writeLabels(writer: DescribeWriter, title: string, labels: Json | undefined, indent = ''): void {
  const lines = pairs(labels).map(([key, value]) => `${key}=${value}`);
  writeLines(writer, title, lines, indent);
}

const shorten = (line: string, length: number): string => (line.length > length ? `${line.slice(0, length)}...` : line);

/** Annotations without kubectl's own; long values go to lines of their own, shortened. Models: kubectl/pkg/describe.printAnnotationsMultiline */
export function writeAnnotations(writer: DescribeWriter, title: string, annotations: Json | undefined): void {
  writer.write(0, `${title}:\t`);
  const shown = pairs(annotations).filter(([key]) => key !== LAST_APPLIED);
  if (shown.length === 0) writer.write(0, '<none>\n');
  for (const [position, [key, whole]] of shown.entries()) {
    const value = whole.endsWith('\n') ? whole.slice(0, -1) : whole;
    if (position > 0) writer.write(0, '\t');
    if (value.length + key.length + 2 <= MAX_ANNOTATION && !value.includes('\n')) {
      writer.write(0, `${key}: ${value}\n`);
      continue;
    }
    writer.write(0, `${key}:\n`);
    for (const line of value.split('\n')) writer.write(0, `\t  ${shorten(line, MAX_ANNOTATION - 2)}\n`);
  }
}

/** CSI attributes: two levels in, one a line, shortened. Models: kubectl/pkg/describe.printCSIPersistentVolumeAttributesMultiline */
export function writeAttributes(writer: DescribeWriter, title: string, attributes: Json | undefined): void {
  const lines = pairs(attributes).map(([key, value]) => shorten(`${key}=${value}`, MAX_ANNOTATION));
  writer.write(2, `${title}:\t`);
  if (lines.length === 0) writer.write(0, '<none>\n');
  for (const [position, line] of lines.entries()) {
    if (position > 0) writer.write(2, '    \t');
    writer.write(2, `${line}\n`);
  }
}
