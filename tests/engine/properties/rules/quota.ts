import { all, isEnded, type Living, type Rule } from './rule.ts';

/** What a namespace uses of each name that the operations' quotas bound; counted afresh, without the engine's own code. */
export function used(living: Living, namespace: string): { readonly [name: string]: number } {
  const pods = all(living, 'pods', namespace).filter((pod) => !isEnded(pod));
  const milli = (text: string): number => (text.endsWith('m') ? Number.parseInt(text, 10) : Number(text) * 1000);
  const requests = pods.flatMap((pod) =>
    pod.spec.containers.map(
      (each: { resources?: { requests?: { cpu?: string } } }) => each.resources?.requests?.cpu ?? '0',
    ),
  );
  const services = all(living, 'services', namespace).filter(({ spec }) =>
    ['NodePort', 'LoadBalancer'].includes(spec.type),
  );
  return {
    pods: pods.length,
    'requests.cpu': requests.reduce((sum: number, each: string) => sum + milli(each), 0),
    'count/configmaps': all(living, 'configmaps', namespace).length,
    'count/deployments.apps': all(living, 'deployments.apps', namespace).length,
    'services.nodeports': services.reduce((sum, { spec }) => sum + spec.ports.length, 0),
  };
}

/** A bound as a number; of cpu in thousandths. */
export const bound = (name: string, text: string): number =>
  name === 'requests.cpu' ? (text.endsWith('m') ? Number.parseInt(text, 10) : Number(text) * 1000) : Number(text);

const COUNTED: { readonly [resource: string]: readonly string[] } = {
  pods: ['pods', 'requests.cpu'],
  configmaps: ['count/configmaps'],
  'deployments.apps': ['count/deployments.apps'],
  services: ['services.nodeports'],
};

/** No object comes that takes its namespace beyond a quota; a quota that came later, or shrank, throws nothing out. */
export const quotaHolds: Rule = ({ version, living, object }) => {
  const { namespace } = object.metadata;
  const names = COUNTED[version.resource];
  if (version.type !== 'ADDED' || names === undefined || namespace === undefined) return undefined;
  for (const quota of all(living, 'resourcequotas', namespace)) {
    const now = used(living, namespace);
    for (const name of names) {
      const limit = quota.spec.hard?.[name];
      if (name === 'services.nodeports' && !['NodePort', 'LoadBalancer'].includes(object.spec.type)) continue;
      if (limit !== undefined && (now[name] ?? 0) > bound(name, limit))
        return `${name}: ${now[name]} of ${limit} in quota ${quota.metadata.name}`;
    }
  }
  return undefined;
};
