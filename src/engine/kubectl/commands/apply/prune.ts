import type { JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import { changePrinter, lastAppliedAnnotation, withType } from '../../changes.ts';
import type { CommandContext } from '../../command.ts';
import type { DryRun } from '../../common-flags.ts';
import { apiVersionOf, NoKindMatch, pathOf, type ResourceType } from '../../discovery.ts';
import { CommandError, isCommandFailure } from '../../errors.ts';
import { metadataOf, nameOf } from '../../json.ts';
import { logWarning } from '../../klog.ts';
import type { Deletion } from '../deletion.ts';

const DEFAULTS = [
  'core/v1/ConfigMap',
  'core/v1/Endpoints',
  'core/v1/PersistentVolumeClaim',
  'core/v1/Pod',
  'core/v1/ReplicationController',
  'core/v1/Secret',
  'core/v1/Service',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
  'core/v1/Namespace',
  'core/v1/PersistentVolume',
];

/** What an apply came by: pruning leaves those objects and looks into those namespaces. */
export interface Visited {
  readonly uids: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
}

/** The types of `--prune-allowlist`. Throws `CommandError`. Models: prune.ParseResources */
export function prunedTypes(context: CommandContext): readonly ResourceType[] {
  return context.flags.strings('prune-allowlist').map((name) => {
    const found = typeNamed(context, name);
    if (found !== undefined) return found;
    const [group, version, kind] = name.split('/');
    throw new NoKindMatch(
      `no matches for kind "${kind}" in version "${group === 'core' ? '' : `${group}/`}${version}"`,
    );
  });
}

/** What was once applied, is selected and was not applied this time. Models: pruner.pruneAll */
export function* prunable(
  context: CommandContext,
  allowed: readonly ResourceType[],
  visited: Visited,
): Generator<{ readonly type: ResourceType; readonly object: JsonObject }, void, void> {
  let types = allowed;
  if (types.length === 0) {
    logWarning(
      context,
      'prune.go:71',
      'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.',
    );
    // A default that this server does not have cannot have been applied to it.
    types = DEFAULTS.flatMap((name) => typeNamed(context, name) ?? []);
  }
  for (const namespace of visited.namespaces) {
    for (const type of types) if (type.namespaced) yield* prunableOfType(context, type, namespace, visited);
  }
  for (const type of types) if (!type.namespaced) yield* prunableOfType(context, type, '', visited);
}

function* prunableOfType(
  context: CommandContext,
  type: ResourceType,
  namespace: string,
  visited: Visited,
): Generator<{ readonly type: ResourceType; readonly object: JsonObject }, void, void> {
  const selector = context.flags.string('selector');
  const query = { labelSelector: selector === '' ? undefined : selector };
  const list = pruning(type, () => context.client().object({ method: 'GET', path: pathOf(type, namespace), query }));
  for (const object of objects(list['items'])) {
    const metadata = metadataOf(object);
    const wasApplied = lastAppliedAnnotation in record(metadata['annotations']);
    if (wasApplied && !visited.uids.has(text(metadata['uid']))) yield { type, object };
  }
}

/** Does a part of pruning, and tells what it was about when it fails. */
function pruning<Result>(type: ResourceType, part: () => Result): Result {
  try {
    return part();
  } catch (error) {
    if (!isCommandFailure(error)) throw error;
    const scope = type.namespaced ? 'namespaced' : 'nonNamespaced';
    throw new CommandError(`error pruning ${scope} object ${named(type)}: ${error.message}`);
  }
}

/** Deletes what can be pruned and says so. */
export function prune(
  context: CommandContext,
  allowed: readonly ResourceType[],
  visited: Visited,
  { dryRun, deletion }: { readonly dryRun: DryRun; readonly deletion: Deletion },
): void {
  for (const { type, object } of prunable(context, allowed, visited)) {
    if (dryRun !== 'client') {
      const body: JsonObject = {
        apiVersion: 'meta.k8s.io/v1',
        kind: 'DeleteOptions',
        ...(deletion.gracePeriod >= 0 ? { gracePeriodSeconds: deletion.gracePeriod } : {}),
        propagationPolicy: deletion.propagation,
        ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
      };
      const path = pathOf(type, text(metadataOf(object)['namespace']), nameOf(object));
      pruning(type, () => context.client().object({ method: 'DELETE', path, body }));
    }
    changePrinter(context, 'pruned', dryRun).print(withType(object, type));
  }
}

/** Models: schema.GroupVersionKind.String */
function named(type: ResourceType): string {
  return `${type.group}/${type.version}, Kind=${type.kind}`;
}

function typeNamed(context: CommandContext, name: string): ResourceType | undefined {
  const [group = '', version = '', kind = '', ...more] = name.split('/');
  if (kind === '' || more.length > 0) {
    throw new CommandError(`invalid GroupVersionKind format: ${name}, please follow <group/version/kind>`);
  }
  const apiVersion = group === 'core' || group === '' ? version : `${group}/${version}`;
  return context
    .discovery()
    .all()
    .find((type) => apiVersionOf(type) === apiVersion && type.kind === kind);
}
