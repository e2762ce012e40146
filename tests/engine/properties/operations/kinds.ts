/** Where the objects of a kind that operations touch are found. */
export interface Place {
  readonly resource: string;
  readonly apiVersion: string;
  readonly plural: string;
}

const place = (apiVersion: string, plural: string): Place => ({
  apiVersion,
  plural,
  resource: apiVersion.includes('/') ? `${plural}.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : plural,
});

export const PLACES = {
  Deployment: place('apps/v1', 'deployments'),
  ReplicaSet: place('apps/v1', 'replicasets'),
  StatefulSet: place('apps/v1', 'statefulsets'),
  DaemonSet: place('apps/v1', 'daemonsets'),
  Job: place('batch/v1', 'jobs'),
  CronJob: place('batch/v1', 'cronjobs'),
  Pod: place('v1', 'pods'),
  Service: place('v1', 'services'),
  ConfigMap: place('v1', 'configmaps'),
  ResourceQuota: place('v1', 'resourcequotas'),
  PersistentVolumeClaim: place('v1', 'persistentvolumeclaims'),
  PodDisruptionBudget: place('policy/v1', 'poddisruptionbudgets'),
  HorizontalPodAutoscaler: place('autoscaling/v2', 'horizontalpodautoscalers'),
  Boat: place('example.com/v1', 'boats'),
} as const;

export type Kind = keyof typeof PLACES;

/** The path of a kind's objects in a namespace, or of one of them. */
export function pathOf(kind: Kind, namespace: string, name?: string): string {
  const { apiVersion, plural } = PLACES[kind];
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  return `${root}/${apiVersion}/namespaces/${namespace}/${plural}${name === undefined ? '' : `/${name}`}`;
}
