import type { KubeObject } from '../json.ts';
import type { Random } from '../random.ts';
import type { Store } from '../store.ts';
import { formatTime } from '../timestamp.ts';

const ADDRESSES = 'ipaddresses.networking.k8s.io';
const MANAGER = 'ipallocator.k8s.io';
const WRITER = { manager: 'kube-apiserver', operation: 'Update', subresource: '' } as const;

function held(service: KubeObject | undefined): readonly string[] {
  const { clusterIPs = [], clusterIP = '' } = (service?.['spec'] ?? {}) as {
    readonly clusterIPs?: readonly string[];
    readonly clusterIP?: string;
  };
  const all = clusterIPs.length > 0 ? clusterIPs : [clusterIP];
  return all.filter((address) => address !== '' && address !== 'None');
}

/**
 * Keeps an IPAddress for every address that a Service has, written with the Service. They draw from a stream of their own.
 * Models: pkg/registry/core/service/ipallocator/ipallocator.go
 */
export function keepServiceAddresses(store: Store, random: Random, nowMs: () => number): void {
  const ours = (address: string): KubeObject | undefined => {
    const object = store.get(ADDRESSES, '', address);
    return object?.metadata.labels?.['ipaddress.kubernetes.io/managed-by'] === MANAGER ? object : undefined;
  };
  store.watch('services', ({ type, object, previous }) => {
    const now = type === 'DELETED' ? [] : held(object);
    const before = type === 'ADDED' ? [] : held(type === 'DELETED' ? object : previous?.object);
    for (const address of before)
      if (!now.includes(address) && ours(address) !== undefined) store.delete(ADDRESSES, '', address, WRITER);
    for (const address of now) {
      if (before.includes(address) || store.get(ADDRESSES, '', address) !== undefined) continue;
      const { name, namespace = '' } = object.metadata;
      const made = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IPAddress',
        metadata: {
          name: address,
          uid: random.uuid(),
          resourceVersion: '',
          creationTimestamp: formatTime(nowMs()),
          labels: {
            'ipaddress.kubernetes.io/ip-family': address.includes(':') ? 'IPv6' : 'IPv4',
            'ipaddress.kubernetes.io/managed-by': MANAGER,
          },
        },
        spec: { parentRef: { name, namespace, resource: 'services' } },
      };
      store.create(ADDRESSES, made as unknown as KubeObject, WRITER);
    }
  });
}
