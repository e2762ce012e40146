import type { JsonObject } from '../../json.ts';
import type { Random } from '../../random.ts';
import { Sha256, sha256Hex } from '../../sha256.ts';
import type { TokenSigner } from './token-signer.ts';

/** Who issues the tokens, and whom they are for when they do not say. Models: kube-apiserver's --service-account-issuer */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local';

const BLOCK_BYTES = 64;
function base64Url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

/** What a service account's token says. Models: pkg/serviceaccount/claims.go */
export interface Claims {
  readonly aud: readonly string[];
  /** Seconds since the Unix epoch. */
  readonly exp: number;
  readonly iat: number;
  readonly nbf: number;
  readonly iss: string;
  readonly jti: string;
  readonly sub: string;
  readonly 'kubernetes.io': JsonObject;
}

/** Signs with a key that the seed gives: HMAC (RFC 2104) with SHA-256. */
function seededSigner(random: Random): Pick<TokenSigner, 'algorithm' | 'keyId' | 'sign' | 'verify'> {
  const key = new Uint8Array(BLOCK_BYTES);
  key.set(bytesOf(sha256Hex(random.hex(32))));
  const inner = key.map((byte) => byte ^ 0x36);
  const outer = key.map((byte) => byte ^ 0x5c);
  const sign = (text: string): string => {
    const inside = new Sha256().update(inner).update(text).hex();
    const bytes = bytesOf(new Sha256().update(outer).update(bytesOf(inside)).hex());
    return base64Url(String.fromCharCode(...bytes));
  };
  return { algorithm: 'HS256', keyId: 'skiff', sign, verify: (text, signature) => sign(text) === signature };
}

/**
 * Makes and checks service account tokens: JSON web tokens, signed with a key that the seed gives. A host that serves strangers brings
 * keys of its own, so that nobody can make a token who was not given one.
 */
export class ServiceAccountTokens {
  private readonly signer: Pick<TokenSigner, 'algorithm' | 'keyId' | 'sign' | 'verify'>;
  private readonly header: string;
  private readonly ids: Random;

  constructor(random: Random, signer?: TokenSigner) {
    this.signer = signer ?? seededSigner(random);
    this.ids = random.fork('ids');
    const { algorithm, keyId } = this.signer;
    this.header = base64Url(JSON.stringify({ alg: algorithm, kid: keyId }));
  }

  /** A token for an account, valid from now on for so many seconds; `about` says what it is bound to. */
  issue(
    account: { readonly namespace: string; readonly name: string; readonly uid: string },
    audiences: readonly string[],
    seconds: number,
    nowMs: number,
    about: JsonObject,
  ): string {
    const issued = Math.floor(nowMs / 1000);
    const claims: Claims = {
      aud: audiences.length === 0 ? [ISSUER] : audiences,
      exp: issued + seconds,
      iat: issued,
      iss: ISSUER,
      jti: this.ids.uuid(),
      'kubernetes.io': {
        namespace: account.namespace,
        ...about,
        serviceaccount: { name: account.name, uid: account.uid },
      },
      nbf: issued,
      sub: `system:serviceaccount:${account.namespace}:${account.name}`,
    };
    const signed = `${this.header}.${base64Url(JSON.stringify(claims))}`;
    return `${signed}.${this.signer.sign(signed)}`;
  }

  /** What a token says, if it was issued here; undefined otherwise. Neither its time nor its account is looked at. */
  verified(token: string): Claims | undefined {
    const end = token.lastIndexOf('.');
    const [header, payload = '', ...rest] = token.split('.');
    if (header !== this.header || rest.length !== 1 || !this.signer.verify(token.slice(0, end), token.slice(end + 1)))
      return undefined;
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Claims;
  }
}
