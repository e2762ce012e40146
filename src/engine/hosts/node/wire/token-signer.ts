import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { TokenSigner } from '../../../cluster/apiserver/authorization/token-signer.ts';

/** A fresh RSA pair that signs tokens for as long as the server lives. Models: kubeadm's sa.key, pkg/serviceaccount/jwt.go:keyIDFromPublicKey */
export function makeTokenSigner(): TokenSigner {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  const secret = createPrivateKey({ key: pair.privateKey, format: 'der', type: 'pkcs8' });
  const open = createPublicKey({ key: pair.publicKey, format: 'der', type: 'spki' });
  const keyId = createHash('sha256').update(pair.publicKey).digest('base64url');
  const { n = '', e = '' } = open.export({ format: 'jwk' });
  return {
    algorithm: 'RS256',
    keyId,
    publicKey: { use: 'sig', kty: 'RSA', kid: keyId, alg: 'RS256', n, e },
    sign: (text) => sign('sha256', Buffer.from(text), secret).toString('base64url'),
    verify: (text, signature) => verify('sha256', Buffer.from(text), open, Buffer.from(signature, 'base64url')),
  };
}
