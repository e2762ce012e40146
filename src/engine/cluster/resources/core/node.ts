import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { canonicalResourceList } from '../pod/defaults.ts';
import type { ResourceList } from '../pod/types.ts';
import { AGE_COLUMN, column, NAME_COLUMN, wideColumn } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { duplicate, forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain, labelValue, qualifiedNameRule } from '../validation/names.ts';

const METADATA = { namespaced: false, name: dns1123Subdomain };
const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const ROLE_PREFIX = 'node-role.kubernetes.io/';

/** Models: core/v1.Taint */
export interface Taint {
  readonly key?: string;
  readonly value?: string;
  readonly effect?: string;
  readonly timeAdded?: string;
}

/** Models: core/v1.NodeSpec */
export interface NodeSpec {
  readonly podCIDR?: string;
  readonly podCIDRs?: readonly string[];
  readonly providerID?: string;
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
}

/** Models: core/v1.NodeStatus */
export interface NodeStatus {
  readonly capacity?: ResourceList;
  readonly allocatable?: ResourceList;
  readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
  readonly addresses?: readonly { readonly type?: string; readonly address?: string }[];
  readonly nodeInfo?: {
    readonly kubeletVersion?: string;
    readonly osImage?: string;
    readonly kernelVersion?: string;
    readonly architecture?: string;
    readonly containerRuntimeVersion?: string;
  };
}

const specOf = (node: KubeObject): NodeSpec => (node['spec'] ?? {}) as NodeSpec;
const statusOf = (node: KubeObject): NodeStatus => (node['status'] ?? {}) as NodeStatus;

/** Models: apis/core/v1.SetDefaults_NodeStatus */
function defaults(node: KubeObject): KubeObject {
  const status = statusOf(node);
  const capacity = canonicalResourceList(status.capacity);
  const allocatable = canonicalResourceList(status.allocatable) ?? capacity;
  if (capacity === status.capacity && allocatable === status.allocatable) return node;
  return { ...node, status: { ...status, ...(capacity && { capacity }), ...(allocatable && { allocatable }) } };
}

/** Models: apis/core/validation.validateNodeTaints */
function validateTaints(taints: readonly Taint[] | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [at, taint] of (taints ?? []).entries()) {
    const field = `spec.taints[${at}]`;
    for (const message of qualifiedNameRule(taint.key ?? ''))
      errors.push(invalid(`${field}.key`, taint.key ?? '', message));
    const values = labelValue(taint.value ?? '');
    if (values.length > 0) errors.push(invalid(`${field}.value`, taint.value, values.join(';')));
    if (!taint.effect) errors.push(required(`${field}.effect`));
    else if (!TAINT_EFFECTS.includes(taint.effect))
      errors.push(notSupported(`${field}.effect`, taint.effect, TAINT_EFFECTS));
    const identity = `${taint.key}/${taint.effect}`;
    if (seen.has(identity)) {
      errors.push({
        ...duplicate(field, taint),
        detail: `${duplicate(field, taint).detail}: taints must be unique by key and effect pair`,
      });
    }
    seen.add(identity);
  }
  return errors;
}

/** Models: apis/core/validation.ValidateNodeUpdate */
function validateUpdate(node: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(node, old)];
  if (node['spec'] === old['spec']) return errors;
  const now = specOf(node);
  const before = specOf(old);
  if ((before.podCIDRs ?? []).length > 0 && !equalJson(now.podCIDRs, before.podCIDRs))
    errors.push(forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid'));
  if (before.providerID && now.providerID !== before.providerID)
    errors.push(forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid'));
  errors.push(...validateTaints(now.taints));
  return errors;
}

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A new node takes no pods until it is ready: the node controller takes the taint off. Models: plugin/pkg/admission/nodetaint */
function admitNotReady(node: KubeObject): KubeObject {
  const { taints = [] } = specOf(node);
  if (taints.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect)) return node;
  return { ...node, spec: { ...specOf(node), taints: [...taints, NOT_READY] } };
}

/** The roles that a node's labels give it, sorted. Models: printers/internalversion.findNodeRoles */
export function nodeRoles(node: KubeObject): readonly string[] {
  const roles = new Set<string>();
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) roles.add(key.slice(ROLE_PREFIX.length));
    else if (key === 'kubernetes.io/role' && value !== '') roles.add(value);
  }
  return [...roles].sort();
}

function statusText(node: KubeObject): string {
  const ready = statusOf(node).conditions?.find((each) => each.type === 'Ready');
  const parts = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
  if (specOf(node).unschedulable === true) parts.push('SchedulingDisabled');
  return parts.join(',');
}

function address(node: KubeObject, type: string): string {
  return statusOf(node).addresses?.find((each) => each.type === type)?.address || '<none>';
}

/** `6.1.0-39-amd64 (amd64)` */
function kernelText({ kernelVersion, architecture }: NonNullable<NodeStatus['nodeInfo']>): string {
  if (!kernelVersion) return '<unknown>';
  return architecture ? `${kernelVersion} (${architecture})` : kernelVersion;
}

/** Models: pkg/registry/core/node; unlike other kinds, a node may be created with its status. */
export const node: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  categories: [],
  namespaced: false,
  schema: 'io.k8s.api.core.v1.Node',
  subresources: {
    status: true,
    others: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  },
  defaults,
  prepareForCreate: admitNotReady,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateTaints(specOf(object).taints)],
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('Status', 'Whether the node is ready and takes pods.'),
    column('Roles', 'Roles of the node.'),
    AGE_COLUMN,
    column('Version', 'Version of the kubelet.'),
    wideColumn('Internal-IP', 'Address inside the cluster.'),
    wideColumn('External-IP', 'Address outside the cluster.'),
    wideColumn('OS-Image', 'Operating system.'),
    wideColumn('Kernel-Version', 'Version of the kernel.'),
    wideColumn('Container-Runtime', 'Container runtime and its version.'),
  ],
  cells: (object, { nowMs }) => {
    const info = statusOf(object).nodeInfo ?? {};
    return [
      object.metadata.name,
      statusText(object),
      nodeRoles(object).join(',') || '<none>',
      ageText(object.metadata.creationTimestamp, nowMs),
      info.kubeletVersion ?? '',
      address(object, 'InternalIP'),
      address(object, 'ExternalIP'),
      info.osImage || '<unknown>',
      kernelText(info),
      info.containerRuntimeVersion || '<unknown>',
    ];
  },
  fieldSelectors: { 'spec.unschedulable': (object) => String(specOf(object).unschedulable === true) },
};
