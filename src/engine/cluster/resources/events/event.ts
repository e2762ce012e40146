import type { Json, JsonObject, KubeObject } from '../../json.ts';
import { event } from '../core/event.ts';
import type { ResourceDefinition } from '../definition.ts';

/** Fields of a core event under their names in events.k8s.io. Models: apis/events/v1.Convert_core_Event_To_v1_Event */
const NAMES: readonly (readonly [core: string, events: string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];
const TO_EVENTS = new Map(NAMES);
const TO_CORE = new Map(NAMES.map(([core, events]) => [events, core]));

function renamed(object: JsonObject, names: ReadonlyMap<string, string>, apiVersion: string): JsonObject {
  const out: { [key: string]: Json | undefined } = {};
  for (const name of Object.keys(object)) out[names.get(name) ?? name] = object[name];
  out['apiVersion'] = apiVersion;
  return out as JsonObject;
}

/** The core event's selectors under the newer names; what is no field here is no selector. Models: apis/events/v1.AddFieldLabelConversionsForEvent */
const fieldSelectors = Object.fromEntries(
  Object.entries(event.fieldSelectors).flatMap(([key, read]) => {
    const [head = '', ...rest] = key.split('.');
    return head === 'source' ? [] : [[[TO_EVENTS.get(head) ?? head, ...rest].join('.'), read]];
  }),
);

const toCore = (object: JsonObject): JsonObject => renamed(object, TO_CORE, 'v1');

/** The same events in their own group: stored as core events, shown with the newer names. Models: pkg/registry/events */
export const eventsEvent: ResourceDefinition = {
  ...event,
  group: 'events.k8s.io',
  schema: 'io.k8s.api.events.v1.Event',
  view: {
    of: 'events',
    show: (object) => renamed(object as unknown as JsonObject, TO_EVENTS, 'events.k8s.io/v1') as unknown as KubeObject,
    take: toCore,
  },
  fieldSelectors,
  cells: (object, context) => event.cells(toCore(object as unknown as JsonObject) as unknown as KubeObject, context),
};
