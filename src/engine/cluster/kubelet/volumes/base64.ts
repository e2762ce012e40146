/**
 * The text behind base64 of UTF-8. Bytes that are not UTF-8 become replacement characters (binary content is not simulated); what is not
 * base64 (the API server lets none in) gives ''.
 */
export function decodeBase64Text(base64: string): string {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    return '';
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return new TextDecoder().decode(bytes);
}
