import type { Pod } from '../pod.ts';

/** The cluster's DNS as kubelets are configured for it. */
export interface ClusterDnsConfig {
  readonly address: string;
  readonly domain: string;
}

const MAX_HOSTNAME = 63;
const DEFAULT_NDOTS = 'ndots:5';

/** The pod's host name and the domain it belongs to ('' without a subdomain). Models: pkg/kubelet GeneratePodHostNameAndDomain */
export function podHostname(pod: Pod, clusterDomain: string): { readonly hostname: string; readonly domain: string } {
  const hostname = (pod.spec.hostname || pod.metadata.name).slice(0, MAX_HOSTNAME).replace(/[-.]+$/, '');
  const subdomain = pod.spec.subdomain ?? '';
  const domain = subdomain === '' ? '' : `${subdomain}.${pod.metadata.namespace}.svc.${clusterDomain}`;
  if (pod.spec.setHostnameAsFQDN === true && domain !== '') return { hostname: `${hostname}.${domain}`, domain };
  return { hostname, domain };
}

/** The text of /etc/hosts in the pod's containers. Models: pkg/kubelet managedHostsFileContent, hostsEntriesFromHostAliases */
export function hostsFile(pod: Pod, address: string, hostname: string, domain: string, nodeHosts: string): string {
  let text: string;
  if (pod.spec.hostNetwork === true) text = `# Kubernetes-managed hosts file (host network).\n${nodeHosts}`;
  else {
    text =
      '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\n' +
      'fe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n';
    const short = hostname.split('.')[0] ?? hostname;
    text += domain === '' ? `${address}\t${hostname}\n` : `${address}\t${short}.${domain}\t${short}\n`;
  }
  const aliases = pod.spec.hostAliases ?? [];
  if (aliases.length === 0) return text;
  text += '\n# Entries added by HostAliases.\n';
  for (const alias of aliases) text += `${alias.ip ?? ''}\t${(alias.hostnames ?? []).join('\t')}\n`;
  return text;
}

/** The text of /etc/resolv.conf in the pod's containers. Models: pkg/kubelet/network/dns GetPodDNS */
export function resolvConf(pod: Pod, dns: ClusterDnsConfig, nodeResolvConf: string): string {
  const policy = pod.spec.dnsPolicy ?? 'ClusterFirst';
  const cluster = policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && pod.spec.hostNetwork !== true);
  const own = pod.spec.dnsConfig;
  if (!cluster && policy !== 'None' && own === undefined) return nodeResolvConf;

  const base = cluster
    ? {
        servers: [dns.address],
        searches: [`${pod.metadata.namespace}.svc.${dns.domain}`, `svc.${dns.domain}`, dns.domain],
        options: [DEFAULT_NDOTS],
      }
    : policy === 'None'
      ? { servers: [], searches: [], options: [] }
      : readBack(nodeResolvConf);
  const options = new Map(base.options.map((option) => [option.split(':')[0] ?? '', option]));
  for (const { name = '', value } of own?.options ?? [])
    options.set(name, value === undefined ? name : `${name}:${value}`);
  const servers = [...new Set([...base.servers, ...(own?.nameservers ?? [])])];
  const searches = [...new Set([...base.searches, ...(own?.searches ?? [])])];
  let text = '';
  if (searches.length > 0) text += `search ${searches.join(' ')}\n`;
  for (const server of servers) text += `nameserver ${server}\n`;
  if (options.size > 0) text += `options ${[...options.values()].join(' ')}\n`;
  return text;
}

function readBack(text: string): { servers: string[]; searches: string[]; options: string[] } {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const values = (key: string): string[] => lines.flatMap(([first, ...rest]) => (first === key ? rest : []));
  return { servers: values('nameserver'), searches: values('search'), options: values('options') };
}
