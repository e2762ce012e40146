import type { Json, JsonObject } from '../cluster/json.ts';

/** In every namespace, and in every pod by itself: nobody's choice. */
const ROOT_CA = 'kube-root-ca.crt';

function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The keys of objects named in one namespace, each once. */
class Uses {
  readonly keys = new Set<string>();

  constructor(private readonly namespace: string) {}

  add(resource: string, name: Json | undefined): void {
    if (text(name) !== '') this.keys.add(`${resource}/${this.namespace}/${text(name)}`);
  }
}

function volumeUses(uses: Uses, volume: JsonObject): void {
  const configMap = (name: Json | undefined): void => {
    if (name !== ROOT_CA) uses.add('configmaps', name);
  };
  configMap(object(volume['configMap'])['name']);
  uses.add('secrets', object(volume['secret'])['secretName']);
  uses.add('persistentvolumeclaims', object(volume['persistentVolumeClaim'])['claimName']);
  for (const source of list(object(volume['projected'])['sources'])) {
    configMap(object(source['configMap'])['name']);
    uses.add('secrets', object(source['secret'])['name']);
  }
}

function podUses(uses: Uses, pod: JsonObject): void {
  const spec = object(pod['spec']);
  for (const volume of list(spec['volumes'])) {
    volumeUses(uses, volume);
    // The claim of a generic ephemeral volume is named after the pod and the volume.
    if (volume['ephemeral'] !== undefined)
      uses.add('persistentvolumeclaims', `${text(object(pod['metadata'])['name'])}-${text(volume['name'])}`);
  }
  for (const container of [...list(spec['initContainers']), ...list(spec['containers'])]) {
    for (const from of list(container['envFrom'])) {
      uses.add('configmaps', object(from['configMapRef'])['name']);
      uses.add('secrets', object(from['secretRef'])['name']);
    }
    for (const { valueFrom } of list(container['env'])) {
      uses.add('configmaps', object(object(valueFrom)['configMapKeyRef'])['name']);
      uses.add('secrets', object(object(valueFrom)['secretKeyRef'])['name']);
    }
  }
  for (const secret of list(spec['imagePullSecrets'])) uses.add('secrets', secret['name']);
}

function ingressUses(uses: Uses, ingress: JsonObject): void {
  const spec = object(ingress['spec']);
  const backend = (value: Json | undefined): void => uses.add('services', object(object(value)['service'])['name']);
  backend(spec['defaultBackend']);
  for (const rule of list(spec['rules']))
    for (const path of list(object(rule['http'])['paths'])) backend(path['backend']);
  for (const tls of list(spec['tls'])) uses.add('secrets', tls['secretName']);
}

/** What an object needs by name: keys in the order in which its spec names them. */
export function usesOf(resource: string, it: JsonObject): readonly string[] {
  const uses = new Uses(text(object(it['metadata'])['namespace']));
  if (resource === 'pods') podUses(uses, it);
  else if (resource === 'ingresses.networking.k8s.io') ingressUses(uses, it);
  else if (resource === 'persistentvolumeclaims') {
    const volume = text(object(it['spec'])['volumeName']);
    if (volume !== '') uses.keys.add(`persistentvolumes//${volume}`);
  }
  return [...uses.keys];
}

/** The hosts of an Ingress' rules; `*` for a rule without one. */
export function ingressHosts(ingress: JsonObject): string {
  const rules = list(object(ingress['spec'])['rules']);
  return [...new Set(rules.map(({ host }) => text(host) || '*'))].join(', ') || '*';
}
