import type { Cluster } from '../../cluster/cluster.ts';
import type { ServiceView } from '../../cluster/network/service-routes.ts';
import type { Ingress } from '../../runtime/ingress-nginx/types.ts';
import type { Offer } from './page.ts';

/** More than this nobody reads. */
const MOST = 30;
const SYSTEM = ['kube-system', 'kube-public', 'kube-node-lease'];

function port(at: number): string {
  return at === 80 ? '' : `:${at}`;
}

/** A node to name in an address: a worker where there is one. */
function someNode({ informers }: Cluster): string | undefined {
  const nodes = informers.list('nodes').map(({ metadata }) => metadata);
  const worker = nodes.find(({ labels = {} }) => !('node-role.kubernetes.io/control-plane' in labels));
  return (worker ?? nodes[0])?.name;
}

function* ofService(service: ServiceView, node: string | undefined): Generator<Offer> {
  const { metadata, spec, status } = service;
  const object = `services/${metadata.namespace ?? ''}/${metadata.name}`;
  for (const each of spec?.ports ?? []) {
    if ((each.protocol ?? 'TCP') !== 'TCP') continue;
    for (const { ip } of status?.loadBalancer?.ingress ?? [])
      if (ip !== undefined) yield { url: `http://${ip}${port(each.port)}/`, kind: 'load-balancer', object };
    if (each.nodePort !== undefined && each.nodePort !== 0 && node !== undefined)
      yield { url: `http://${node}:${each.nodePort}/`, kind: 'node-port', object };
  }
}

function* ofIngress({ metadata, spec }: Ingress, entry: string): Generator<Offer> {
  const object = `ingresses.networking.k8s.io/${metadata.namespace ?? ''}/${metadata.name}`;
  for (const { host = '', http } of spec?.rules ?? [])
    if (host !== '' && !host.startsWith('*'))
      for (const { path = '/' } of http?.paths ?? [])
        yield { url: `http://${host}${entry}${/^[\w./-]*$/.test(path) ? path : '/'}`, kind: 'ingress', object };
}

/** Where the controller of an Ingress is reached at the Ingress' address: its port 80, or else the node port that leads there. */
function entryOf({ informers }: Cluster): string {
  const services = informers.list('services') as readonly ServiceView[];
  const front = services.find(
    ({ metadata: { labels = {} }, spec }) =>
      labels['app.kubernetes.io/name'] === 'ingress-nginx' && spec?.ports?.some(({ port: at }) => at === 80),
  );
  const http = front?.spec?.ports?.find(({ port: at }) => at === 80);
  const balanced = (front?.status?.loadBalancer?.ingress ?? []).length > 0;
  return balanced || http?.nodePort === undefined ? '' : port(http.nodePort);
}

/** Everything that can be opened now from the learner's machine. */
export function offers(cluster: Cluster): readonly Offer[] {
  const found: Offer[] = cluster.network
    .outside()
    .listening()
    .map((at) => ({ url: `http://localhost${port(at)}/`, kind: 'port-forward', object: '' }));
  const entry = entryOf(cluster);
  for (const ingress of cluster.informers.list('ingresses.networking.k8s.io') as readonly Ingress[])
    found.push(...ofIngress(ingress, entry));
  const node = someNode(cluster);
  for (const service of cluster.informers.list('services') as readonly ServiceView[])
    if (!SYSTEM.includes(service.metadata.namespace ?? '')) found.push(...ofService(service, node));
  return found.slice(0, MOST);
}
