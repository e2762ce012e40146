/** Kinds that a playground reads, by the names that kubectl takes; the path of their API group, and whether they live in namespaces. */
const RESOURCES: {
  readonly [name: string]: { readonly plural: string; readonly api: string; readonly namespaced: boolean };
} = Object.fromEntries(
  [
    { names: ['pods', 'pod', 'po'], api: '/api/v1', namespaced: true },
    { names: ['services', 'service', 'svc'], api: '/api/v1', namespaced: true },
    { names: ['configmaps', 'configmap', 'cm'], api: '/api/v1', namespaced: true },
    { names: ['secrets', 'secret'], api: '/api/v1', namespaced: true },
    { names: ['events', 'event', 'ev'], api: '/api/v1', namespaced: true },
    { names: ['serviceaccounts', 'serviceaccount', 'sa'], api: '/api/v1', namespaced: true },
    { names: ['nodes', 'node', 'no'], api: '/api/v1', namespaced: false },
    { names: ['namespaces', 'namespace', 'ns'], api: '/api/v1', namespaced: false },
    { names: ['deployments', 'deployment', 'deploy'], api: '/apis/apps/v1', namespaced: true },
    { names: ['replicasets', 'replicaset', 'rs'], api: '/apis/apps/v1', namespaced: true },
    { names: ['endpointslices', 'endpointslice'], api: '/apis/discovery.k8s.io/v1', namespaced: true },
    { names: ['statefulsets', 'statefulset', 'sts'], api: '/apis/apps/v1', namespaced: true },
    { names: ['daemonsets', 'daemonset', 'ds'], api: '/apis/apps/v1', namespaced: true },
    { names: ['jobs', 'job'], api: '/apis/batch/v1', namespaced: true },
    { names: ['cronjobs', 'cronjob', 'cj'], api: '/apis/batch/v1', namespaced: true },
    { names: ['ingresses', 'ingress', 'ing'], api: '/apis/networking.k8s.io/v1', namespaced: true },
    { names: ['networkpolicies', 'networkpolicy', 'netpol'], api: '/apis/networking.k8s.io/v1', namespaced: true },
    { names: ['persistentvolumeclaims', 'persistentvolumeclaim', 'pvc'], api: '/api/v1', namespaced: true },
    { names: ['persistentvolumes', 'persistentvolume', 'pv'], api: '/api/v1', namespaced: false },
    { names: ['storageclasses', 'storageclass', 'sc'], api: '/apis/storage.k8s.io/v1', namespaced: false },
    { names: ['resourcequotas', 'resourcequota', 'quota'], api: '/api/v1', namespaced: true },
    { names: ['limitranges', 'limitrange', 'limits'], api: '/api/v1', namespaced: true },
    { names: ['endpoints', 'ep'], api: '/api/v1', namespaced: true },
    {
      names: ['horizontalpodautoscalers', 'horizontalpodautoscaler', 'hpa'],
      api: '/apis/autoscaling/v2',
      namespaced: true,
    },
    { names: ['poddisruptionbudgets', 'poddisruptionbudget', 'pdb'], api: '/apis/policy/v1', namespaced: true },
    { names: ['roles', 'role'], api: '/apis/rbac.authorization.k8s.io/v1', namespaced: true },
    { names: ['rolebindings', 'rolebinding'], api: '/apis/rbac.authorization.k8s.io/v1', namespaced: true },
    { names: ['clusterroles', 'clusterrole'], api: '/apis/rbac.authorization.k8s.io/v1', namespaced: false },
    {
      names: ['clusterrolebindings', 'clusterrolebinding'],
      api: '/apis/rbac.authorization.k8s.io/v1',
      namespaced: false,
    },
    { names: ['priorityclasses', 'priorityclass', 'pc'], api: '/apis/scheduling.k8s.io/v1', namespaced: false },
    { names: ['leases', 'lease'], api: '/apis/coordination.k8s.io/v1', namespaced: true },
  ].flatMap(({ names, api, namespaced }) => names.map((name) => [name, { plural: names[0] ?? name, api, namespaced }])),
);

interface Words {
  readonly positional: readonly string[];
  readonly namespace: string | undefined;
  readonly all: boolean;
  readonly selector: string | undefined;
}

function split(target: string): Words | undefined {
  const positional: string[] = [];
  let namespace: string | undefined;
  let selector: string | undefined;
  let all = false;
  const words = target.trim().split(/\s+/);
  for (let at = 0; at < words.length; at++) {
    const [flag = '', inline] = (words[at] ?? '').split(/=(.*)/, 2);
    if (flag === '-A' || flag === '--all-namespaces') all = true;
    else if (flag === '-n' || flag === '--namespace') namespace = inline ?? words[++at];
    else if (flag === '-l' || flag === '--selector') selector = inline ?? words[++at];
    else if (flag.startsWith('-')) return undefined;
    else positional.push(words[at] ?? '');
  }
  return { positional, namespace, selector, all };
}

/** The API path of what `kubectl get` would read: `pods -n kube-system`, `pod/web`; undefined for what a playground cannot read. */
export function targetPath(target: string): string | undefined {
  const words = split(target);
  if (words === undefined) return undefined;
  const [first = '', second] = words.positional;
  const [kind = '', inName] = first.split('/', 2);
  const name = inName ?? second;
  const found = Object.hasOwn(RESOURCES, kind) ? RESOURCES[kind] : undefined;
  if (found === undefined || words.positional.length > 2) return undefined;
  const place = found.namespaced && !words.all ? `/namespaces/${encodeURIComponent(words.namespace ?? 'default')}` : '';
  const one = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  const query = words.selector === undefined ? '' : `?labelSelector=${encodeURIComponent(words.selector)}`;
  return `${found.api}${place}/${found.plural}${one}${query}`;
}
