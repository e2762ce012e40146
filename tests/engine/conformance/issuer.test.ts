import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeTokenSigner } from '../../../src/engine/hosts/node/wire/token-signer.ts';
import { AGNHOST, Suite } from './world.ts';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';

describe('[sig-auth] ServiceAccountIssuerDiscovery', () => {
  const suite = new Suite('issuer', { tokenSigner: makeTokenSigner() });

  it('publishes who issues tokens and the keys to check them by', () => {
    const document = suite.get('/.well-known/openid-configuration');
    expect(document).toEqual({
      issuer: ISSUER,
      jwks_uri: expect.stringMatching(/^https:\/\/172\.\d+\.\d+\.\d+:6443\/openid\/v1\/jwks$/),
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
    const keys = suite.request('GET', '/openid/v1/jwks');
    expect(keys.headers).toMatchObject({
      'content-type': 'application/jwk-set+json',
      'cache-control': 'public, max-age=3600',
    });
    const [key] = (keys.body as unknown as { keys: [JsonWebKey & { kid: string }] }).keys;
    const { status } = suite.ok('POST', suite.core('serviceaccounts/default/token'), { spec: {} });
    const [header, payload, signature] = status.token.split('.');
    expect(JSON.parse(atob(header))).toEqual({ alg: 'RS256', kid: key.kid });
    const open = createPublicKey({ key: key as never, format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), open, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('lets a pod check its token by them', () => {
    const wanted = { 'token-path': '/var/run/secrets/tokens/sa-token', audience: 'oidc-discovery-test' };
    const pod = (name: string, audience: string) => ({
      metadata: { name },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'main',
            image: AGNHOST,
            args: [
              'test-service-account-issuer-discovery',
              '--in-cluster-discovery',
              ...Object.entries({ ...wanted, audience }).flatMap(([flag, value]) => [`--${flag}`, value]),
            ],
            volumeMounts: [{ mountPath: '/var/run/secrets/tokens', name: 'sa-token' }],
          },
        ],
        volumes: [
          {
            name: 'sa-token',
            projected: {
              sources: [
                { serviceAccountToken: { path: 'sa-token', expirationSeconds: 7200, audience: wanted.audience } },
              ],
            },
          },
        ],
      },
    });
    for (const [name, audience, phase] of [
      ['valid', wanted.audience, 'Succeeded'],
      ['other', 'someone-else', 'Failed'],
    ] as const) {
      suite.ok('POST', suite.core('pods'), pod(name, audience));
      suite.until(() => ['Succeeded', 'Failed'].includes(suite.get(suite.core(`pods/${name}`)).status.phase));
      const log = suite.get(suite.core(`pods/${name}/log`));
      expect({ log, phase: suite.get(suite.core(`pods/${name}`)).status.phase }).toMatchObject({ phase });
      expect(log).toContain(`OK: got issuer ${ISSUER}\n`);
      expect(log.includes('OK: Got valid claims from token!')).toBe(phase === 'Succeeded');
    }
    expect(suite.get(suite.core(`pods/other/log`))).toContain(
      `oidc: expected audience "someone-else" got ["oidc-discovery-test"]`,
    );
  });
});

describe('[sig-auth] ServiceAccounts: opting out of token automount', () => {
  const suite = new Suite('automount');
  const account = (name: string, mounts?: boolean): void => {
    suite.ok('POST', suite.core('serviceaccounts'), {
      metadata: { name },
      ...(mounts === undefined ? {} : { automountServiceAccountToken: mounts }),
    });
  };
  for (const [name, mounts] of [
    ['unset', undefined],
    ['mount', true],
    ['nomount', false],
  ] as const)
    account(name, mounts);

  it.each([
    ['unset', undefined, true],
    ['unset', true, true],
    ['unset', false, false],
    ['mount', undefined, true],
    ['mount', true, true],
    ['mount', false, false],
    ['nomount', undefined, false],
    ['nomount', true, true],
    ['nomount', false, false],
  ])('account %s, pod %s: %s', (serviceAccountName, automountServiceAccountToken, isMounted) => {
    const pod = suite.ok('POST', suite.core('pods'), {
      metadata: { generateName: 'p-' },
      spec: {
        serviceAccountName,
        ...(automountServiceAccountToken === undefined ? {} : { automountServiceAccountToken }),
        containers: [{ name: 'c', image: AGNHOST }],
      },
    });
    const mounts: { mountPath: string }[] = pod.spec.containers[0].volumeMounts ?? [];
    expect(mounts.some(({ mountPath }) => mountPath === '/var/run/secrets/kubernetes.io/serviceaccount')).toBe(
      isMounted,
    );
  });
});
