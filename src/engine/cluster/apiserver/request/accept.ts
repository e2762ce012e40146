import { notAcceptable } from '../status.ts';

/** What the client wants back. Models: apiserver/pkg/endpoints/handlers/negotiation.MediaTypeOptions */
export interface Accepted {
  /** `Table`, `PartialObjectMetadata`, `PartialObjectMetadataList`, `APIGroupDiscoveryList`, '' for the object itself. */
  readonly as: string;
  readonly group: string;
  readonly version: string;
}

const PLAIN: Accepted = { as: '', group: '', version: '' };
const OFFERED = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'application/cbor'];
const META_VERSIONS = new Set(['v1', 'v1beta1']);
const CONVERSIONS = new Set(['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList']);

interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

function parseClauses(header: string): Clause[] {
  const clauses = header.split(',').map((text): Clause => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    const pairs = rest.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
    const parameters = new Map(pairs);
    return { type: type.toLowerCase(), parameters, quality: Number(parameters.get('q') ?? '1') };
  });
  return clauses.filter(({ type }) => type !== '').sort((a, b) => b.quality - a.quality);
}

const cache = new Map<string, Accepted>();

/** Picks the first clause of an Accept header that the server can serve as JSON. Throws 406 when there is none. */
export function negotiate(header: string | undefined, conversions: ReadonlySet<string> = CONVERSIONS): Accepted {
  if (header === undefined || header === '' || header === 'application/json') return PLAIN;
  const key = conversions === CONVERSIONS ? header : '';
  const known = cache.get(key);
  if (key !== '' && known !== undefined) return known;
  const accepted = pick(header, conversions);
  if (key !== '' && cache.size < 100) cache.set(key, accepted);
  return accepted;
}

function pick(header: string, conversions: ReadonlySet<string>): Accepted {
  for (const { type, parameters } of parseClauses(header)) {
    if (type !== 'application/json' && type !== '*/*' && type !== 'application/*') continue;
    const as = parameters.get('as');
    if (as === undefined) return PLAIN;
    const group = parameters.get('g') ?? '';
    const version = parameters.get('v') ?? '';
    if (conversions.has(as) && (group !== 'meta.k8s.io' || META_VERSIONS.has(version))) return { as, group, version };
  }
  throw notAcceptable(OFFERED);
}
