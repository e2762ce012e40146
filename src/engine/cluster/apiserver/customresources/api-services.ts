import { localApiService } from '../../bootstrap/server-objects.ts';
import type { JsonObject, KubeObject } from '../../json.ts';
import type { Random } from '../../random.ts';
import { CRDS } from '../../resources/customresources/types.ts';
import { formatTime } from '../../timestamp.ts';
import type { Core } from '../core.ts';

const API_SERVICES = 'apiservices.apiregistration.k8s.io';
const WRITER = { manager: 'kube-apiserver', operation: 'Update', subresource: '' } as const;
/** Models: pkg/controlplane/controller/crdregistration */
const PRIORITIES = [1000, 100] as const;

/** Keeps an APIService for every group and version that definitions of custom resources serve. Models: kube-aggregator/pkg/controllers/autoregister */
export function keepApiServices({ store, definitions, clock }: Core, random: Random): void {
  store.watch(CRDS, ({ object, previous }) => {
    const { group, versions } = object['spec'] as unknown as CrdFacts;
    const before = (previous?.object['spec'] as unknown as CrdFacts | undefined)?.versions ?? [];
    for (const version of new Set([...before, ...versions].map(({ name }) => name))) {
      const name = `${version}.${group}`;
      const kept = store.get(API_SERVICES, '', name);
      const isServed = definitions.all().some(({ apiVersion }) => apiVersion === `${group}/${version}`);
      if (isServed && kept === undefined) store.create(API_SERVICES, made(group, version), WRITER);
      else if (!isServed && kept?.metadata.labels?.['kube-aggregator.kubernetes.io/automanaged'] === 'true')
        store.delete(API_SERVICES, '', name, WRITER);
    }
  });

  const made = (group: string, version: string): KubeObject => {
    const now = formatTime(clock.nowMs());
    const { apiVersion, kind, metadata, ...rest } = localApiService(group, version, PRIORITIES, 'true', now);
    const system = { uid: random.uuid(), resourceVersion: '', creationTimestamp: now };
    return { apiVersion, kind, metadata: { ...(metadata as JsonObject), ...system }, ...rest } as unknown as KubeObject;
  };
}

interface CrdFacts {
  readonly group: string;
  readonly versions: readonly { readonly name: string }[];
}
