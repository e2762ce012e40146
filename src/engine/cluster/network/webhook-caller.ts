import type { CallWebhook } from '../apiserver/admission/webhook-caller.ts';
import type { Informers } from '../client.ts';
import { postAtOnce } from './at-once.ts';
import type { Network } from './network.ts';
import type { ServiceView } from './service-routes.ts';

/**
 * Calls webhooks over the cluster's network, as the API server on its node does: through the Service's address to a ready endpoint.
 * Models: apiserver/pkg/util/webhook.ClientManager with the aggregator's service resolver
 */
export function webhookCaller(informers: Informers, network: Network): CallWebhook {
  return ({ namespace, name, port, path }, review, timeoutSeconds) => {
    const service = informers.get('services', namespace, name) as ServiceView | undefined;
    if (service === undefined) return { kind: 'failed', why: `service ${JSON.stringify(name)} not found` };
    if (!service.spec?.ports?.some((each) => each.port === port))
      return { kind: 'failed', why: `no service port ${port} found for service ${JSON.stringify(name)}` };
    const reached = network.reach(service.spec.clusterIP ?? '', port);
    if (reached.kind === 'rejected')
      return { kind: 'failed', why: `no endpoints available for service ${JSON.stringify(name)}` };
    if (reached.kind === 'silence') return { kind: 'late' };
    if (reached.kind === 'refused') return { kind: 'not simulated' };
    const headers = [
      ['Host', `${name}.${namespace}.svc:${port}`],
      ['User-Agent', 'kube-apiserver-admission'],
      ['Content-Type', 'application/json'],
      ['Accept', 'application/json, */*'],
    ] as const;
    const request = { target: `${path}?timeout=${timeoutSeconds}s`, headers, body: JSON.stringify(review) };
    const answer = postAtOnce(reached.accept, reached, request);
    if (answer === 'not TLS') return { kind: 'not simulated' };
    if (!('subscribe' in answer)) return { kind: 'answer', ...answer };
    return {
      kind: 'late',
      toCome: { subscribe: (done) => answer.subscribe((said) => done({ kind: 'answer', ...said })) },
    };
  };
}
