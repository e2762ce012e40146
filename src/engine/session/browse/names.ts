import type { Informers } from '../../cluster/client.ts';
import { parseIpv4 } from '../../cluster/network/addresses.ts';
import type { Ingress } from '../../runtime/ingress-nginx/types.ts';
import type { Hop, Refusal } from './page.ts';

const INGRESSES = 'ingresses.networking.k8s.io';

/** Where a name leads, or why nowhere. */
export type Resolved = { readonly address: string; readonly hop?: Hop } | { readonly why: Refusal; readonly hop?: Hop };

/** Whether a rule's host is for a name; a wildcard stands for one label. */
export function hostFits(rule: string, name: string): boolean {
  if (!rule.startsWith('*.')) return rule === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === rule.slice(1);
}

function ingressFor(informers: Informers, host: string): Ingress | undefined {
  const all = informers.list(INGRESSES) as readonly Ingress[];
  const fits = (ingress: Ingress, exact: boolean): boolean =>
    (ingress.spec?.rules ?? []).some(({ host: rule = '' }) => (exact ? rule === host : hostFits(rule, host)));
  return all.find((ingress) => fits(ingress, true)) ?? all.find((ingress) => fits(ingress, false));
}

/**
 * The address behind a name, as the learner's machine finds it: its own names and the nodes', and each host of an Ingress at the address in
 * that Ingress' status, where a DNS record would point.
 */
export function resolveName(informers: Informers, host: string): Resolved {
  if (parseIpv4(host) !== undefined) return { address: host };
  const found = (address: string, of: string): Resolved => ({
    address,
    hop: { is: 'name', host, address, of },
  });
  if (host === 'localhost') return found('127.0.0.1', 'learner');
  const node = informers.get('nodes', '', host);
  const status = node?.['status'] as
    | { readonly addresses?: readonly { readonly type: string; readonly address: string }[] }
    | undefined;
  const own = status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  if (own !== undefined) return found(own, `nodes//${host}`);
  const ingress = ingressFor(informers, host);
  if (ingress === undefined) return { why: 'unknown-name' };
  const of = `${INGRESSES}/${ingress.metadata.namespace ?? ''}/${ingress.metadata.name}`;
  const address = ingress.status?.loadBalancer?.ingress?.find(({ ip }) => ip !== undefined)?.ip;
  return address === undefined
    ? { why: 'no-address-yet', hop: { is: 'name', host, address: '', of } }
    : found(address, of);
}
