import { hash32 } from '../random.ts';

/** Makes the names of one source's events: `OBJECT.` and the time in nanoseconds, in hexadecimal; never the same twice. */
export class EventNames {
  private readonly offset: number;
  private lastNs = 0n;

  /** `source` shifts the nanoseconds, so that two sources that speak in the same instant differ. */
  constructor(source: string) {
    this.offset = hash32(source) % 1000;
  }

  next(objectName: string, nowMs: number): string {
    const ns = BigInt(Math.floor(nowMs * 1000)) * 1000n + BigInt(this.offset);
    this.lastNs = ns > this.lastNs ? ns : this.lastNs + 1n;
    return `${objectName}.${this.lastNs.toString(16)}`;
  }
}
