/** What the recorded server reports of its parts, in order. Models: kube-apiserver's installed health checks */
const CHECKS = [
  'ping',
  'log',
  'loopback-serving-certificate',
  'etcd',
  'poststarthook/start-apiserver-admission-initializer',
  'poststarthook/generic-apiserver-start-informers',
  'poststarthook/priority-and-fairness-config-consumer',
  'poststarthook/priority-and-fairness-filter',
  'poststarthook/storage-object-count-tracker-hook',
  'poststarthook/start-apiextensions-informers',
  'poststarthook/start-apiextensions-controllers',
  'poststarthook/crd-informer-synced',
  'poststarthook/start-system-namespaces-controller',
  'poststarthook/peer-endpoint-reconciler-controller',
  'poststarthook/start-cluster-authentication-info-controller',
  'poststarthook/start-kube-apiserver-identity-lease-controller',
  'poststarthook/start-kube-apiserver-identity-lease-garbage-collector',
  'poststarthook/storage-readiness',
  'poststarthook/start-legacy-token-tracking-controller',
  'poststarthook/start-service-ip-repair-controllers',
  'poststarthook/rbac/bootstrap-roles',
  'poststarthook/scheduling/bootstrap-system-priority-classes',
  'poststarthook/priority-and-fairness-config-producer',
  'poststarthook/bootstrap-controller',
  'poststarthook/start-kubernetes-service-cidr-controller',
  'poststarthook/aggregator-reload-proxy-client-cert',
  'poststarthook/start-kube-aggregator-informers',
  'poststarthook/apiservice-status-local-available-controller',
  'poststarthook/apiservice-status-remote-available-controller',
  'poststarthook/apiservice-registration-controller',
  'poststarthook/apiservice-wait-for-first-sync',
  'poststarthook/apiservice-discovery-controller',
  'poststarthook/kube-apiserver-autoregistration',
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
];
const READY_ONLY = { after: 'etcd', names: ['etcd-readiness', 'informer-sync'], last: 'shutdown' };

const ENDPOINTS = new Set(['healthz', 'livez', 'readyz']);

/** The answer to /healthz, /livez and /readyz, their checks one by one and `?verbose`; undefined for other paths. */
export function healthText(path: string, query: URLSearchParams): string | undefined {
  const [, endpoint = '', ...rest] = path.split('/');
  if (!ENDPOINTS.has(endpoint)) return undefined;
  const isReady = endpoint === 'readyz';
  const checks = isReady
    ? [...CHECKS.flatMap((name) => (name === READY_ONLY.after ? [name, ...READY_ONLY.names] : [name])), READY_ONLY.last]
    : CHECKS;
  const single = rest.join('/');
  if (single !== '') return checks.includes(single) ? 'ok' : undefined;
  if (!query.has('verbose')) return 'ok';
  return `${checks.map((name) => `[+]${name} ok\n`).join('')}${endpoint} check passed\n`;
}
