import type { AuditEvent } from '../../../cluster/apiserver/audit.ts';
import type { JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import { asJson } from '../../../cluster/resources/definition.ts';
import type { Decision } from '../../../cluster/scheduler/decision.ts';
import type { Version } from '../../../cluster/store/version.ts';
import { changedPaths, number } from './fields.ts';
import { statusFacts } from './status-facts.ts';
import type { What } from './step.ts';

/** What defaulting and admission leave in a pod that nobody writes by hand. */
function madeOf(resource: string, after: JsonObject): readonly (readonly [string, string])[] {
  if (resource !== 'pods') return [];
  const spec = record(after['spec']);
  const volume = objects(spec['volumes']).find((each) => each['projected'] !== undefined);
  const [container = {}] = objects(spec['containers']);
  const made: (readonly [string, string])[] = [
    ['serviceAccountName', text(spec['serviceAccountName'])],
    ['restartPolicy', text(spec['restartPolicy'])],
    ['imagePullPolicy', text(container['imagePullPolicy'])],
    ['schedulerName', text(spec['schedulerName'])],
    ['volumes', text(volume?.['name'])],
  ];
  return made.filter(([, value]) => value !== '');
}

function imagesOf(spec: JsonObject): readonly string[] {
  const template = record(record(spec['template'])['spec']);
  return objects(template['containers']).map((each) => text(each['image']));
}

function changeOf(version: Version, before: JsonObject, after: JsonObject): What {
  const [old, now] = [record(before['spec']), record(after['spec'])];
  if (version.object.metadata.deletionTimestamp != null && version.previous?.object.metadata.deletionTimestamp == null)
    return { is: 'deleting', graceSeconds: number(record(after['metadata'])['deletionGracePeriodSeconds']) };
  if (version.writer.subresource === 'status') {
    const facts = statusFacts(version.resource, before, after);
    return facts.length === 0 ? { is: 'changed', paths: changedPaths(before, after) } : { is: 'status', facts };
  }
  const [from, to] = [old['replicas'], now['replicas']];
  if (typeof from === 'number' && typeof to === 'number' && from !== to) return { is: 'scaled', from, to };
  if (JSON.stringify(old['template']) !== JSON.stringify(now['template']))
    return { is: 'rolled', images: imagesOf(now) };
  if (version.resource === 'endpointslices.discovery.k8s.io') return endpoints(after);
  return { is: 'changed', paths: changedPaths(before, after) };
}

function endpoints(slice: JsonObject): What {
  const ready = objects(slice['endpoints']).filter((each) => record(each['conditions'])['ready'] === true);
  return { is: 'endpoints', addresses: ready.length };
}

function isReading(verb: string): verb is 'get' | 'list' | 'watch' {
  return verb === 'get' || verb === 'list' || verb === 'watch';
}

/** What a request did, from the version that it wrote; undefined when it wrote nothing that is worth telling. */
export function whatOf(
  event: AuditEvent,
  version: Version | undefined,
  decision: (uid: string) => Decision | undefined,
): What | undefined {
  const { verb } = event;
  // To find nothing is an answer, too.
  if (isReading(verb) && (event.code < 400 || event.code === 404)) return { is: 'read', verb };
  if (event.code >= 400) return { is: 'refused', code: event.code };
  if (version === undefined) return undefined;
  const after = asJson(version.object);
  if (version.type === 'DELETED') return { is: 'deleted' };
  if (event.resource === 'events') {
    const [type, reason, message] = [
      text(after['type']),
      text(after['reason']),
      text(after['message'] ?? after['note']),
    ];
    return { is: 'event', type, reason, message };
  }
  if (event.subresource === 'binding') {
    const node = text(record(after['spec'])['nodeName']);
    const found = decision(version.object.metadata.uid);
    const verdicts = found?.chosen === node ? found.verdicts : [];
    const feasible = verdicts.filter(({ rejectedBy }) => rejectedBy === undefined).length;
    return { is: 'bound', node, feasible, nodes: verdicts.length };
  }
  if (version.type === 'ADDED')
    return version.resource === 'endpointslices.discovery.k8s.io'
      ? endpoints(after)
      : { is: 'created', made: madeOf(version.resource, after) };
  return changeOf(version, version.previous === undefined ? {} : asJson(version.previous.object), after);
}
