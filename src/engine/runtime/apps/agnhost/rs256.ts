import { sha256Hex } from '../../../cluster/sha256.ts';

/** What stands before a SHA-256 digest in a signature. Models: RFC 8017, section 9.2, note 1 */
const DIGEST_INFO = '3031300d060960864801650304020105000420';

function hexOf(base64Url: string): string {
  const bytes = atob(base64Url.replaceAll('-', '+').replaceAll('_', '/'));
  return [...bytes].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** Base to the power of an exponent, modulo. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square, left] = [1n, base % modulus, exponent];
  for (; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** Whether a text was signed with the private half of an RSA key; all parts base64url. Models: RFC 8017, section 8.2.2 */
export function isSignedRs256(
  text: string,
  signature: string,
  { n = '', e = '' }: { readonly n?: string; readonly e?: string },
): boolean {
  const [modulus, exponent, signed] = [hexOf(n), hexOf(e), hexOf(signature)];
  // A public exponent is short; a long one would only cost time.
  if (modulus === '' || exponent === '' || exponent.length > 8 || signed.length !== modulus.length) return false;
  const opened = power(BigInt(`0x${signed}`), BigInt(`0x${exponent}`), BigInt(`0x${modulus}`));
  const tail = `00${DIGEST_INFO}${sha256Hex(text)}`;
  const wanted = `0001${'f'.repeat(Math.max(0, modulus.length - 4 - tail.length))}${tail}`;
  return opened.toString(16).padStart(modulus.length, '0') === wanted;
}
