import type { JsonObject, KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { column, NAME_COLUMN, wideColumn } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { invalid } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };

interface ObjectReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

interface EventFields {
  readonly involvedObject?: ObjectReference;
  readonly reason?: string;
  readonly message?: string;
  readonly type?: string;
  readonly count?: number;
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
}

const fieldsOf = (object: KubeObject): EventFields => object as EventFields;
const involved = (object: KubeObject): ObjectReference => fieldsOf(object).involvedObject ?? {};

/** Fields that an event always shows, empty or not, as its Go type does. */
const ALWAYS: JsonObject = {
  source: {},
  firstTimestamp: null,
  lastTimestamp: null,
  eventTime: null,
  reportingComponent: '',
  reportingInstance: '',
};

function defaults(object: KubeObject): KubeObject {
  for (const key in ALWAYS) if (object[key] === undefined) return { ...object, ...ALWAYS, ...withoutAbsent(object) };
  return object;
}

function withoutAbsent(object: KubeObject): KubeObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as unknown as KubeObject;
}

/** Models: apis/core/validation.legacyValidateEvent */
function validateFields(object: KubeObject): FieldError[] {
  const { namespace = '' } = object.metadata;
  const about = involved(object).namespace ?? '';
  if (about === '' ? namespace === 'default' || namespace === 'kube-system' : about === namespace) return [];
  return [invalid('involvedObject.namespace', about, 'does not match event.namespace')];
}

function source({ source = {}, reportingComponent = '', reportingInstance = '' }: EventFields): string {
  const component = source.component || reportingComponent;
  const instance = source.host || reportingInstance;
  return instance === '' ? component : `${component}, ${instance}`;
}

/** When the event was first and last seen, as ages. Models: printers/internalversion.printEvent */
function seen(event: EventFields, nowMs: number): readonly [first: string, last: string] {
  const first = ageText(event.firstTimestamp || event.eventTime, nowMs);
  const last = event.lastTimestamp ? ageText(event.lastTimestamp, nowMs) : first;
  return [first, event.series ? ageText(event.series.lastObservedTime, nowMs) : last];
}

/** Models: pkg/registry/core/event */
export const event: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.Event',
  subresources: {},
  defaults,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateFields(object)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateFields(object)],
  columns: [
    column('Last Seen', 'When it happened last.'),
    column('Type', 'Normal or Warning.'),
    column('Reason', 'Why, in one word.'),
    column('Object', 'What it happened to.'),
    wideColumn('Subobject', 'Which part of the object.'),
    wideColumn('Source', 'Who reported it.'),
    column('Message', 'What happened.'),
    wideColumn('First Seen', 'When it happened first.'),
    wideColumn('Count', 'How often it happened.'),
    { ...NAME_COLUMN, priority: 1 },
  ],
  cells: (object, { nowMs }) => {
    const fields = fieldsOf(object);
    const { kind = '', name, fieldPath = '' } = involved(object);
    const [first, last] = seen(fields, nowMs);
    return [
      last,
      fields.type ?? '',
      fields.reason ?? '',
      name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase(),
      fieldPath,
      source(fields),
      (fields.message ?? '').trim(),
      first,
      String(fields.series?.count ?? (fields.count || 1)),
      object.metadata.name,
    ];
  },
  fieldSelectors: {
    'involvedObject.kind': (object) => involved(object).kind ?? '',
    'involvedObject.namespace': (object) => involved(object).namespace ?? '',
    'involvedObject.name': (object) => involved(object).name ?? '',
    'involvedObject.uid': (object) => involved(object).uid ?? '',
    'involvedObject.apiVersion': (object) => involved(object).apiVersion ?? '',
    'involvedObject.resourceVersion': (object) => involved(object).resourceVersion ?? '',
    'involvedObject.fieldPath': (object) => involved(object).fieldPath ?? '',
    reason: (object) => fieldsOf(object).reason ?? '',
    reportingComponent: (object) => fieldsOf(object).reportingComponent ?? '',
    source: (object) => fieldsOf(object).source?.component || fieldsOf(object).reportingComponent || '',
    type: (object) => fieldsOf(object).type ?? '',
  },
};
