/** arctan(1 / x) times `one`, by its series. */
function arctanOfInverse(x: bigint, one: bigint): bigint {
  const square = x * x;
  let term = one / x;
  let sum = term;
  for (let divisor = 3n, sign = -1n; term !== 0n; divisor += 2n, sign = -sign) {
    term /= square;
    sum += (sign * term) / divisor;
  }
  return sum;
}

/** π to that many significant digits, the last one rounded, by Machin's formula. */
export function piDigits(digits: number): string {
  const spare = 10;
  const one = 10n ** BigInt(digits - 1 + spare);
  const pi = 4n * (4n * arctanOfInverse(5n, one) - arctanOfInverse(239n, one));
  const scale = 10n ** BigInt(spare);
  const text = String((pi + scale / 2n) / scale);
  return digits === 1 ? text : `${text[0]}.${text.slice(1)}`;
}
