import { type ExchangeResult, exchange } from '../../network/exchange.ts';
import type { HttpGetAction } from '../../resources/pod/types.ts';
import { callback, type Flow } from '../flow.ts';
import type { NodeServices } from '../node-services.ts';
import { formatPod, type NamedContainer, type Pod } from '../pod.ts';
import { portNumber } from '../prober/address.ts';

/** A hook gives up on an HTTP server after this long. */
const HTTP_TIMEOUT_MS = 60_000;
const NO_TLS = 'http: server gave HTTP response to HTTPS client';

/**
 * Calls the server of an httpGet hook; any answer will do. Who is asked over TLS and speaks none is asked again without, and an event says
 * so. The message says why it failed, '' where it did not. Models: pkg/kubelet/lifecycle handlerRunner.runHTTPHandler
 */
export function* runHttpHook(
  {
    services,
    pod,
    container,
  }: { readonly services: NodeServices; readonly pod: Pod; readonly container: NamedContainer },
  action: HttpGetAction,
  address: string,
): Flow<string> {
  const failed = (error: string): string =>
    `HTTP lifecycle hook (${action.path ?? ''}) for Container "${container.name}" in Pod "${formatPod(pod)}" failed - error: ${error}`;
  const port = portNumber(container, action.port);
  if (port === undefined) return failed(`couldn't find port: ${JSON.stringify(action.port)} for container`);
  const host = action.host || address;
  const path = action.path ?? '/';
  const target = path.startsWith('/') ? path : `/${path}`;
  const given: Headers = (action.httpHeaders ?? []).map(({ name = '', value = '' }) => [name, value] as const);
  const ask = (scheme: 'http' | 'https', own = given): Flow<ExchangeResult> =>
    callback<ExchangeResult>((done) =>
      exchange(
        services.network.nodeNamespace(services.node.name),
        {
          host,
          port,
          method: 'GET',
          target,
          headers: requestHeaders(`${host}:${port}`, own),
          timeoutMs: HTTP_TIMEOUT_MS,
          clock: services.clock,
          tls: scheme === 'https',
        },
        done,
      ),
    );
  const scheme = (action.scheme ?? 'HTTP').toLowerCase() === 'https' ? 'https' : 'http';
  const first = yield* ask(scheme);
  if (first.kind === 'response') return '';
  if (first.message === NO_TLS) {
    const second = yield* ask(
      'http',
      given.filter(([name]) => name.toLowerCase() !== 'authorization'),
    );
    if (second.kind === 'response') {
      services.recorder.event(
        pod,
        'Warning',
        'LifecycleHTTPFallback',
        `request to HTTPS lifecycle hook ${host}:${port} got HTTP response, retry with HTTP succeeded`,
      );
      return '';
    }
  }
  return failed(`Get "${scheme}://${host}:${port}${target}": ${first.message}`);
}

type Headers = readonly (readonly [string, string])[];

/** What is asked with: the hook's own headers stand in place of the usual ones. */
function requestHeaders(authority: string, own: Headers): Headers {
  const named = (name: string): boolean => own.some(([key]) => key.toLowerCase() === name);
  const usual: Headers = [
    ['Host', authority],
    ['User-Agent', 'kube-lifecycle/1.36'],
    ['Accept', '*/*'],
  ];
  return [...usual.filter(([name]) => !named(name.toLowerCase())), ...own, ['Connection', 'close']];
}
