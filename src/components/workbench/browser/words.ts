import { API_SERVER_PORT } from '../../../engine/cluster/bootstrap/api-service.ts';
import type { Hop, Page, Refusal } from '../../../engine/session/browse/page.ts';
import type { TextKey, Translate } from '../../../i18n/text.ts';
import { objectWords } from '../past/mark-words.ts';
import { type Connected, endWords, outcomeWords } from './outcome-words.ts';

/** What a browser says, its code, and what lies behind it here. */
export interface RefusalWords {
  readonly says: TextKey;
  readonly code: string;
}

/** A browser's own words and codes. */
export const REFUSALS: { readonly [why in Refusal]: RefusalWords } = {
  'bad-address': { says: 'browser.badAddress', code: 'ERR_INVALID_URL' },
  'unknown-name': { says: 'browser.unknownName', code: 'ERR_NAME_NOT_RESOLVED' },
  'no-address-yet': { says: 'browser.unknownName', code: 'ERR_NAME_NOT_RESOLVED' },
  refused: { says: 'browser.refused', code: 'ERR_CONNECTION_REFUSED' },
  timeout: { says: 'browser.timeout', code: 'ERR_CONNECTION_TIMED_OUT' },
  unreachable: { says: 'browser.unreachable', code: 'ERR_ADDRESS_UNREACHABLE' },
  reset: { says: 'browser.reset', code: 'ERR_CONNECTION_RESET' },
  empty: { says: 'browser.empty', code: 'ERR_EMPTY_RESPONSE' },
  'no-http': { says: 'browser.noHttp', code: 'ERR_INVALID_HTTP_RESPONSE' },
  'no-tls': { says: 'browser.noTls', code: 'ERR_SSL_PROTOCOL_ERROR' },
  untrusted: { says: 'browser.untrusted', code: 'ERR_CERT_AUTHORITY_INVALID' },
  redirects: { says: 'browser.redirects', code: 'ERR_TOO_MANY_REDIRECTS' },
};

function last<Kind extends Hop['is']>(hops: readonly Hop[], kind: Kind): Extract<Hop, { is: Kind }> | undefined {
  return hops.findLast((hop): hop is Extract<Hop, { is: Kind }> => hop.is === kind);
}

function ofSilence(t: Translate, hop: Connected): string {
  const service = objectWords(hop.through.findLast((key) => key.startsWith('services/')) ?? '');
  switch (hop.why) {
    case 'unreachable-from-outside':
      return t('browser.means.inside');
    case 'cut':
      return t('browser.means.cut');
    case 'policy':
      return t('browser.means.policy', { name: endWords(t, hop.to) });
    case 'service':
      return t('browser.means.servicePort', { name: service });
    default:
      return t('browser.means.nobody');
  }
}

function ofRefused(t: Translate, hops: readonly Hop[]): string {
  const hop = last(hops, 'connection');
  const service = hop?.through.findLast((key) => key.startsWith('services/'));
  if (hop?.entry === 'loopback') return t('browser.means.localhost');
  if (service !== undefined && hop?.to === undefined)
    return t('browser.means.noEndpoints', { name: objectWords(service) });
  if (hop?.to?.startsWith('pods/'))
    return t('browser.means.podPort', { name: objectWords(hop.to), n: hop.toPort ?? 0 });
  return t('browser.means.noListener', { name: endWords(t, hop?.to) });
}

function isApiServer(hop: Connected | undefined): boolean {
  return hop?.toPort === API_SERVER_PORT && /^nodes\/|^pods\/kube-system\/kube-apiserver-/.test(hop.to ?? '');
}

/** What an answer or a refusal means in a cluster; undefined where it needs no explanation. */
export function meaning(t: Translate, { hops, result }: Page): string | undefined {
  const connection = last(hops, 'connection');
  if (result.is === 'refusal')
    switch (result.why) {
      case 'refused':
        return ofRefused(t, hops);
      case 'timeout':
        return connection?.outcome === 'silence' ? ofSilence(t, connection) : t('browser.means.slow');
      case 'unknown-name':
        return t('browser.means.name');
      case 'no-address-yet':
        return t('browser.means.noAddressYet', { name: objectWords(last(hops, 'name')?.of ?? '') });
      case 'reset':
      case 'empty':
        return last(hops, 'port-forward') === undefined ? t('browser.means.broken') : t('browser.means.forwardBroken');
      case 'untrusted':
        return t(isApiServer(connection) ? 'browser.means.apiServer' : 'browser.means.untrusted');
      case 'no-tls':
        return t('browser.means.noTls');
      case 'bad-address':
        return t('browser.means.badAddress');
      default:
        return undefined;
    }
  const rule = last(hops, 'rule');
  if (result.status === 404 && rule !== undefined && rule.service === undefined) return t('browser.means.noRule');
  if (result.status === 404) return t('browser.means.notFound', { name: endWords(t, connection?.to) });
  if (result.status === 503 && rule?.service !== undefined)
    return t('browser.means.ingressNoEndpoints', { name: objectWords(rule.service) });
  if (result.status === 502 && rule !== undefined) return t('browser.means.badGateway');
  if (result.status === 504 && rule !== undefined) return t('browser.means.gatewayTimeout');
  return result.status >= 500 ? t('browser.means.serverError', { name: endWords(t, connection?.to) }) : undefined;
}

/** One hop as a sentence. */
export function hopWords(t: Translate, hop: Hop): string {
  switch (hop.is) {
    case 'name':
      if (hop.address === '') return t('browser.hop.noAddress', { name: objectWords(hop.of) });
      return hop.of.startsWith('ingresses')
        ? t('browser.hop.ingressName', { host: hop.host, address: hop.address, name: objectWords(hop.of) })
        : t('browser.hop.name', { host: hop.host, address: hop.address, name: endWords(t, hop.of) });
    case 'port-forward':
      return t('browser.hop.forward', { n: hop.port, name: endWords(t, hop.to), port: hop.toPort ?? 0 });
    case 'rule':
      if (hop.service === undefined) return t('browser.hop.noRule', { host: hop.host, path: hop.path });
      return t('browser.hop.rule', {
        name: objectWords(hop.ingress ?? ''),
        host: hop.host,
        path: hop.path,
        service: objectWords(hop.service),
      });
    case 'redirect':
      return t('browser.hop.redirect', { n: hop.status, url: hop.url });
    case 'connection': {
      const way = [endWords(t, hop.from), ...hop.through.map(objectWords), endWords(t, hop.to)].join(' → ');
      const port = hop.toPort === undefined || hop.to === undefined ? '' : `:${hop.toPort}`;
      return t('browser.hop.connection', { way: way + port, dialled: hop.dialled, outcome: outcomeWords(t, hop) });
    }
  }
}
