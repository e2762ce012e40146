import { deflateSync, inflateSync } from 'fflate';
import { fromBytes, toBytes } from '../bytes.ts';

/** A JSON value put away small. Reading it costs what is in it, each time. */
export class SqueezedJson {
  /** How much is in it, bytes of JSON. */
  readonly length: number;
  private readonly squeezed: Uint8Array;

  /** Members that are undefined are left out, as JSON does. */
  constructor(value: unknown) {
    const bytes = toBytes(JSON.stringify(value));
    this.length = bytes.length;
    this.squeezed = deflateSync(bytes);
  }

  /** An equal value, made anew. */
  read(): unknown {
    return JSON.parse(fromBytes(inflateSync(this.squeezed, { out: new Uint8Array(this.length) })));
  }

  /** The memory that it takes, bytes. */
  get size(): number {
    return this.squeezed.length;
  }
}
