/** A link is refused above this many characters: mails and chats cut longer ones. */
export const LINK_LIMIT = 16_000;
/** So much a link may unfold to, bytes: what is packed small can be large on purpose. */
export const UNPACKED_LIMIT = 1_000_000;

/** A link that cannot be opened: it was cut or changed, it unfolds to too much, or a newer Skiff made it. */
export class LinkError extends Error {
  constructor(readonly why: 'broken' | 'too-big' | 'newer') {
    super(why);
    this.name = 'LinkError';
  }
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new LinkError('broken');
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  } catch {
    throw new LinkError('broken');
  }
}

/** Reads a stream to its end; stops it as soon as it gives more than `limit` bytes. */
async function readUpTo(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw new LinkError('too-big');
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Packs a text for a link's fragment: deflated, as base64 that addresses may hold. */
export async function pack(text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return toBase64(await readUpTo(packed, Number.POSITIVE_INFINITY));
}

/** Unpacks what `pack` made. Throws `LinkError`, before it has unfolded more than `UNPACKED_LIMIT`. */
export async function unpack(packed: string): Promise<string> {
  const bytes = fromBase64(packed);
  const unfolding = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readUpTo(unfolding, UNPACKED_LIMIT));
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError('broken');
  }
}
