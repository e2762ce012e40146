import type { Json, JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import { number } from './fields.ts';
import type { StatusFact } from './step.ts';

const WORKLOADS = new Set(['deployments.apps', 'replicasets.apps', 'statefulsets.apps', 'daemonsets.apps']);

function condition(status: JsonObject, type: string): string {
  return text(objects(status['conditions']).find((each) => each['type'] === type)?.['status']);
}

/** What a container is doing, as one word that changes when it does something else. */
function stateOf(container: JsonObject): { readonly phase: string; readonly detail: JsonObject } {
  const state = record(container['state']);
  const phase = ['running', 'terminated', 'waiting'].find((name) => state[name] !== undefined) ?? '';
  return { phase, detail: record(state[phase]) };
}

function containerFacts(before: JsonObject, after: JsonObject): readonly StatusFact[] {
  const lists = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'];
  const of = (status: JsonObject): readonly JsonObject[] => lists.flatMap((name) => objects(status[name]));
  const old = of(before);
  return of(after).flatMap((each): StatusFact[] => {
    const container = text(each['name']);
    const was = old.find((other) => other['name'] === each['name']) ?? {};
    const [from, to] = [stateOf(was), stateOf(each)];
    const restarted = number(was['restartCount']) !== number(each['restartCount']);
    if (from.phase === to.phase && from.detail['reason'] === to.detail['reason'] && !restarted) return [];
    if (to.phase === 'running') return [{ fact: 'running', container }];
    const reason = text(to.detail['reason']);
    if (to.phase === 'terminated')
      return [{ fact: 'terminated', container, reason, exitCode: number(to.detail['exitCode']) }];
    // What every new pod says is told once, for the pod.
    if (reason === 'ContainerCreating' || reason === 'PodInitializing' || reason === '') return [];
    return [{ fact: 'waiting', container, reason }];
  });
}

function podFacts(before: JsonObject, after: JsonObject): readonly StatusFact[] {
  const facts: StatusFact[] = [];
  const became = (type: string, value: string): boolean =>
    condition(after, type) === value && condition(before, type) !== value;
  const hadContainers = objects(before['containerStatuses']).length > 0;
  if (!hadContainers && objects(after['containerStatuses']).length > 0) facts.push({ fact: 'accepted' });
  if (became('PodReadyToStartContainers', 'True')) facts.push({ fact: 'sandbox', address: text(after['podIP']) });
  facts.push(...containerFacts(before, after));
  if (became('Ready', 'True')) facts.push({ fact: 'ready' });
  else if (condition(before, 'Ready') === 'True' && became('Ready', 'False')) facts.push({ fact: 'unready' });
  const phase = text(after['phase']);
  if (phase !== text(before['phase']) && ['Succeeded', 'Failed'].includes(phase)) facts.push({ fact: 'phase', phase });
  return facts;
}

function replicaFacts(spec: JsonObject, before: JsonObject, after: JsonObject): readonly StatusFact[] {
  const names = ['readyReplicas', 'numberReady'];
  const ready = (status: JsonObject): number =>
    number(names.map((name) => status[name]).find((each) => each !== undefined));
  const made = (status: JsonObject): number => number(status['replicas'] ?? status['currentNumberScheduled']);
  if (ready(before) === ready(after) && made(before) === made(after)) return [];
  const wanted = typeof spec['replicas'] === 'number' ? spec['replicas'] : number(after['desiredNumberScheduled']);
  return [{ fact: 'replicas', ready: ready(after), wanted }];
}

function conditionFacts(before: JsonObject, after: JsonObject): readonly StatusFact[] {
  return objects(after['conditions']).flatMap((each): StatusFact[] => {
    const [type, status] = [text(each['type']), text(each['status'])];
    return condition(before, type) === status ? [] : [{ fact: 'condition', type, status }];
  });
}

/** What the status of an object says that it did not say before. */
export function statusFacts(resource: string, before: JsonObject, after: JsonObject): readonly StatusFact[] {
  const [old, now]: readonly [JsonObject, JsonObject] = [
    record(before['status'] as Json),
    record(after['status'] as Json),
  ];
  if (resource === 'pods') return podFacts(old, now);
  if (WORKLOADS.has(resource)) return replicaFacts(record(after['spec'] as Json), old, now);
  return conditionFacts(old, now);
}
