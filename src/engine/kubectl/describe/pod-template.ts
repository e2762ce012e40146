import type { Json, JsonObject } from '../../cluster/json.ts';
import { writeContainers } from './containers.ts';
import { writeAnnotations, writeLabels, writeLines } from './maps.ts';
import { at, items, number, object, text } from './read.ts';
import { formatLabelSelector } from './selectors.ts';
import { writeVolumes } from './volumes.ts';
import { type DescribeWriter, field } from './writer.ts';

/** `Tolerations:`, one a line, by key. Models: kubectl/pkg/describe.printTolerationsMultilineWithIndent */
export function writeTolerations(writer: DescribeWriter, title: string, tolerations: readonly JsonObject[]): void {
  const sorted = [...tolerations].sort((a, b) =>
    text(a, 'key') < text(b, 'key') ? -1 : text(a, 'key') > text(b, 'key') ? 1 : 0,
  );
  writeLines(writer, title, sorted.map(describeToleration));
}

function describeToleration(toleration: JsonObject): string {
  const key = text(toleration, 'key');
  const value = text(toleration, 'value');
  const effect = text(toleration, 'effect');
  let out = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  if (text(toleration, 'operator') === 'Exists' && value === '')
    out += key === '' && effect === '' ? 'op=Exists' : ' op=Exists';
  if (at(toleration, 'tolerationSeconds') !== undefined) out += ` for ${number(toleration, 'tolerationSeconds')}s`;
  return out;
}

/** `Topology Spread Constraints:`, when there are any. Models: kubectl/pkg/describe.describeTopologySpreadConstraints */
export function writeSpreadConstraints(
  writer: DescribeWriter,
  constraints: readonly JsonObject[],
  indent: string,
): void {
  if (constraints.length === 0) return;
  const lines = [...constraints]
    .sort((a, b) => (text(a, 'topologyKey') < text(b, 'topologyKey') ? -1 : 1))
    .map((constraint) => {
      const selector = object(constraint, 'labelSelector');
      const pods = selector === undefined ? '' : ` for selector ${formatLabelSelector(selector)}`;
      const skew = `when max skew ${number(constraint, 'maxSkew')} is exceeded`;
      return `${text(constraint, 'topologyKey')}:${text(constraint, 'whenUnsatisfiable')} ${skew}${pods}`;
    });
  writeLines(writer, 'Topology Spread Constraints', lines, indent);
}

/** `Pod Template:` of a workload. Models: kubectl/pkg/describe.DescribePodTemplate */
export function writePodTemplate(writer: DescribeWriter, template: Json | undefined): void {
  writer.write(0, 'Pod Template:\n');
  if (template === undefined) {
    writer.write(1, '<unset>');
    return;
  }
  const spec = object(template, 'spec');
  writeLabels(writer, '  Labels', at(template, 'metadata', 'labels'));
  const annotations = object(template, 'metadata', 'annotations');
  if (annotations !== undefined && Object.keys(annotations).length > 0)
    writeAnnotations(writer, '  Annotations', annotations);
  if (text(spec, 'serviceAccountName') !== '') field(writer, 1, 'Service Account', text(spec, 'serviceAccountName'));
  const context = { statuses: [], pod: undefined, indent: '  ' } as const;
  const initContainers = items(spec, 'initContainers');
  if (initContainers.length > 0) writeContainers(writer, 'Init Containers', initContainers, context);
  writeContainers(writer, 'Containers', items(spec, 'containers'), context);
  writeVolumes(writer, items(spec, 'volumes'), '  ');
  writeSpreadConstraints(writer, items(spec, 'topologySpreadConstraints'), '  ');
  if (text(spec, 'priorityClassName') !== '') field(writer, 1, 'Priority Class Name', text(spec, 'priorityClassName'));
  writeLabels(writer, '  Node-Selectors', at(spec, 'nodeSelector'));
  writeTolerations(writer, '  Tolerations', items(spec, 'tolerations'));
}
