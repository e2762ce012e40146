/** Base64 of a text's UTF-8 bytes. */
export function encodeBase64(text: string): string {
  let binary = '';
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/**
 * The text behind base64 of UTF-8; undefined when it is not base64. Bytes that are not UTF-8 become replacement characters (binary
 * content is not simulated).
 */
export function decodeBase64(base64: string): string | undefined {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    return undefined;
  }
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

/** The number of bytes that a base64 text stands for. */
export function base64Bytes(base64: string): number {
  const digits = base64.replace(/[^A-Za-z0-9+/]/g, '').length;
  return Math.floor((digits * 3) / 4);
}
