import type { JsonObject } from '../../cluster/json.ts';
import { isObject, objects, record, text } from '../../cluster/json-readers.ts';
import { CommandError } from '../errors.ts';
import type { Resource } from './resource.ts';

const TEMPLATES = ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'ReplicationController'];
const SCALED = ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'];
const CLUSTER_SCOPED = [
  'Namespace',
  'Node',
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'StorageClass',
  'PriorityClass',
  'IngressClass',
  'CustomResourceDefinition',
];

/** The resources with a kustomization's namespace, labels, annotations, images and replicas. */
export function transformed(resources: readonly Resource[], settings: JsonObject): readonly Resource[] {
  const steps: ((object: JsonObject) => JsonObject)[] = [];
  const namespace = text(settings['namespace']);
  if (namespace !== '') steps.push((object) => inNamespace(object, namespace));
  const common = record(settings['commonLabels']);
  if (Object.keys(common).length > 0)
    steps.push((object) => labelled(object, common, { selectors: true, templates: true }));
  for (const entry of objects(settings['labels'])) {
    const selectors = entry['includeSelectors'] === true;
    const templates = selectors || entry['includeTemplates'] === true;
    steps.push((object) => labelled(object, record(entry['pairs']), { selectors, templates }));
  }
  const annotations = record(settings['commonAnnotations']);
  if (Object.keys(annotations).length > 0) {
    steps.push((object) =>
      inTemplate(inJob(withMeta(object, 'annotations', annotations), 'annotations', annotations), (template) =>
        withMeta(template, 'annotations', annotations),
      ),
    );
  }
  const images = objects(settings['images']);
  if (images.length > 0)
    steps.push((object) => inTemplate(withImages(object, images), (template) => withImages(template, images)));
  const counted = resources.map((resource) => ({
    ...resource,
    object: steps.reduce((object, step) => step(object), resource.object),
  }));
  return objects(settings['replicas']).reduce<readonly Resource[]>((all, entry) => {
    if (!all.some((each) => each.names.includes(text(entry['name'])))) {
      throw new CommandError(
        `resource with name ${text(entry['name'])} does not match a config with the following GVK [Deployment.apps ReplicaSet.apps StatefulSet.apps]`,
      );
    }
    return all.map((each) => {
      const scalable = each.names.includes(text(entry['name'])) && SCALED.includes(text(each.object['kind']));
      if (!scalable) return each;
      return {
        ...each,
        object: { ...each.object, spec: { ...record(each.object['spec']), replicas: entry['count'] } },
      };
    });
  }, counted);
}

function inNamespace(object: JsonObject, namespace: string): JsonObject {
  const kind = text(object['kind']);
  if (kind === 'Namespace') return { ...object, metadata: { ...record(object['metadata']), name: namespace } };
  const bound = kind.endsWith('RoleBinding') ? { subjects: objects(object['subjects']).map(inside) } : {};
  if (CLUSTER_SCOPED.includes(kind)) return { ...object, ...bound };
  return { ...object, ...bound, metadata: { ...record(object['metadata']), namespace } };

  function inside(subject: JsonObject): JsonObject {
    return subject['kind'] === 'ServiceAccount' && subject['name'] === 'default' ? { ...subject, namespace } : subject;
  }
}

function withMeta(object: JsonObject, field: 'labels' | 'annotations', values: JsonObject): JsonObject {
  const metadata = record(object['metadata']);
  return { ...object, metadata: { ...metadata, [field]: { ...record(metadata[field]), ...values } } };
}

/** A workload's pod template, changed; other objects as they are. */
function inTemplate(object: JsonObject, change: (template: JsonObject) => JsonObject): JsonObject {
  const spec = record(object['spec']);
  if (object['kind'] === 'CronJob') {
    const job = record(spec['jobTemplate']);
    const jobSpec = record(job['spec']);
    const template = change(record(jobSpec['template']));
    return { ...object, spec: { ...spec, jobTemplate: { ...job, spec: { ...jobSpec, template } } } };
  }
  if (!TEMPLATES.includes(text(object['kind']))) return object;
  return { ...object, spec: { ...spec, template: change(record(spec['template'])) } };
}

function labelled(
  object: JsonObject,
  labels: JsonObject,
  where: { readonly selectors: boolean; readonly templates: boolean },
): JsonObject {
  let out = withMeta(object, 'labels', labels);
  if (where.templates)
    out = inTemplate(inJob(out, 'labels', labels), (template) => withMeta(template, 'labels', labels));
  if (!where.selectors) return out;
  const spec = record(out['spec']);
  const selector = record(spec['selector']);
  const kind = text(out['kind']);
  if (kind === 'StatefulSet' && Array.isArray(spec['volumeClaimTemplates'])) {
    const claims = objects(spec['volumeClaimTemplates']).map((claim) => withMeta(claim, 'labels', labels));
    return withSelector({ ...out, spec: { ...spec, volumeClaimTemplates: claims } }, labels);
  }
  if (kind === 'Service' || kind === 'ReplicationController')
    return { ...out, spec: { ...spec, selector: { ...selector, ...labels } } };
  if (kind === 'PodDisruptionBudget' || kind === 'Job')
    return isObject(selector['matchLabels']) ? withSelector(out, labels) : out;
  return ['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].includes(kind) ? withSelector(out, labels) : out;
}

function withSelector(object: JsonObject, labels: JsonObject): JsonObject {
  const spec = record(object['spec']);
  const selector = record(spec['selector']);
  const matchLabels = { ...record(selector['matchLabels']), ...labels };
  return { ...object, spec: { ...spec, selector: { ...selector, matchLabels } } };
}

/** A cron job with values in the metadata of its job template; other objects as they are. */
function inJob(object: JsonObject, field: 'labels' | 'annotations', values: JsonObject): JsonObject {
  if (object['kind'] !== 'CronJob') return object;
  const spec = record(object['spec']);
  return { ...object, spec: { ...spec, jobTemplate: withMeta(record(spec['jobTemplate']), field, values) } };
}

function withImages(object: JsonObject, images: readonly JsonObject[]): JsonObject {
  const spec = record(object['spec']);
  const change = (containers: readonly JsonObject[]): readonly JsonObject[] =>
    containers.map((container) => ({ ...container, image: images.reduce(renamedImage, text(container['image'])) }));
  const lists = ['containers', 'initContainers'].filter((list) => Array.isArray(spec[list]));
  if (lists.length === 0) return object;
  return {
    ...object,
    spec: { ...spec, ...Object.fromEntries(lists.map((list) => [list, change(objects(spec[list]))])) },
  };
}

function renamedImage(image: string, entry: JsonObject): string {
  const match = /^(.+?)(:[\w][\w.-]*)?(@.+)?$/.exec(image);
  if (match === null || match[1] !== entry['name']) return image;
  const name = text(entry['newName']) || match[1];
  const digest = text(entry['digest']);
  const tag = entry['newTag'] === undefined ? '' : String(entry['newTag']);
  if (digest !== '') return `${name}${tag === '' ? '' : `:${tag}`}@${digest}`;
  return tag === '' ? `${name}${match[2] ?? ''}${match[3] ?? ''}` : `${name}:${tag}`;
}
