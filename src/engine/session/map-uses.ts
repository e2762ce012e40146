import type { Json, JsonObject } from '../cluster/json.ts';
import { objects, record, text } from '../cluster/json-readers.ts';

/** In every namespace, and in every pod by itself: nobody's choice. */
const ROOT_CA = 'kube-root-ca.crt';

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
  configMap(record(volume['configMap'])['name']);
  uses.add('secrets', record(volume['secret'])['secretName']);
  uses.add('persistentvolumeclaims', record(volume['persistentVolumeClaim'])['claimName']);
  for (const source of objects(record(volume['projected'])['sources'])) {
    configMap(record(source['configMap'])['name']);
    uses.add('secrets', record(source['secret'])['name']);
  }
}

function podUses(uses: Uses, pod: JsonObject): void {
  const spec = record(pod['spec']);
  for (const volume of objects(spec['volumes'])) {
    volumeUses(uses, volume);
    // The claim of a generic ephemeral volume is named after the pod and the volume.
    if (volume['ephemeral'] !== undefined)
      uses.add('persistentvolumeclaims', `${text(record(pod['metadata'])['name'])}-${text(volume['name'])}`);
  }
  for (const container of [...objects(spec['initContainers']), ...objects(spec['containers'])]) {
    for (const from of objects(container['envFrom'])) {
      uses.add('configmaps', record(from['configMapRef'])['name']);
      uses.add('secrets', record(from['secretRef'])['name']);
    }
    for (const { valueFrom } of objects(container['env'])) {
      uses.add('configmaps', record(record(valueFrom)['configMapKeyRef'])['name']);
      uses.add('secrets', record(record(valueFrom)['secretKeyRef'])['name']);
    }
  }
  for (const secret of objects(spec['imagePullSecrets'])) uses.add('secrets', secret['name']);
}

function ingressUses(uses: Uses, ingress: JsonObject): void {
  const spec = record(ingress['spec']);
  const backend = (value: Json | undefined): void => uses.add('services', record(record(value)['service'])['name']);
  backend(spec['defaultBackend']);
  for (const rule of objects(spec['rules']))
    for (const path of objects(record(rule['http'])['paths'])) backend(path['backend']);
  for (const tls of objects(spec['tls'])) uses.add('secrets', tls['secretName']);
}

/** What an object needs by name: keys in the order in which its spec names them. */
export function usesOf(resource: string, it: JsonObject): readonly string[] {
  const uses = new Uses(text(record(it['metadata'])['namespace']));
  if (resource === 'pods') podUses(uses, it);
  else if (resource === 'ingresses.networking.k8s.io') ingressUses(uses, it);
  else if (resource === 'persistentvolumeclaims') {
    const volume = text(record(it['spec'])['volumeName']);
    if (volume !== '') uses.keys.add(`persistentvolumes//${volume}`);
  }
  return [...uses.keys];
}

/** The hosts of an Ingress' rules; `*` for a rule without one. */
export function ingressHosts(ingress: JsonObject): string {
  const rules = objects(record(ingress['spec'])['rules']);
  return [...new Set(rules.map(({ host }) => text(host) || '*'))].join(', ') || '*';
}
