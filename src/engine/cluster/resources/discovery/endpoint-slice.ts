import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { equalJson } from '../equality.ts';
import { startGeneration } from '../generation.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { longList } from '../printing/long-list.ts';
import { mapSame, setMissing } from '../sharing.ts';
import { duplicate, FIELD_IMMUTABLE, invalid, notSupported, required, tooMany } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Label, dns1123Subdomain } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';
import { isIpv4, isIpv6 } from '../validation/values.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MAX_ENDPOINTS = 1000;
const MAX_PORTS = 20_000;
const MAX_ADDRESSES = 100;

interface EndpointPort {
  readonly name?: string;
  readonly protocol?: string;
  readonly port?: number;
}

interface EndpointSlice extends KubeObject {
  readonly addressType?: string;
  readonly endpoints?: readonly { readonly addresses?: readonly string[]; readonly hostname?: string }[] | null;
  readonly ports?: readonly EndpointPort[] | null;
}

const sliceOf = (object: KubeObject): EndpointSlice => object as EndpointSlice;
const PORT_DEFAULTS = { name: '', protocol: 'TCP' };

/** Models: apis/discovery/v1.SetDefaults_EndpointPort; an empty list shows as null, as Go writes it. */
function defaults(object: KubeObject): KubeObject {
  const slice = sliceOf(object);
  const ports = slice.ports ? mapSame(slice.ports, (port) => setMissing(port, PORT_DEFAULTS)) : null;
  if (ports === slice.ports && slice.endpoints !== undefined) return object;
  return { ...object, endpoints: slice.endpoints ?? null, ports };
}

function validateAddress(address: string, addressType: string, field: string): FieldError[] {
  if (addressType === 'IPv4') return isIpv4(address) ? [] : [invalid(field, address, 'must be an IPv4 address')];
  if (addressType === 'IPv6') return isIpv6(address) ? [] : [invalid(field, address, 'must be an IPv6 address')];
  return validateText(address, dns1123Subdomain, field);
}

/** Models: apis/discovery/validation.validateEndpoints */
function validateEndpoints(slice: EndpointSlice): FieldError[] {
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length > MAX_ENDPOINTS) return [tooMany('endpoints', endpoints.length, MAX_ENDPOINTS)];
  return endpoints.flatMap(({ addresses = [], hostname }, at) => {
    const field = `endpoints[${at}]`;
    const errors: FieldError[] = [];
    if (addresses.length === 0) errors.push(required(`${field}.addresses`, 'must contain at least 1 address'));
    else if (addresses.length > MAX_ADDRESSES)
      errors.push(tooMany(`${field}.addresses`, addresses.length, MAX_ADDRESSES));
    for (const [addressAt, address] of addresses.entries())
      errors.push(...validateAddress(address, slice.addressType ?? '', `${field}.addresses[${addressAt}]`));
    if (hostname !== undefined) errors.push(...validateText(hostname, dns1123Label, `${field}.hostname`));
    return errors;
  });
}

/** Models: apis/discovery/validation.validatePorts */
function validatePorts(slice: EndpointSlice): FieldError[] {
  const ports = slice.ports ?? [];
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)];
  const names = new Set<string>();
  return ports.flatMap(({ name = '', protocol = '' }, at) => {
    const field = `ports[${at}]`;
    const errors = name === '' ? [] : validateText(name, dns1123Label, `${field}.name`);
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
    if (protocol === '') errors.push(required(`${field}.protocol`));
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${field}.protocol`, protocol, PROTOCOLS));
    return errors;
  });
}

/** Models: apis/discovery/validation.ValidateEndpointSlice */
function validateContent(object: KubeObject): FieldError[] {
  const slice = sliceOf(object);
  const { addressType = '' } = slice;
  const errors: FieldError[] = [];
  if (addressType === '') errors.push(required('addressType'));
  else if (!ADDRESS_TYPES.includes(addressType)) errors.push(notSupported('addressType', addressType, ADDRESS_TYPES));
  return errors.concat(validateEndpoints(slice), validatePorts(slice));
}

function validateUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const errors = [...validateObjectMetaUpdate(object, old), ...validateContent(object)];
  if (sliceOf(object).addressType !== sliceOf(old).addressType)
    errors.push(invalid('addressType', sliceOf(object).addressType, FIELD_IMMUTABLE));
  return errors;
}

/** Models: pkg/registry/discovery/endpointslice */
export const endpointSlice: ResourceDefinition = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  shortNames: [],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.discovery.v1.EndpointSlice',
  subresources: {},
  defaults,
  prepareForCreate: startGeneration,
  raisesGeneration: (object, old) =>
    !equalJson(sliceOf(object).endpoints, sliceOf(old).endpoints) ||
    !equalJson(sliceOf(object).ports, sliceOf(old).ports) ||
    !equalJson(object.metadata.labels, old.metadata.labels),
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateContent(object)],
  validateUpdate,
  columns: [
    NAME_COLUMN,
    column('AddressType', 'What the addresses are.'),
    column('Ports', 'Ports of every endpoint.'),
    column('Endpoints', 'Addresses of the endpoints.'),
    AGE_COLUMN,
  ],
  cells: (object, { nowMs }) => {
    const { addressType = '', endpoints, ports } = sliceOf(object);
    return [
      object.metadata.name,
      addressType,
      longList(
        (ports ?? []).map(({ port, name }) => (port !== undefined ? String(port) : name || '*')),
        '<unset>',
      ),
      longList(
        (endpoints ?? []).flatMap(({ addresses = [] }) => addresses),
        '<unset>',
      ),
      ageText(object.metadata.creationTimestamp, nowMs),
    ];
  },
  fieldSelectors: {},
};
