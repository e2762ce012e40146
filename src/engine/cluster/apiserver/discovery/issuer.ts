import type { Store } from '../../store.ts';
import { ISSUER } from '../authorization/service-account-tokens.ts';
import type { TokenSigner } from '../authorization/token-signer.ts';
import type { ApiRequest, ApiResponse } from '../http.ts';

const CONFIGURATION = '/.well-known/openid-configuration';
const KEYS = '/openid/v1/jwks';
/** Models: pkg/routes/openidmetadata.go:cacheControl */
const CACHED = 'public, max-age=3600';

/** Where the API server is, as its own endpoints say. Models: kube-apiserver's ExternalAddress */
function address(store: Store): string {
  const endpoints = store.get('endpoints', 'default', 'kubernetes') as
    | {
        readonly subsets?: readonly {
          readonly addresses?: readonly { ip: string }[];
          readonly ports?: readonly { port: number }[];
        }[];
      }
    | undefined;
  const [subset] = endpoints?.subsets ?? [];
  const [ip, port] = [subset?.addresses?.[0]?.ip, subset?.ports?.[0]?.port];
  return ip === undefined || port === undefined ? 'kubernetes.default.svc.cluster.local' : `${ip}:${port}`;
}

/**
 * Who issues service account tokens and by which keys they are checked. Nothing without a pair of keys: what the seed signs, others could
 * not check. Models: pkg/routes/openidmetadata.go, pkg/serviceaccount/openidmetadata.go
 */
export function issuerPaths(
  signer: TokenSigner,
  store: Store,
): (path: string, request: ApiRequest) => ApiResponse | undefined {
  const answer = (type: string, body: ApiResponse['body'] & object): ApiResponse => ({
    status: 200,
    headers: { 'content-type': type, 'cache-control': CACHED },
    warnings: [],
    body,
  });
  return (path, { method }) => {
    if (method !== 'GET') return undefined;
    if (path === KEYS) return answer('application/jwk-set+json', { keys: [signer.publicKey] });
    if (path !== CONFIGURATION) return undefined;
    return answer('application/json', {
      issuer: ISSUER,
      jwks_uri: `https://${address(store)}${KEYS}`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [signer.algorithm],
    });
  };
}
