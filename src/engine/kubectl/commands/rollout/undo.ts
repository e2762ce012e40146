import type { JsonObject } from '../../../cluster/json.ts';
import { dryRun, dryRunSuffix } from '../../changes.ts';
import type { Command, CommandContext } from '../../command.ts';
import { type DryRun, dryRunFlag, printFlags } from '../../common-flags.ts';
import { at, flag, object, text } from '../../describe/read.ts';
import { pathOf } from '../../discovery.ts';
import { CommandError, isCommandFailure } from '../../errors.ts';
import { makePrinter } from '../../printers/printer.ts';
import type { Info } from '../../resource/info.ts';
import { type Revision, revisionsOf, sameTemplate } from '../../rollout/revisions.ts';
import { findTargets, forEachTarget, targetFlags } from '../../rollout/targets.ts';
import { templateText } from './history.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Annotations that stay the deployment's own. */
const KEPT = [
  LAST_APPLIED,
  'deployment.kubernetes.io/revision',
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** `kubectl rollout undo`. Models: kubectl/pkg/cmd/rollout/rollout_undo.go */
export const rolloutUndoCommand: Command = {
  name: 'undo',
  use: '(TYPE NAME | TYPE/NAME) [flags]',
  short: 'Undo a previous rollout',
  flags: [
    dryRunFlag,
    ...targetFlags,
    { name: 'to-revision', type: 'int', usage: 'The revision to rollback to. Default to 0 (last revision).' },
    ...printFlags,
  ],
  *run(context) {
    const mode = dryRun(context);
    yield* forEachTarget(context, yield* findTargets(context), (info) => {
      undo(context, info, mode);
      return undefined;
    });
    return 0;
  },
};

function undo(context: CommandContext, info: Info, mode: DryRun): void {
  const workload = info.object ?? {};
  if (text(workload, 'metadata', 'annotations', LAST_APPLIED) !== '') {
    context.err(
      `Warning: resource ${info.type.resource}/${info.name} was previously managed with 'kubectl apply'. Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
    );
  }
  const result = rollBack(context, info, mode);
  makePrinter(context, { operation: result + dryRunSuffix(mode) }).print(workload);
}

/** Restores a revision; the result is what to say of it. Models: polymorphichelpers.Rollbacker */
function rollBack(context: CommandContext, info: Info, mode: DryRun): string {
  const workload = info.object ?? {};
  const isDeployment = info.type.kind === 'Deployment';
  const wanted = context.flags.int('to-revision');
  const revisions = revisionsOf(context, info, 'rollbacker');
  const notFound = new CommandError(`unable to find specified revision ${wanted} in history`);
  if (wanted < 0) throw notFound;
  const revision = wanted === 0 ? revisions.at(-2) : revisions.find((each) => each.number === wanted);
  if (revision === undefined) {
    if (wanted > 0) throw notFound;
    throw new CommandError(
      isDeployment ? `no rollout history found for deployment "${info.name}"` : 'no last revision to roll back to',
    );
  }
  const kept = isDeployment ? (object(revision.keeper, 'spec', 'template') ?? {}) : revision.template;
  if (mode === 'client') return isDeployment ? templateText(kept) : `will roll back to ${templateText(kept)}`;
  if (isDeployment && flag(workload, 'spec', 'paused')) {
    throw new CommandError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  if (sameTemplate(kept, at(workload, 'spec', 'template'))) {
    return `skipped rollback (current template already matches revision ${wanted})`;
  }
  restore(context, info, revision, mode);
  return 'rolled back';
}

function restore(context: CommandContext, info: Info, revision: Revision, mode: DryRun): void {
  const isDeployment = info.type.kind === 'Deployment';
  try {
    context.client().object({
      method: 'PATCH',
      path: pathOf(info.type, info.namespace, info.name),
      query: { dryRun: mode === 'server' ? 'All' : undefined },
      ...(isDeployment
        ? { contentType: 'application/json-patch+json', body: deploymentPatch(info.object ?? {}, revision.keeper) }
        : {
            contentType: 'application/strategic-merge-patch+json',
            body: object(revision.keeper, 'data') ?? {},
          }),
    });
  } catch (error) {
    if (!isCommandFailure(error)) throw error;
    throw new CommandError(`failed restoring revision ${context.flags.int('to-revision')}: ${error.message}`);
  }
}

function deploymentPatch(deployment: JsonObject, replicaSet: JsonObject): readonly JsonObject[] {
  const pick = (from: JsonObject, keep: (name: string) => boolean): JsonObject =>
    Object.fromEntries(Object.entries(object(from, 'metadata', 'annotations') ?? {}).filter(([name]) => keep(name)));
  const annotations = {
    ...pick(deployment, (name) => KEPT.includes(name)),
    ...pick(replicaSet, (name) => !KEPT.includes(name)),
  };
  const template = object(replicaSet, 'spec', 'template') ?? {};
  const metadata = object(template, 'metadata') ?? {};
  const { 'pod-template-hash': _hash, ...labels } = object(metadata, 'labels') ?? {};
  const value = { ...template, metadata: { ...metadata, labels } };
  return [
    { op: 'replace', path: '/spec/template', value },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
}
