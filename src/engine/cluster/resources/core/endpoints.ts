import type { KubeObject } from '../../json.ts';
import type { FieldError, ResourceDefinition } from '../definition.ts';
import { AGE_COLUMN, column, NAME_COLUMN } from '../printing/columns.ts';
import { ageText } from '../printing/duration.ts';
import { longList } from '../printing/long-list.ts';
import { mapList, setMissing } from '../sharing.ts';
import { invalid, notSupported, required } from '../validation/field-error.ts';
import { validateObjectMeta, validateObjectMetaUpdate } from '../validation/metadata.ts';
import { dns1123Label, dns1123Subdomain } from '../validation/names.ts';
import { validateText } from '../validation/numbers.ts';
import { ipAddress, portNumber } from '../validation/values.ts';

const METADATA = { namespaced: true, name: dns1123Subdomain };
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

interface EndpointSubset {
  readonly addresses?: readonly { readonly ip?: string }[];
  readonly notReadyAddresses?: readonly { readonly ip?: string }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[];
}

const subsetsOf = (object: KubeObject): readonly EndpointSubset[] =>
  (object['subsets'] ?? []) as readonly EndpointSubset[];

/** Models: apis/core/v1.SetDefaults_Endpoints */
function defaults(object: KubeObject): KubeObject {
  return mapList(object as KubeObject & { readonly subsets?: readonly EndpointSubset[] }, 'subsets', (subset) =>
    mapList(subset, 'ports', (port) => setMissing(port, { protocol: 'TCP' })),
  );
}

/** Models: apis/core/validation.validateEndpointSubsets */
function validateSubset(subset: EndpointSubset, field: string): FieldError[] {
  const { addresses = [], notReadyAddresses = [], ports = [] } = subset;
  const errors: FieldError[] = [];
  if (addresses.length === 0 && notReadyAddresses.length === 0)
    errors.push(required(field, 'must specify `addresses` or `notReadyAddresses`'));
  for (const [name, list] of [
    ['addresses', addresses],
    ['notReadyAddresses', notReadyAddresses],
  ] as const)
    for (const [at, { ip = '' }] of list.entries())
      errors.push(...validateText(ip, ipAddress, `${field}.${name}[${at}].ip`));
  for (const [at, { name = '', port = 0, protocol = '' }] of ports.entries()) {
    const where = `${field}.ports[${at}]`;
    if (name !== '') errors.push(...validateText(name, dns1123Label, `${where}.name`));
    else if (ports.length > 1) errors.push(required(`${where}.name`));
    for (const message of portNumber(port)) errors.push(invalid(`${where}.port`, port, message));
    if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${where}.protocol`, protocol, PROTOCOLS));
  }
  return errors;
}

function validateSubsets(object: KubeObject): FieldError[] {
  return subsetsOf(object).flatMap((subset, at) => validateSubset(subset, `subsets[${at}]`));
}

/** Ready addresses with each port. Models: printers/internalversion.formatEndpoints */
function addressesText(object: KubeObject): string {
  const subsets = subsetsOf(object);
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip = '' }) => ip)
      : ports.flatMap(({ port = 0 }) => addresses.map(({ ip = '' }) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`)),
  );
  return longList(all, '');
}

/** Models: pkg/registry/core/endpoint */
export const endpoints: ResourceDefinition = {
  group: '',
  version: 'v1',
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  shortNames: ['ep'],
  categories: [],
  namespaced: true,
  schema: 'io.k8s.api.core.v1.Endpoints',
  subresources: {},
  defaults,
  validate: (object) => [...validateObjectMeta(object, METADATA), ...validateSubsets(object)],
  validateUpdate: (object, old) => [...validateObjectMetaUpdate(object, old), ...validateSubsets(object)],
  columns: [NAME_COLUMN, column('Endpoints', 'Addresses and ports behind the service.'), AGE_COLUMN],
  cells: (object, { nowMs }) => [
    object.metadata.name,
    addressesText(object),
    ageText(object.metadata.creationTimestamp, nowMs),
  ],
  fieldSelectors: {},
};
