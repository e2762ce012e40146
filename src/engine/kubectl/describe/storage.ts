import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeCreated, writeTags } from './head.ts';
import { writeTerms } from './persistent-volume.ts';
import { at, goList, items, number, object, text, texts } from './read.ts';
import { formatLabels } from './selectors.ts';
import { describeText, field } from './writer.ts';

const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** `kubectl describe sc`. Models: kubectl/pkg/describe.describeStorageClass */
export const describeStorageClass: Describer = (storageClass, context) =>
  describeText((writer) => {
    const annotations = object(storageClass, 'metadata', 'annotations');
    field(writer, 0, 'Name', text(storageClass, 'metadata', 'name'));
    field(writer, 0, 'IsDefaultClass', DEFAULT_CLASS.some((key) => text(annotations, key) === 'true') ? 'Yes' : 'No');
    field(writer, 0, 'Annotations', formatLabels(annotations));
    field(writer, 0, 'Provisioner', text(storageClass, 'provisioner'));
    field(writer, 0, 'Parameters', formatLabels(at(storageClass, 'parameters')));
    const expansion = at(storageClass, 'allowVolumeExpansion');
    field(
      writer,
      0,
      'AllowVolumeExpansion',
      expansion === undefined ? '<unset>' : expansion === true ? 'True' : 'False',
    );
    const options = texts(storageClass, 'mountOptions');
    writer.write(0, options.length === 0 ? 'MountOptions:\t<none>\n' : 'MountOptions:\n');
    for (const option of options) writer.write(1, `${option}\n`);
    const policy = text(storageClass, 'reclaimPolicy');
    if (policy !== '') field(writer, 0, 'ReclaimPolicy', policy);
    const binding = text(storageClass, 'volumeBindingMode');
    if (binding !== '') field(writer, 0, 'VolumeBindingMode', binding);
    if (at(storageClass, 'allowedTopologies') !== undefined) {
      const topologies = items(storageClass, 'allowedTopologies');
      field(writer, 0, 'AllowedTopologies', topologies.length === 0 ? '<none>' : '');
      for (const [position, term] of topologies.entries()) {
        const requirements = items(term, 'matchLabelExpressions').map((expression) => {
          const values = texts(expression, 'values');
          return `${text(expression, 'key')} in${values.length === 0 ? '' : ` [${values.join(', ')}]`}`;
        });
        writeTerms(writer, 1, `Term ${position}`, requirements);
      }
    }
    writeEventsOf(writer, context, storageClass);
  });

/** `kubectl describe volumeattributesclass`. Models: kubectl/pkg/describe.describeVolumeAttributesClass */
export const describeVolumeAttributesClass: Describer = (attributesClass, context) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(attributesClass, 'metadata', 'name'));
    field(writer, 0, 'Annotations', formatLabels(at(attributesClass, 'metadata', 'annotations')));
    field(writer, 0, 'DriverName', text(attributesClass, 'driverName'));
    field(writer, 0, 'Parameters', formatLabels(at(attributesClass, 'parameters')));
    writeEventsOf(writer, context, attributesClass);
  });

/** `kubectl describe csinode`. Models: kubectl/pkg/describe.describeCSINode */
export const describeCsiNode: Describer = (node, context) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(node, 'metadata', 'name'));
    writeTags(writer, node);
    writeCreated(writer, node);
    writer.write(0, 'Spec:\n');
    if (at(node, 'spec', 'drivers') !== undefined) writer.write(1, 'Drivers:\n');
    for (const driver of items(node, 'spec', 'drivers')) {
      writer.write(2, `${text(driver, 'name')}:\n`);
      field(writer, 3, 'Node ID', text(driver, 'nodeID'));
      if (at(driver, 'allocatable', 'count') !== undefined) {
        writer.write(3, 'Allocatables:\n');
        field(writer, 4, 'Count', number(driver, 'allocatable', 'count'));
      }
      if (at(driver, 'topologyKeys') !== undefined)
        field(writer, 3, 'Topology Keys', goList(texts(driver, 'topologyKeys')));
    }
    writeEventsOf(writer, context, node);
  });
