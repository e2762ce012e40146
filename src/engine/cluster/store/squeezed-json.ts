import { fromBytes, toBytes } from '../bytes.ts';
import { squeeze, unsqueeze } from './squeeze.ts';

/** A JSON value put away small. Reading it costs what is in it, each time. */
export class SqueezedJson {
  /** How much is in it, bytes of JSON. */
  readonly length: number;
  private readonly squeezed: Uint8Array;

  /** Members that are undefined are left out, as JSON does. */
  constructor(value: unknown) {
    const bytes = toBytes(JSON.stringify(value));
    this.length = bytes.length;
    this.squeezed = squeeze(bytes);
  }

  /** An equal value, made anew. */
  read(): unknown {
    return JSON.parse(fromBytes(unsqueeze(this.squeezed, this.length)));
  }

  /** The memory that it takes, bytes. */
  get size(): number {
    return this.squeezed.length;
  }
}
