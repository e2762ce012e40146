import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate with its key, both PEM. */
export interface Credential {
  readonly certificate: string;
  readonly key: string;
}

/** What a server on the loopback and its admin need to trust each other. */
export interface Certificates {
  readonly authority: string;
  readonly server: Credential;
  readonly admin: Credential;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const LIFE_MS = 365 * 24 * 3600 * 1000;

async function pemOf(key: CryptoKey): Promise<string> {
  return PemConverter.encode(await globalThis.crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/**
 * Makes an authority and two certificates below it: the server's, for the loopback and the names inside a cluster, and the admin's, whose
 * subject says who they are. They live as long as the server does. Models: kubeadm's /etc/kubernetes/pki
 */
export async function makeCertificates(nowMs: number): Promise<Certificates> {
  cryptoProvider.set(globalThis.crypto);
  const [notBefore, notAfter] = [new Date(nowMs - 3_600_000), new Date(nowMs + LIFE_MS)];
  const root = await globalThis.crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=kubernetes',
    keys: root,
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.digitalSignature, true),
    ],
  });
  const issue = async (
    subject: string,
    extensions: NonNullable<Parameters<typeof X509CertificateGenerator.create>[0]['extensions']>,
  ): Promise<Credential> => {
    const keys = await globalThis.crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
    const made = await X509CertificateGenerator.create({
      subject,
      issuer: authority.subject,
      notBefore,
      notAfter,
      publicKey: keys.publicKey,
      signingKey: root.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions,
    });
    return { certificate: made.toString('pem'), key: await pemOf(keys.privateKey) };
  };
  return {
    authority: authority.toString('pem'),
    server: await issue('CN=kube-apiserver', [
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
        ...['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'control-plane'].map(
          (value) => ({
            type: 'dns' as const,
            value,
          }),
        ),
      ]),
    ]),
    admin: await issue('O=system:masters, CN=kubernetes-admin', [
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
    ]),
  };
}
