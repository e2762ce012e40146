import { LINK_LIMIT, LinkError, pack, UNPACKED_LIMIT, unpack } from './codec.ts';

/** What a link carries. */
export type Shared =
  | { readonly kind: 'files'; readonly nodes: number; readonly files: { readonly [path: string]: string } }
  /** A whole session; `lab` is its lab's folder. */
  | { readonly kind: 'journal'; readonly lab: string | undefined; readonly journal: string };

/** Worker nodes that a free cluster may have. */
export const NODES = { least: 1, most: 6, usual: 2 } as const;
const MOST_FILES = 40;

/** True for a path inside the learner's home that hides nothing: `shop/pod.yaml`. */
export function isPlainPath(path: string): boolean {
  return path.length <= 120 && /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(path);
}

const isFolder = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,80}$/.test(value);

function filesOf(value: unknown): { readonly [path: string]: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LinkError('broken');
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > MOST_FILES) throw new LinkError('broken');
  return Object.fromEntries(
    entries.map(([path, content]) => {
      if (!isPlainPath(path) || typeof content !== 'string') throw new LinkError('broken');
      return [path, content] as const;
    }),
  );
}

/** Checks what was unpacked: nothing in it is believed. Throws `LinkError`. */
export function readShared(text: string): Shared {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LinkError('broken');
  }
  if (typeof value !== 'object' || value === null) throw new LinkError('broken');
  const { v, kind, nodes, files, lab, journal }: { readonly [name: string]: unknown } = { ...value };
  if (typeof v === 'number' && v > 1) throw new LinkError('newer');
  if (v !== 1) throw new LinkError('broken');
  if (kind === 'files') {
    const count = typeof nodes === 'number' && Number.isInteger(nodes) ? nodes : NODES.usual;
    return { kind, nodes: Math.min(NODES.most, Math.max(NODES.least, count)), files: filesOf(files) };
  }
  if (kind !== 'journal' || typeof journal !== 'string' || (lab !== undefined && !isFolder(lab)))
    throw new LinkError('broken');
  return { kind, lab, journal };
}

/** The fragment of a link that carries this; undefined where it would be too long for a link. */
export async function fragmentOf(shared: Shared): Promise<{ readonly fragment: string; readonly fits: boolean }> {
  const text = JSON.stringify({ v: 1, ...shared });
  const fragment = `#s=${await pack(text)}`;
  return { fragment, fits: fragment.length <= LINK_LIMIT && text.length <= UNPACKED_LIMIT };
}

/**
 * What a page's fragment carries: `#s=…` (packed by Skiff) or `#yaml=…` (percent-encoded, for those who write links by hand); undefined
 * where it carries nothing. Throws `LinkError`.
 */
export async function sharedIn(hash: string): Promise<Shared | undefined> {
  const [, name, value = ''] = /^#(s|yaml)=(.*)$/s.exec(hash) ?? [];
  if (name === undefined) return undefined;
  if (hash.length > 2 * LINK_LIMIT) throw new LinkError('too-big');
  if (name === 's') return readShared(await unpack(value));
  try {
    const yaml = decodeURIComponent(value.replaceAll('+', '%20'));
    return { kind: 'files', nodes: NODES.usual, files: { 'app.yaml': yaml } };
  } catch {
    throw new LinkError('broken');
  }
}
