import { EmptyHeaderWriter, HeaderReader } from './spdy-headers.ts';

const VERSION = 0x8003;
const TYPE = { synStream: 1, synReply: 2, rstStream: 3, ping: 6 } as const;
const FIN = 1;
const HEAD = 8;

/** What a connection tells of the streams that the client opens. */
export interface SpdyListener {
  opened(stream: number, headers: ReadonlyMap<string, string>): void;
  data(stream: number, bytes: Buffer): void;
  /** The client sends nothing more on it. */
  ended(stream: number): void;
  reset(stream: number): void;
  /** The bytes were no SPDY: the connection is over. */
  broke(why: Error): void;
}

/**
 * The server's side of SPDY/3.1 as far as port-forward uses it: the client opens streams, both sides send data. There are no windows, as
 * client-go's has none. Models: moby/spdystream
 */
export class SpdyConnection {
  private pending: Buffer = Buffer.alloc(0);
  private readonly headers = new HeaderReader();
  private readonly replies = new EmptyHeaderWriter();
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly send: (bytes: Buffer) => void,
    private readonly listener: SpdyListener,
  ) {}

  /** Bytes from the client, in any pieces. */
  receive(bytes: Buffer): void {
    this.work = this.work
      .then(() => this.consume(bytes))
      .catch((error: unknown) => this.listener.broke(error instanceof Error ? error : new Error(String(error))));
  }

  /** Sends data on a stream; with `end`, the last. */
  write(stream: number, bytes: Buffer, end: boolean): void {
    const head = Buffer.alloc(HEAD);
    head.writeUInt32BE(stream & 0x7fffffff, 0);
    head.writeUInt32BE(bytes.length, 4);
    head.writeUInt8(end ? FIN : 0, 4);
    this.send(Buffer.concat([head, bytes]));
  }

  close(): void {
    this.headers.close();
  }

  private control(type: number, payload: Buffer): void {
    const head = Buffer.alloc(HEAD);
    head.writeUInt16BE(VERSION, 0);
    head.writeUInt16BE(type, 2);
    head.writeUInt32BE(payload.length, 4);
    this.send(Buffer.concat([head, payload]));
  }

  private async consume(bytes: Buffer): Promise<void> {
    this.pending = Buffer.concat([this.pending, bytes]);
    while (this.pending.length >= HEAD) {
      const length = this.pending.readUInt32BE(4) & 0xffffff;
      if (this.pending.length < HEAD + length) return;
      const frame = this.pending.subarray(0, HEAD + length);
      this.pending = this.pending.subarray(HEAD + length);
      await this.frame(frame);
    }
  }

  private async frame(frame: Buffer): Promise<void> {
    const [word, flags, payload] = [frame.readUInt32BE(0), frame.readUInt8(4), frame.subarray(HEAD)];
    if (word >>> 31 === 0) {
      if (payload.length > 0) this.listener.data(word, payload);
      if ((flags & FIN) !== 0) this.listener.ended(word);
      return;
    }
    switch (word & 0xffff) {
      case TYPE.synStream:
        return await this.opened(payload, flags);
      case TYPE.rstStream:
        return this.listener.reset(payload.readUInt32BE(0) & 0x7fffffff);
      case TYPE.ping:
        return this.control(TYPE.ping, payload);
      default:
        return;
    }
  }

  private async opened(payload: Buffer, flags: number): Promise<void> {
    const stream = payload.readUInt32BE(0) & 0x7fffffff;
    const headers = await this.headers.read(payload.subarray(10));
    const id = Buffer.alloc(4);
    id.writeUInt32BE(stream);
    this.control(TYPE.synReply, Buffer.concat([id, this.replies.next()]));
    this.listener.opened(stream, headers);
    if ((flags & FIN) !== 0) this.listener.ended(stream);
  }
}
