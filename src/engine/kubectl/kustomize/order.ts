import { record, text } from '../../cluster/json-readers.ts';
import { groupOf, namespaceOf } from '../json.ts';
import type { Resource } from './resource.ts';

const FIRST = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The resources in the order kubectl prints and applies them: what others need first. Models: kustomize's SortOrderTransformer, order "legacy" */
export function inOrder(resources: readonly Resource[]): readonly Resource[] {
  return resources
    .map((resource) => ({ resource, rank: rank(resource), key: key(resource) }))
    .sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ resource }) => resource);
}

function rank({ object }: Resource): number {
  const kind = text(object['kind']);
  const first = FIRST.indexOf(kind);
  return first >= 0 ? first - FIRST.length : LAST.indexOf(kind) + 1;
}

function key({ object }: Resource): string {
  const apiVersion = text(object['apiVersion']);
  const group = groupOf(apiVersion);
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  const metadata = record(object['metadata']);
  return `${group === '' ? '~G' : group}_${version}_${text(object['kind'])}|${namespaceOf(object) || '~X'}|${text(metadata['name'])}`;
}
