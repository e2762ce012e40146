import type { JsonObject, KubeObject } from '../../json.ts';
import type { ResourceDefinition } from '../definition.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { storedKind } from './stored-kind.ts';

const GROUP = 'resource.k8s.io';
const PACKAGE = 'io.k8s.api.resource.v1';

const age = (object: KubeObject, nowMs: number): string => ageText(object.metadata.creationTimestamp, nowMs);
const specOf = (object: KubeObject): JsonObject => (object['spec'] ?? {}) as JsonObject;
const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

/** Models: printers/internalversion.resourceClaimState */
function claimState(object: KubeObject): string {
  const { allocation, reservedFor } = (object['status'] ?? {}) as JsonObject;
  const states: string[] = [];
  if (object.metadata.deletionTimestamp !== undefined) states.push('deleted');
  if (allocation === undefined || allocation === null) {
    if (states.length === 0) states.push('pending');
  } else {
    states.push('allocated');
    if (Array.isArray(reservedFor) && reservedFor.length > 0) states.push('reserved');
  }
  return states.join(',');
}

function plain(kind: string, plural: string, namespaced: boolean, generation = false): ResourceDefinition {
  return storedKind({
    group: GROUP,
    kind,
    plural,
    schema: `${PACKAGE}.${kind}`,
    namespaced,
    generation,
    columns: [NAME_COLUMN, AGE_COLUMN],
    cells: (object, { nowMs }) => [object.metadata.name, age(object, nowMs)],
  });
}

const resourceClaim = storedKind({
  group: GROUP,
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  schema: `${PACKAGE}.ResourceClaim`,
  namespaced: true,
  status: true,
  columns: [NAME_COLUMN, column('State', 'Whether devices were given.'), AGE_COLUMN],
  cells: (object, { nowMs }) => [object.metadata.name, claimState(object), age(object, nowMs)],
});

const resourceSlice = storedKind({
  group: GROUP,
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  schema: `${PACKAGE}.ResourceSlice`,
  generation: true,
  columns: [
    NAME_COLUMN,
    column('Node', 'Node that has the devices.'),
    column('Driver', 'Driver of the devices.'),
    column('Pool', 'Pool that the slice belongs to.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const { nodeName, driver, pool } = specOf(object);
    return [
      object.metadata.name,
      text(nodeName) || '<unset>',
      text(driver),
      text((pool as JsonObject | undefined)?.['name']),
      age(object, nowMs),
    ];
  },
  fieldSelectors: {
    'spec.nodeName': (object) => text(specOf(object)['nodeName']),
    'spec.driver': (object) => text(specOf(object)['driver']),
  },
});

/** Kinds of dynamic resource allocation. Models: pkg/registry/resource */
export const deviceKinds: readonly ResourceDefinition[] = [
  plain('DeviceClass', 'deviceclasses', false, true),
  resourceClaim,
  plain('ResourceClaimTemplate', 'resourceclaimtemplates', true),
  resourceSlice,
];
