import type { Json, JsonObject } from '../../cluster/json.ts';
import { type DescribeContext, type Describer, RELATED } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeCreated, writeName, writeTags, writeWorkloadConditions } from './head.ts';
import { writePodTemplate } from './pod-template.ts';
import { at, items, number, object, text } from './read.ts';
import { labelSelector } from './selectors.ts';
import { describeText, field } from './writer.ts';

/** The replica sets that a deployment controls, oldest first, and which of them has the deployment's template. */
export interface OwnedReplicaSets {
  readonly old: readonly JsonObject[];
  readonly current: JsonObject | undefined;
}

/** Finds them. Models: kubectl/pkg/util/deployment.GetAllReplicaSets */
export function ownedReplicaSets(deployment: JsonObject, replicaSets: readonly JsonObject[]): OwnedReplicaSets {
  const uid = text(deployment, 'metadata', 'uid');
  const owned = replicaSets
    .filter((set) =>
      items(set, 'metadata', 'ownerReferences').some(
        (owner) => at(owner, 'controller') === true && text(owner, 'uid') === uid,
      ),
    )
    .sort((a, b) => (age(a) < age(b) ? -1 : age(a) > age(b) ? 1 : 0));
  const wanted = templateKey(at(deployment, 'spec', 'template'));
  const current = owned.find((set) => templateKey(at(set, 'spec', 'template')) === wanted);
  return { old: owned.filter((set) => set !== current), current };
}

const age = (set: JsonObject): string =>
  `${text(set, 'metadata', 'creationTimestamp')} ${text(set, 'metadata', 'name')}`;

/** Equal for templates that differ at most in the hash label, the order of keys, or in empty values. */
export function templateKey(template: Json | undefined): string {
  return key(template, (name) => name !== 'pod-template-hash');
}

function key(value: Json | undefined, keep: (name: string) => boolean): string {
  if (typeof value !== 'object' || value === null)
    return value === undefined || value === null ? '' : JSON.stringify(value);
  if (Array.isArray(value))
    return value.length === 0 ? '' : `[${value.map((each: Json) => key(each, keep)).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([name]) => keep(name))
    .map(([name, each]) => [name, key(each, keep)] as const)
    .filter(([, text]) => text !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? '' : `{${entries.map(([name, text]) => `${name}:${text}`).join(',')}}`;
}

/** `kubectl describe deploy`. Models: kubectl/pkg/describe.describeDeployment */
export const describeDeployment: Describer = (deployment, context) =>
  describeText((writer) => {
    writeName(writer, deployment);
    writeCreated(writer, deployment);
    writeTags(writer, deployment);
    field(writer, 0, 'Selector', labelSelector(at(deployment, 'spec', 'selector')));
    const status = object(deployment, 'status');
    const counts = [
      `${number(deployment, 'spec', 'replicas')} desired`,
      `${number(status, 'updatedReplicas')} updated`,
      `${number(status, 'replicas')} total`,
      `${number(status, 'availableReplicas')} available`,
      `${number(status, 'unavailableReplicas')} unavailable`,
    ];
    field(writer, 0, 'Replicas', counts.join(' | '));
    field(writer, 0, 'StrategyType', text(deployment, 'spec', 'strategy', 'type'));
    field(writer, 0, 'MinReadySeconds', number(deployment, 'spec', 'minReadySeconds'));
    const rolling = object(deployment, 'spec', 'strategy', 'rollingUpdate');
    if (rolling !== undefined) {
      const bounds = `${text(rolling, 'maxUnavailable')} max unavailable, ${text(rolling, 'maxSurge')} max surge`;
      field(writer, 0, 'RollingUpdateStrategy', bounds);
    }
    writePodTemplate(writer, at(deployment, 'spec', 'template'));
    writeWorkloadConditions(writer, deployment);
    const { old, current } = replicaSetsOf(deployment, context);
    if (old.length > 0 || current !== undefined) {
      field(writer, 0, 'OldReplicaSets', describeSets(old));
      field(writer, 0, 'NewReplicaSet', describeSets(current === undefined ? [] : [current]));
    }
    writeEventsOf(writer, context, deployment);
  });

function replicaSetsOf(deployment: JsonObject, context: DescribeContext): OwnedReplicaSets {
  const labels = labelSelector(at(deployment, 'spec', 'selector'));
  const found = context.list(RELATED.replicaSets, text(deployment, 'metadata', 'namespace'), { labels });
  return 'error' in found ? { old: [], current: undefined } : ownedReplicaSets(deployment, found.items);
}

function describeSets(sets: readonly JsonObject[]): string {
  const list = sets.map(
    (set) =>
      `${text(set, 'metadata', 'name')} (${number(set, 'status', 'replicas')}/${number(set, 'spec', 'replicas')} replicas created)`,
  );
  return list.join(', ') || '<none>';
}
