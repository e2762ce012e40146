/** The text behind base64 of UTF-8; bytes that are not UTF-8 become replacement characters (binary content is not simulated). */
export function decodeBase64Text(base64: string): string {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return new TextDecoder().decode(bytes);
}
