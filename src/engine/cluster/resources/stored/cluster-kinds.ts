import type { JsonObject, KubeObject } from '../../json.ts';
import type { ResourceDefinition } from '../definition.ts';
import { formatLabels } from '../label-selector.ts';
import { defaultTemplate } from '../pod/defaults.ts';
import { validateTemplate } from '../pod/template-validation.ts';
import type { PodTemplate } from '../pod/types.ts';
import { AGE_COLUMN, column, containerCells, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { withKey } from '../sharing.ts';
import { required } from '../validation/field-error.ts';
import { pathSegmentName } from '../validation/names.ts';
import { storedKind } from './stored-kind.ts';

const age = (object: KubeObject, nowMs: number): string => ageText(object.metadata.creationTimestamp, nowMs);
const specOf = (object: KubeObject): JsonObject => (object['spec'] ?? {}) as JsonObject;
const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

interface Conditions {
  readonly conditions?: readonly { readonly type?: string; readonly status?: string; readonly reason?: string }[];
}
const conditionsOf = (object: KubeObject): NonNullable<Conditions['conditions']> =>
  ((object['status'] ?? {}) as Conditions).conditions ?? [];

/** A template that nobody starts pods from by itself: that is what it is for, so no warning. Models: pkg/registry/core/podtemplate */
export const podTemplate = storedKind({
  group: '',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  schema: 'io.k8s.api.core.v1.PodTemplate',
  namespaced: true,
  generation: true,
  warns: false,
  defaults: (object) => {
    const template = object['template'] as PodTemplate | undefined;
    return template ? withKey(object, 'template', defaultTemplate(template)) : object;
  },
  validate: (object) => {
    const template = object['template'] as PodTemplate | undefined;
    return template ? validateTemplate(template, 'template') : [required('template')];
  },
  columns: [
    NAME_COLUMN,
    column('Containers', 'Names of the containers.'),
    column('Images', 'Images of the containers.'),
    column('Pod Labels', 'Labels of pods made from it.'),
  ],
  cells: (object) => {
    const template = (object['template'] ?? {}) as PodTemplate;
    return [
      object.metadata.name,
      ...containerCells(template.spec?.containers),
      formatLabels(template.metadata?.labels),
    ];
  },
});

/** Models: printers/internalversion.extractCSRStatus */
function requestState(object: KubeObject): string {
  const types = conditionsOf(object).map(({ type }) => type);
  const decided = types.includes('Denied') ? 'Denied' : types.includes('Approved') ? 'Approved' : 'Pending';
  const parts = [decided];
  if (types.includes('Failed')) parts.push('Failed');
  if (((object['status'] ?? {}) as JsonObject)['certificate']) parts.push('Issued');
  return parts.join(',');
}

/** Models: pkg/registry/certificates */
export const certificateSigningRequest = storedKind({
  group: 'certificates.k8s.io',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  schema: 'io.k8s.api.certificates.v1.CertificateSigningRequest',
  shortNames: ['csr'],
  status: true,
  prepareForCreate: (object, { user }) => {
    const { uid: _, extra: __, ...spec } = specOf(object);
    return { ...object, spec: { ...spec, username: user.name, groups: [...user.groups] } };
  },
  // What was asked for stays. Models: certificates.csrStrategy.PrepareForUpdate
  prepareForUpdate: (object, old) => ({ ...object, spec: old['spec'] }) as KubeObject,
  others: [{ name: 'approval', kind: 'CertificateSigningRequest', verbs: ['get', 'patch', 'update'] }],
  columns: [
    NAME_COLUMN,
    AGE_COLUMN,
    column('SignerName', 'Who is to sign.'),
    column('Requestor', 'Who asks.'),
    column('RequestedDuration', 'How long it is to hold.'),
    column('Condition', 'What was decided.'),
  ],
  cells: (object, { nowMs }) => {
    const { signerName, username, expirationSeconds } = specOf(object);
    const duration = typeof expirationSeconds === 'number' ? ageSpan(expirationSeconds) : '<none>';
    return [object.metadata.name, age(object, nowMs), text(signerName), text(username), duration, requestState(object)];
  },
  fieldSelectors: { 'spec.signerName': (object) => text(specOf(object)['signerName']) },
});

/** Models: duration.HumanDuration, of a span */
function ageSpan(seconds: number): string {
  return ageText('1970-01-01T00:00:00Z', seconds * 1000);
}

const none = (value: unknown): string =>
  value === undefined || value === null || value === '' ? '<none>' : String(value);

/** Models: pkg/registry/flowcontrol/flowschema */
const flowSchema = storedKind({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  schema: 'io.k8s.api.flowcontrol.v1.FlowSchema',
  status: true,
  generation: true,
  columns: [
    NAME_COLUMN,
    column('PriorityLevel', 'Priority level that requests go to.'),
    column('MatchingPrecedence', 'Rank among the schemas.'),
    column('DistinguisherMethod', 'What separates flows.'),
    AGE_COLUMN,
    column('MissingPL', 'Whether the priority level is missing.'),
  ],
  cells: (object, { nowMs }) => {
    const { priorityLevelConfiguration, matchingPrecedence, distinguisherMethod } = specOf(object);
    return [
      object.metadata.name,
      text((priorityLevelConfiguration as JsonObject | undefined)?.['name']),
      text(matchingPrecedence ?? 0),
      none((distinguisherMethod as JsonObject | undefined)?.['type']),
      age(object, nowMs),
      conditionsOf(object).find(({ type }) => type === 'Dangling')?.status ?? '?',
    ];
  },
});

/** Models: pkg/registry/flowcontrol/prioritylevelconfiguration */
const priorityLevelConfiguration = storedKind({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  schema: 'io.k8s.api.flowcontrol.v1.PriorityLevelConfiguration',
  status: true,
  generation: true,
  columns: [
    NAME_COLUMN,
    column('Type', 'Exempt or Limited.'),
    column('NominalConcurrencyShares', 'Share of the seats.'),
    column('Queues', 'Number of queues.'),
    column('HandSize', 'Queues a flow may use.'),
    column('QueueLengthLimit', 'Most waiting requests of a queue.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const { type, limited, exempt } = specOf(object);
    const shares = ((limited ?? exempt ?? {}) as JsonObject)['nominalConcurrencyShares'];
    const response = ((limited ?? {}) as JsonObject)['limitResponse'] as JsonObject | undefined;
    const queuing = (response?.['queuing'] ?? {}) as JsonObject;
    const { queues, handSize, queueLengthLimit } = queuing;
    return [
      object.metadata.name,
      text(type),
      none(shares),
      none(queues),
      none(handSize),
      none(queueLengthLimit),
      age(object, nowMs),
    ];
  },
});

/** `services/default/kubernetes`. Models: printers/internalversion.printIPAddress */
function parentText(object: KubeObject): string {
  const parent = specOf(object)['parentRef'] as { readonly [key: string]: string | undefined } | undefined;
  if (!parent) return '<none>';
  const resource = parent['group'] ? `${parent['resource']}.${parent['group']}` : (parent['resource'] ?? '');
  return [resource.toLowerCase(), ...(parent['namespace'] ? [parent['namespace']] : []), parent['name'] ?? ''].join(
    '/',
  );
}

const ipAddress = storedKind({
  group: 'networking.k8s.io',
  kind: 'IPAddress',
  plural: 'ipaddresses',
  schema: 'io.k8s.api.networking.v1.IPAddress',
  shortNames: ['ip'],
  name: pathSegmentName,
  columns: [NAME_COLUMN, column('ParentRef', 'What the address belongs to.')],
  cells: (object) => [object.metadata.name, parentText(object)],
});

const serviceCidr = storedKind({
  group: 'networking.k8s.io',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  schema: 'io.k8s.api.networking.v1.ServiceCIDR',
  status: true,
  columns: [NAME_COLUMN, column('CIDRs', 'Ranges of service addresses.'), AGE_COLUMN],
  cells: (object, { nowMs }) => [
    object.metadata.name,
    ((specOf(object)['cidrs'] ?? []) as readonly string[]).join(','),
    age(object, nowMs),
  ],
});

const runtimeClass = storedKind({
  group: 'node.k8s.io',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  schema: 'io.k8s.api.node.v1.RuntimeClass',
  warns: false,
  columns: [NAME_COLUMN, column('Handler', 'Name of the runtime on the nodes.'), AGE_COLUMN],
  cells: (object, { nowMs }) => [object.metadata.name, text(object['handler']), age(object, nowMs)],
});

/** Models: printers/internalversion.printAPIService */
const apiService = storedKind({
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  plural: 'apiservices',
  schema: 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  warns: false,
  categories: ['api-extensions'],
  status: true,
  columns: [
    NAME_COLUMN,
    column('Service', 'Who serves it.'),
    column('Available', 'Whether it can be reached.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const service = specOf(object)['service'] as { readonly namespace?: string; readonly name?: string } | undefined;
    const available = conditionsOf(object).find(({ type }) => type === 'Available');
    const { status = 'Unknown', reason = '' } = available ?? {};
    const shown = status === 'True' || reason === '' ? status : `${status} (${reason})`;
    return [
      object.metadata.name,
      service ? `${service.namespace ?? ''}/${service.name ?? ''}` : 'Local',
      shown,
      age(object, nowMs),
    ];
  },
});

/** Kinds of the cluster itself. */
export const clusterKinds: readonly ResourceDefinition[] = [
  podTemplate,
  apiService,
  certificateSigningRequest,
  flowSchema,
  priorityLevelConfiguration,
  ipAddress,
  serviceCidr,
  runtimeClass,
];
