import type { Json, JsonObject } from '../../cluster/json.ts';
import { CHANGE_CAUSE } from '../change-cause.ts';
import type { CommandContext } from '../command.ts';
import { ownedReplicaSets, templateKey } from '../describe/deployment.ts';
import { at, items, number, object, text } from '../describe/read.ts';
import { labelSelector } from '../describe/selectors.ts';
import { CommandError } from '../errors.ts';
import type { Info } from '../resource/info.ts';

const REVISION = 'deployment.kubernetes.io/revision';

/** One state that a workload had: a replica set of a deployment, or a controller revision. */
export interface Revision {
  readonly number: number;
  readonly changeCause: string;
  /** The pod template of then. */
  readonly template: JsonObject;
  /** What keeps it: the ReplicaSet or the ControllerRevision. */
  readonly keeper: JsonObject;
}

/** The kinds that the history and rollback visitors know at all. */
const VISITED = [
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
  'CronJob',
];

/** A group and kind as messages name them: `DaemonSet.apps`. */
export const kindName = (info: Info): string =>
  info.type.group === '' ? info.type.kind : `${info.type.kind}.${info.type.group}`;

/**
 * The revisions of a workload, oldest first. `what` is what is asked for (`history viewer`, `rollbacker`), for the error of kinds that
 * keep no history. Models: polymorphichelpers.HistoryViewerFor, RollbackerFor
 */
export function revisionsOf(
  context: CommandContext,
  info: Info,
  what: 'history viewer' | 'rollbacker',
): readonly Revision[] {
  const { group, kind } = info.type;
  const workload = info.object ?? {};
  const apps = group === 'apps' || group === 'extensions';
  if (apps && kind === 'Deployment') return sorted(deploymentRevisions(context, workload));
  if (apps && (kind === 'DaemonSet' || kind === 'StatefulSet')) return sorted(controllerRevisions(context, workload));
  const name = kindName(info);
  if (!VISITED.includes(kind)) {
    const asked = what === 'rollbacker' ? 'rollbacker' : 'history';
    throw new CommandError(`error retrieving ${asked} for "${name}", no visitor method exists for {${group} ${kind}}`);
  }
  throw new CommandError(`no ${what} has been implemented for "${name}"`);
}

const sorted = (revisions: readonly Revision[]): readonly Revision[] =>
  [...revisions].sort((a, b) => a.number - b.number);

function listOwnedBy(context: CommandContext, workload: JsonObject, plural: string): readonly JsonObject[] {
  const namespace = encodeURIComponent(text(workload, 'metadata', 'namespace'));
  const query = { labelSelector: labelSelector(at(workload, 'spec', 'selector')) };
  const path = `/apis/apps/v1/namespaces/${namespace}/${plural}`;
  return items(context.client().object({ method: 'GET', path, query }), 'items');
}

function deploymentRevisions(context: CommandContext, deployment: JsonObject): readonly Revision[] {
  const { old, current } = ownedReplicaSets(deployment, listOwnedBy(context, deployment, 'replicasets'));
  const byNumber = new Map<number, Revision>();
  for (const set of current === undefined ? old : [...old, current]) {
    const revision = Number(text(set, 'metadata', 'annotations', REVISION) || '0');
    if (!Number.isInteger(revision)) continue;
    const changeCause = text(set, 'metadata', 'annotations', CHANGE_CAUSE);
    const template = withAnnotation(object(set, 'spec', 'template') ?? {}, changeCause);
    byNumber.set(revision, { number: revision, changeCause, template, keeper: set });
  }
  return [...byNumber.values()];
}

function withAnnotation(template: JsonObject, changeCause: string): JsonObject {
  if (changeCause === '') return template;
  const metadata = object(template, 'metadata') ?? {};
  const annotations = { ...object(metadata, 'annotations'), [CHANGE_CAUSE]: changeCause };
  return { ...template, metadata: { ...metadata, annotations } };
}

function controllerRevisions(context: CommandContext, workload: JsonObject): readonly Revision[] {
  const uid = text(workload, 'metadata', 'uid');
  return listOwnedBy(context, workload, 'controllerrevisions')
    .filter((revision) =>
      items(revision, 'metadata', 'ownerReferences').some(
        (owner) => at(owner, 'controller') === true && text(owner, 'uid') === uid,
      ),
    )
    .map((revision) => {
      const { $patch: _replace, ...template } = object(revision, 'data', 'spec', 'template') ?? {};
      return {
        number: number(revision, 'revision'),
        changeCause: text(revision, 'metadata', 'annotations', CHANGE_CAUSE),
        template,
        keeper: revision,
      };
    });
}

/** True for templates that start the same pods. */
export function sameTemplate(a: Json | undefined, b: Json | undefined): boolean {
  return templateKey(a) === templateKey(b);
}
