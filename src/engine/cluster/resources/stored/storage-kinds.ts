import type { JsonObject, KubeObject } from '../../json.ts';
import type { ResourceDefinition } from '../definition.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { setMissing, withKey } from '../sharing.ts';
import { storedKind } from './stored-kind.ts';

const GROUP = 'storage.k8s.io';
const PACKAGE = 'io.k8s.api.storage.v1';

const age = (object: KubeObject, nowMs: number): string => ageText(object.metadata.creationTimestamp, nowMs);
const specOf = (object: KubeObject): JsonObject => (object['spec'] ?? {}) as JsonObject;
const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

const CREATED_COLUMN = column('Created At', 'When the object was created.', 'date');

const csiDriver = storedKind({
  group: GROUP,
  kind: 'CSIDriver',
  plural: 'csidrivers',
  schema: `${PACKAGE}.CSIDriver`,
  // Models: apis/storage/v1.SetDefaults_CSIDriver
  defaults: (object) =>
    withKey(
      object,
      'spec',
      setMissing(specOf(object), {
        attachRequired: true,
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
        podInfoOnMount: false,
        requiresRepublish: false,
        seLinuxMount: false,
        storageCapacity: false,
        volumeLifecycleModes: ['Persistent'],
      }),
    ),
  columns: [
    NAME_COLUMN,
    column('AttachRequired', 'Whether volumes are attached first.', 'boolean'),
    column('PodInfoOnMount', 'Whether the driver is told of the pod.', 'boolean'),
    column('StorageCapacity', 'Whether the scheduler asks for room.', 'boolean'),
    column('TokenRequests', 'Audiences of tokens for the driver.'),
    column('RequiresRepublish', 'Whether mounting is repeated.', 'boolean'),
    column('Modes', 'Kinds of volumes.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const spec = specOf(object);
    const tokens = (spec['tokenRequests'] ?? []) as readonly { readonly audience?: string }[];
    return [
      object.metadata.name,
      spec['attachRequired'] ?? true,
      spec['podInfoOnMount'] ?? false,
      spec['storageCapacity'] ?? false,
      tokens.length === 0 ? '<unset>' : tokens.map(({ audience }) => audience ?? '').join(','),
      spec['requiresRepublish'] ?? false,
      ((spec['volumeLifecycleModes'] ?? []) as readonly string[]).join(',') || '<none>',
      age(object, nowMs),
    ];
  },
});

const csiNode = storedKind({
  group: GROUP,
  kind: 'CSINode',
  plural: 'csinodes',
  schema: `${PACKAGE}.CSINode`,
  columns: [NAME_COLUMN, column('Drivers', 'Number of drivers on the node.', 'integer'), AGE_COLUMN],
  cells: (object, { nowMs }) => [
    object.metadata.name,
    ((specOf(object)['drivers'] ?? []) as readonly unknown[]).length,
    age(object, nowMs),
  ],
});

const csiStorageCapacity = storedKind({
  group: GROUP,
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  schema: `${PACKAGE}.CSIStorageCapacity`,
  namespaced: true,
  columns: [NAME_COLUMN, CREATED_COLUMN],
  cells: (object) => [object.metadata.name, object.metadata.creationTimestamp],
});

const volumeAttachment = storedKind({
  group: GROUP,
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  schema: `${PACKAGE}.VolumeAttachment`,
  status: true,
  columns: [
    NAME_COLUMN,
    { ...column('Attacher', 'Driver that attaches.'), format: 'name' },
    column('PV', 'Volume that is attached.'),
    column('Node', 'Node that it is attached to.'),
    column('Attached', 'Whether it is.', 'boolean'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const { attacher, nodeName, source } = specOf(object);
    const attached = ((object['status'] ?? {}) as JsonObject)['attached'] ?? false;
    const volume = (source as JsonObject | undefined)?.['persistentVolumeName'];
    return [object.metadata.name, text(attacher), text(volume), text(nodeName), attached, age(object, nowMs)];
  },
});

const volumeAttributesClass = storedKind({
  group: GROUP,
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  schema: `${PACKAGE}.VolumeAttributesClass`,
  shortNames: ['vac'],
  columns: [NAME_COLUMN, column('DriverName', 'Driver that the attributes are for.'), AGE_COLUMN],
  cells: (object, { nowMs }) => [object.metadata.name, text(object['driverName']), age(object, nowMs)],
});

/** Kinds of storage that has drivers. Models: pkg/registry/storage */
export const storageKinds: readonly ResourceDefinition[] = [
  csiDriver,
  csiNode,
  csiStorageCapacity,
  volumeAttachment,
  volumeAttributesClass,
];
