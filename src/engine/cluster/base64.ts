import { fromBytes, toBytes } from './bytes.ts';

/** Base64 of a text's bytes. */
export function encodeBase64(text: string): string {
  let binary = '';
  for (const byte of toBytes(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The text behind base64, as `fromBytes` writes it; undefined when it is not base64. */
export function decodeBase64(base64: string): string | undefined {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    return undefined;
  }
  return fromBytes(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

/** The number of bytes that a base64 text stands for. */
export function base64Bytes(base64: string): number {
  const digits = base64.replace(/[^A-Za-z0-9+/]/g, '').length;
  return Math.floor((digits * 3) / 4);
}
