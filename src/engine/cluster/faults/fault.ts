/** Something that goes wrong because somebody asked for it. All but `kill-process` last until they are healed. */
export type Fault =
  /** The machine goes off; healed, it boots. */
  | { readonly kind: 'stop-node'; readonly node: string }
  /** Nothing passes between the node and the rest. */
  | { readonly kind: 'cut-node'; readonly node: string }
  /** Something outside every container takes the node's memory until so much is left, MiB. */
  | { readonly kind: 'fill-memory'; readonly node: string; readonly leaveMi: number }
  /** The first process of a container (default: of each container of the pod) gets SIGKILL. */
  | { readonly kind: 'kill-process'; readonly namespace: string; readonly pod: string; readonly container: string }
  /** Every container of the image ends with this status soon after its start. Without a tag: every tag. */
  | { readonly kind: 'crash-image'; readonly image: string; readonly exitCode: number }
  /** A pull of the image takes so long, and nodes have lost the copy they had. */
  | { readonly kind: 'slow-pull'; readonly image: string; readonly seconds: number }
  /** The cluster's DNS answers every question with SERVFAIL, or not at all. */
  | { readonly kind: 'break-dns'; readonly how: 'servfail' | 'timeout' };

export type FaultKind = Fault['kind'];

/** The fields of each kind, for whoever reads one from outside. */
const FIELDS: { readonly [kind in FaultKind]: { readonly [field: string]: 'string' | 'number' } } = {
  'stop-node': { node: 'string' },
  'cut-node': { node: 'string' },
  'fill-memory': { node: 'string', leaveMi: 'number' },
  'kill-process': { namespace: 'string', pod: 'string', container: 'string' },
  'crash-image': { image: 'string', exitCode: 'number' },
  'slow-pull': { image: 'string', seconds: 'number' },
  'break-dns': { how: 'string' },
};

/** Whether a value from a journal is a fault: its kind, its fields, no others. */
export function isFault(value: unknown): value is Fault {
  if (typeof value !== 'object' || value === null) return false;
  const record: { readonly [field: string]: unknown } = { ...value };
  const { kind } = record;
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind)) return false;
  const fields = Object.entries(FIELDS).find(([name]) => name === kind)?.[1] ?? {};
  if (Object.keys(record).length !== Object.keys(fields).length + 1) return false;
  if (kind === 'break-dns' && record['how'] !== 'servfail' && record['how'] !== 'timeout') return false;
  return Object.entries(fields).every(([field, want]) => {
    const found = record[field];
    return typeof found === want && (want === 'string' || (Number.isFinite(found) && Number(found) >= 0));
  });
}

/** What a fault is about: two of one kind about the same thing are one, the later counts. */
export function faultKey(fault: Fault): string {
  switch (fault.kind) {
    case 'stop-node':
    case 'cut-node':
    case 'fill-memory':
      return `${fault.kind} ${fault.node}`;
    case 'kill-process':
      return `${fault.kind} ${fault.namespace}/${fault.pod}/${fault.container}`;
    case 'crash-image':
    case 'slow-pull':
      return `${fault.kind} ${fault.image}`;
    case 'break-dns':
      return fault.kind;
  }
}

/** Docker Hub's short names: `nginx` for `docker.io/library/nginx`. */
function plainName(image: string): string {
  return image.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
}

/** Whether an image is the one that a fault names: the same tag, or any where the fault names none. */
export function isImage(image: string, wanted: string): boolean {
  const [name, asked] = [plainName(image), plainName(wanted)];
  if (name === asked || name.startsWith(`${asked}@`)) return true;
  const hasTag = asked.lastIndexOf(':') > asked.lastIndexOf('/');
  return hasTag ? asked === `${name}:latest` : name.startsWith(`${asked}:`);
}
