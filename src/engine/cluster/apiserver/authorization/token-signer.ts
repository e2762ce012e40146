import type { JsonObject } from '../../json.ts';

/** A host's own pair of keys for service account tokens: the server itself makes no such pairs. Texts and signatures are base64url. */
export interface TokenSigner {
  /** The header's `alg`, as `RS256`. */
  readonly algorithm: string;
  /** The header's `kid`. */
  readonly keyId: string;
  /** The public half, as `/openid/v1/jwks` lists it. Models: gopkg.in/go-jose.JSONWebKey */
  readonly publicKey: JsonObject;
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
}
