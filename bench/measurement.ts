/** One measured number. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'ns' | 'µs' | 'MB' | '%';
}
