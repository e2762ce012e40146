import { createInflate, type Inflate } from 'node:zlib';

/** The words that both sides of SPDY/3 know before the first header. Models: SPDY draft 3.1, 2.6.10.1 */
const WORDS =
  'options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization cache-control connection content-base content-encoding content-language content-length content-location content-md5 content-range content-type date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie keep-alive origin';
const TAIL =
  '100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.';

function sized(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
}

const DICTIONARY = Buffer.concat([...WORDS.split(' ').map((word) => sized(word.replace('_', ' '))), Buffer.from(TAIL)]);
/** Its Adler-32, by which a zlib stream names it. */
const DICTIONARY_ID = Buffer.of(0xe3, 0xc6, 0xa7, 0xc2);
/** zlib's header for deflate with a preset dictionary. */
const ZLIB_HEADER = Buffer.of(0x78, 0xf9);
/** An empty stored block: until it comes, a reader may keep what it has. Models: zlib's Z_SYNC_FLUSH */
const FLUSH = Buffer.of(0, 0, 0, 0xff, 0xff);
/** A client's header block is a few dozen bytes. */
const LARGEST_BLOCK = 64 * 1024;

/** Reads the header blocks of one connection, which are one compressed stream. */
export class HeaderReader {
  private readonly inflate: Inflate = createInflate({ dictionary: DICTIONARY });
  private pieces: Buffer[] = [];
  private failure: Error | undefined;

  constructor() {
    this.inflate.on('data', (piece: Buffer) => this.pieces.push(piece));
    this.inflate.on('error', (error) => {
      this.failure = error;
    });
  }

  /** The names and values of the next block. Rejects for what is no header block. */
  async read(block: Buffer): Promise<ReadonlyMap<string, string>> {
    await new Promise<void>((resolve) => {
      this.inflate.once('error', () => resolve());
      this.inflate.write(block, () => resolve());
    });
    if (this.failure !== undefined) throw this.failure;
    const plain = Buffer.concat(this.pieces);
    this.pieces = [];
    if (plain.length > LARGEST_BLOCK) throw new Error('a header block is too large');
    const headers = new Map<string, string>();
    let at = 4;
    const next = (): string => {
      const length = plain.readUInt32BE(at);
      at += 4 + length;
      return plain.subarray(at - length, at).toString('utf8');
    };
    for (let pair = plain.readUInt32BE(0); pair > 0; pair--) {
      const name = next().toLowerCase();
      headers.set(name, next());
    }
    return headers;
  }

  close(): void {
    this.inflate.destroy();
  }
}

/** Writes empty header blocks: all that a server has to say. Deflate's stored form needs no compressor. */
export class EmptyHeaderWriter {
  private begun = false;

  next(): Buffer {
    const plain = Buffer.alloc(4);
    const stored = Buffer.of(0, plain.length, 0, ~plain.length & 0xff, 0xff);
    const start = this.begun ? [] : [ZLIB_HEADER, DICTIONARY_ID];
    this.begun = true;
    return Buffer.concat([...start, stored, plain, FLUSH]);
  }
}
