/** What a word that is no quantity is told. Models: apimachinery/pkg/api/resource.ErrFormatWrong */
export const QUANTITY_FORM =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

const SCALES: { readonly [suffix: string]: number | undefined } = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A quantity's value (`500m`, `1Gi`, `2e3`), to about fifteen digits; undefined when it is none. Models: apimachinery/pkg/api/resource.ParseQuantity */
export function parseQuantity(text: string): number | undefined {
  const match = /^([-+]?(?:\d+\.?\d*|\.\d+))([eE][-+]?\d+|[numkMGTPE]|[KMGTPE]i)?$/.exec(text);
  if (match === null) return undefined;
  const suffix = match[2] ?? '';
  if (/^[eE][-+]?\d/.test(suffix)) return Number(`${match[1]}${suffix}`);
  const scale = SCALES[suffix];
  return scale === undefined ? undefined : Number(match[1]) * scale;
}
