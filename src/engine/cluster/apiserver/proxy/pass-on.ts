import type { Clock } from '../../clock.ts';
import { type ExchangeResult, exchange } from '../../network/exchange.ts';
import type { NetworkNamespace } from '../../network/types.ts';
import type { ApiResponse } from '../http.ts';
import { jsonResponse } from '../response.ts';
import { failure } from '../status.ts';
import type { ProxyCall } from './call.ts';
import { rewriteLink, rewriteLinks } from './links.ts';

/** How long the server waits for a program that does not answer. Models: net.Dialer's and the client's time-outs */
const TIMEOUT_MS = 30_000;
/** Headers that belong to one connection. */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'upgrade',
  'te',
  'trailer',
  'host',
  'accept-encoding',
  'authorization',
]);

/** Sends a proxied request to an address and hands the answer back when it is there. Models: UpgradeAwareHandler.ServeHTTP */
export function passOn(
  call: ProxyCall,
  to: { readonly address: string; readonly port: number },
  from: NetworkNamespace,
  clock: Clock,
): ApiResponse {
  let drop: () => void = () => {};
  const host = `${to.address}:${to.port}`;
  return {
    status: 200,
    headers: {},
    warnings: [],
    later: {
      subscribe(done) {
        const headers = Object.entries(call.headers).filter(([name]) => !OF_CONNECTION.has(name));
        const forwarded = [
          ['X-Forwarded-Uri', `${call.prefix}${call.target.replace(/\?[\s\S]*$/, '')}`],
          ['X-Forwarded-Proto', 'https'],
        ] as const;
        const request = {
          host: to.address,
          port: to.port,
          method: call.method,
          target: call.target,
          headers: [['Host', host] as const, ...headers, ...forwarded],
          body: call.body,
          timeoutMs: TIMEOUT_MS,
          clock,
          tls: call.scheme === 'https',
        };
        drop = exchange(from, request, (result) => done(answered(result, call, host)));
      },
      close: () => drop(),
    },
  };
}

function answered(result: ExchangeResult, call: ProxyCall, host: string): ApiResponse {
  if (result.kind === 'failed') {
    const refused = failure(503, 'ServiceUnavailable', `error trying to reach service: ${result.message}`);
    return jsonResponse(refused.code, refused.status);
  }
  const headers: { [name: string]: string } = {};
  for (const [name, value] of result.headers)
    if (!OF_CONNECTION.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  if (headers['location'] !== undefined) headers['location'] = rewriteLink(headers['location'], host, call.prefix);
  const isPage = /^text\/html\b/.test(headers['content-type'] ?? '');
  const text = isPage ? rewriteLinks(result.body, host, call.prefix) : result.body;
  return { status: result.status, headers, warnings: [], text };
}
