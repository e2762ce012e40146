import type { KubeObject } from '../../json.ts';
import { parseCidr } from '../../network/addresses.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { startGeneration } from '../generation.ts';
import { formatSelector, type LabelSelector } from '../label-selector.ts';
import type { IntOrString } from '../pod/types.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { mapList, setMissing, withKey } from '../sharing.ts';
import { forbidden, invalid, notSupported, required } from '../validation/field-error.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Subdomain } from '../validation/names.ts';
import { validatePort } from '../validation/numbers.ts';
import { isIpv4, isIpv6 } from '../validation/values.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/** Who the other side may be. */
export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
}

/** Which ports a rule is for. */
export interface NetworkPolicyPort {
  readonly protocol?: string;
  readonly port?: IntOrString;
  readonly endPort?: number;
}

/** One rule of a policy, for one direction. */
export interface NetworkPolicyRule {
  readonly ports?: readonly NetworkPolicyPort[];
  readonly from?: readonly NetworkPolicyPeer[];
  readonly to?: readonly NetworkPolicyPeer[];
}

/** `spec` of a NetworkPolicy. */
export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly NetworkPolicyRule[];
  readonly egress?: readonly NetworkPolicyRule[];
}

const specOf = (object: KubeObject): NetworkPolicySpec => (object['spec'] ?? {}) as NetworkPolicySpec;

function defaultRule(rule: NetworkPolicyRule): NetworkPolicyRule {
  return mapList(rule, 'ports', (port) => setMissing(port, { protocol: 'TCP' }));
}

/** Models: apis/networking/v1.SetDefaults_NetworkPolicy */
function defaults(object: KubeObject): KubeObject {
  let spec = mapList(mapList(specOf(object), 'ingress', defaultRule), 'egress', defaultRule);
  if ((spec.policyTypes ?? []).length === 0)
    spec = { ...spec, policyTypes: (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'] };
  return withKey(object, 'spec', setMissing(spec, { podSelector: {} }));
}

/** The bits of a block's prefix; undefined when it is not a CIDR. */
function prefixBits(text: string): number | undefined {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(bits)) return undefined;
  const most = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1;
  return Number(bits) <= most ? Number(bits) : undefined;
}

/** Whether `inner` is a part of `outer` and smaller. Blocks of IPv6 are compared by their bits only. */
function isStrictPart(inner: string, outer: string): boolean {
  const [innerBits = 0, outerBits = 0] = [prefixBits(inner), prefixBits(outer)];
  const [a, b] = [parseCidr(inner), parseCidr(outer)];
  if ((a === undefined) !== (b === undefined)) return false;
  const inside = a === undefined || b === undefined || (a.first >= b.first && a.first < b.first + b.size);
  return inside && innerBits > outerBits;
}

/** Models: apis/networking/validation.ValidateIPBlock */
function validateBlock({ cidr, except }: NonNullable<NetworkPolicyPeer['ipBlock']>, field: string): FieldError[] {
  if (!cidr) return [required(`${field}.cidr`)];
  const wrong = (text: string, at: string): FieldError =>
    invalid(at, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)');
  if (prefixBits(cidr) === undefined) return [wrong(cidr, `${field}.cidr`)];
  const errors: FieldError[] = [];
  for (const [at, text] of (except ?? []).entries()) {
    const where = `${field}.except[${at}]`;
    if (prefixBits(text) === undefined) errors.push(wrong(text, where));
    else if (!isStrictPart(text, cidr)) errors.push(invalid(where, text, 'must be a strict subset of `cidr`'));
  }
  return errors;
}

/** Models: apis/networking/validation.ValidateNetworkPolicyPeer */
function validatePeer({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer, field: string): FieldError[] {
  const errors = [
    ...validateLabelSelector(podSelector, `${field}.podSelector`),
    ...validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
  ];
  if (ipBlock) errors.push(...validateBlock(ipBlock, `${field}.ipBlock`));
  const others = Number(Boolean(podSelector)) + Number(Boolean(namespaceSelector));
  if (ipBlock && others > 0) errors.push(forbidden(field, 'may not specify both ipBlock and another peer'));
  else if (!ipBlock && others === 0) errors.push(required(field, 'must specify a peer'));
  return errors;
}

function validateRule(rule: NetworkPolicyRule, peers: 'from' | 'to', field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [at, { protocol, port, endPort }] of (rule.ports ?? []).entries()) {
    const where = `${field}.ports[${at}]`;
    if (protocol !== undefined && !PROTOCOLS.includes(protocol))
      errors.push(notSupported(`${where}.protocol`, protocol, PROTOCOLS));
    if (port !== undefined) errors.push(...validatePort(port, `${where}.port`));
    if (endPort === undefined) continue;
    if (port === undefined)
      errors.push(invalid(`${where}.endPort`, endPort, 'may not be specified when `port` is not specified'));
    else if (typeof port === 'string')
      errors.push(invalid(`${where}.endPort`, endPort, 'may not be specified when `port` is non-numeric'));
    else {
      if (endPort < port) errors.push(invalid(`${where}.endPort`, endPort, 'must be greater than or equal to `port`'));
      errors.push(...validatePort(endPort, `${where}.endPort`));
    }
  }
  for (const [at, peer] of (rule[peers] ?? []).entries())
    errors.push(...validatePeer(peer, `${field}.${peers}[${at}]`));
  return errors;
}

/** Models: apis/networking/validation.ValidateNetworkPolicySpec */
function validateSpec(object: KubeObject): FieldError[] {
  const { podSelector, ingress = [], egress = [], policyTypes = [] } = specOf(object);
  const errors = validateLabelSelector(podSelector, 'spec.podSelector');
  for (const [at, rule] of ingress.entries()) errors.push(...validateRule(rule, 'from', `spec.ingress[${at}]`));
  for (const [at, rule] of egress.entries()) errors.push(...validateRule(rule, 'to', `spec.egress[${at}]`));
  if (policyTypes.length > 2)
    errors.push(invalid('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes'));
  for (const [at, type] of policyTypes.entries())
    if (type !== 'Ingress' && type !== 'Egress')
      errors.push(notSupported(`spec.policyTypes[${at}]`, type, ['Ingress', 'Egress']));
  return errors;
}

/** Models: pkg/registry/networking/networkpolicy */
export const networkPolicy: ResourceDefinition = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  shortNames: ['netpol'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.networking.v1.NetworkPolicy',
  subresources: {},
  defaults,
  prepareForCreate: startGeneration,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSpec(object)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateSpec(object)],
  columns: [NAME_COLUMN, column('Pod-Selector', 'Pods that it applies to.'), AGE_COLUMN],
  cells: (object, { nowMs }) => [
    object.metadata.name,
    formatSelector(specOf(object).podSelector),
    ageText(object.metadata.creationTimestamp, nowMs),
  ],
  fieldSelectors: {},
};
