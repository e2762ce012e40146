import type { KubeObject } from '../../json.ts';
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
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
}

interface PolicyPort {
  readonly protocol?: string;
  readonly port?: IntOrString;
  readonly endPort?: number;
}

interface Rule {
  readonly ports?: readonly PolicyPort[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

interface PolicySpec {
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

const specOf = (object: KubeObject): PolicySpec => (object['spec'] ?? {}) as PolicySpec;

function defaultRule(rule: Rule): Rule {
  return mapList(rule, 'ports', (port) => setMissing(port, { protocol: 'TCP' }));
}

/** Models: apis/networking/v1.SetDefaults_NetworkPolicy */
function defaults(object: KubeObject): KubeObject {
  let spec = mapList(mapList(specOf(object), 'ingress', defaultRule), 'egress', defaultRule);
  if ((spec.policyTypes ?? []).length === 0)
    spec = { ...spec, policyTypes: (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'] };
  return withKey(object, 'spec', setMissing(spec, { podSelector: {} }));
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  return isIpv4(address) ? Number(bits) <= 32 : isIpv6(address) && Number(bits) <= 128;
}

/** Models: apis/networking/validation.ValidateNetworkPolicyPeer */
function validatePeer({ podSelector, namespaceSelector, ipBlock }: Peer, field: string): FieldError[] {
  const errors = [
    ...validateLabelSelector(podSelector, `${field}.podSelector`),
    ...validateLabelSelector(namespaceSelector, `${field}.namespaceSelector`),
  ];
  if (ipBlock) {
    if (!ipBlock.cidr) errors.push(required(`${field}.ipBlock.cidr`));
    else
      for (const [name, text] of [
        ['cidr', ipBlock.cidr],
        ...(ipBlock.except ?? []).map((each, at) => [`except[${at}]`, each]),
      ])
        if (!isCidr(text ?? ''))
          errors.push(
            invalid(
              `${field}.ipBlock.${name}`,
              text,
              'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
            ),
          );
  }
  const others = Number(Boolean(podSelector)) + Number(Boolean(namespaceSelector));
  if (ipBlock && others > 0) errors.push(forbidden(field, 'may not specify both ipBlock and another peer'));
  else if (!ipBlock && others === 0) errors.push(required(field, 'must specify a peer'));
  return errors;
}

function validateRule(rule: Rule, peers: 'from' | 'to', field: string): FieldError[] {
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
    else if (endPort < port)
      errors.push(invalid(`${where}.endPort`, endPort, 'must be greater than or equal to `port`'));
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
      errors.push(notSupported(`spec.policyTypes[${at}]`, type, ['Egress', 'Ingress']));
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
