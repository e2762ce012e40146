import type { Json, JsonObject } from '../../cluster/json.ts';
import { record, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import { dryRun, dryRunSuffix } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import type { DryRun } from '../common-flags.ts';
import { allNamespacesFlag, dryRunFlag, fieldSelectorFlag, filenameFlags, selectorFlag } from '../common-flags.ts';
import { groupKind, pathOf } from '../discovery.ts';
import { addSource, CommandError, isCommandFailure, isNotFound, StatusError } from '../errors.ts';
import { metadataOf } from '../json.ts';
import { type Built, build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';
import { awaitAnswer } from './await-answer.ts';
import { type Deletion, deletionFlags, deletionOf, warnOfForce } from './deletion.ts';
import { waitUntilGone } from './wait/until-gone.ts';

const weekMs = 168 * 3_600_000;

/** `kubectl delete`. Models: kubectl/pkg/cmd/delete/delete.go */
export const deleteCommand: Command = {
  name: 'delete',
  suggestFor: ['rm', 'remove'],
  use: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  short: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  flags: [
    { name: 'all', type: 'bool', usage: 'Delete all resources, in the namespace of the specified resource types.' },
    allNamespacesFlag,
    ...deletionFlags.map((flag) => (flag.name === 'wait' ? { ...flag, default: 'true' } : flag)),
    dryRunFlag,
    fieldSelectorFlag,
    ...filenameFlags('containing the resource to delete.', 'a'),
    {
      name: 'ignore-not-found',
      type: 'bool',
      usage: 'Treat "resource not found" as a successful delete. Defaults to "true" when --all is specified.',
    },
    {
      name: 'interactive',
      shorthand: 'i',
      type: 'bool',
      usage: 'If true, delete resource only when user confirms.',
    },
    {
      name: 'now',
      type: 'bool',
      usage: 'If true, resources are signaled for immediate shutdown (same as --grace-period=1).',
    },
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      usage: 'Output mode. Use "-o name" for shorter output (resource/name).',
    },
    {
      name: 'raw',
      type: 'string',
      usage: 'Raw URI to DELETE to the server.  Uses the transport specified by the kubeconfig file.',
    },
    selectorFlag,
  ],
  *run(context): Task<number> {
    const { flags } = context;
    const options = deletionOf(context, true);
    const mode = dryRun(context);
    const all = flags.bool('all');
    const selector = flags.string('selector');
    const fieldSelector = flags.string('field-selector');
    const ignoreNotFound =
      flags.bool('ignore-not-found') ||
      ((all || selector !== '' || fieldSelector !== '') && !flags.changed('ignore-not-found'));
    if (flags.string('raw') !== '') return yield* deleteRaw(context);
    const found = yield* find(context, ignoreNotFound);
    validate(context, options);
    if (flags.bool('interactive') && !(yield* confirmed(context, found.infos))) return 0;
    return yield* deleteInfos(context, found, { ...options, mode, ignoreNotFound });
  },
};

function* find(context: CommandContext, ignoreNotFound: boolean): Task<Built> {
  const { flags } = context;
  const namespace = context.namespace();
  return yield* build(context, {
    args: context.args,
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit,
    allNamespaces: flags.bool('all-namespaces'),
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    all: flags.bool('all'),
    requireObject: false,
    continueOnError: true,
    ...(ignoreNotFound ? { ignore: isNotFound } : {}),
  });
}

function validate(context: CommandContext, options: Deletion): void {
  const { flags } = context;
  const output = flags.string('output');
  if (output !== '' && output !== 'name') {
    throw new CommandError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  warnOfForce(context, options);
}

/** Deletes what was found, says so, and waits when asked to. */
export function* deleteInfos(
  context: CommandContext,
  found: Built,
  options: Deletion & { readonly mode: DryRun; readonly ignoreNotFound: boolean },
): Task<number> {
  const errors = [...found.errors];
  const deleted: { readonly info: Info; readonly uid: string }[] = [];
  let warnScope =
    context.namespace().explicit && !(context.flags.has('all-namespaces') && context.flags.bool('all-namespaces'));
  for (const info of found.infos) {
    if (warnScope && !info.type.namespaced) {
      context.err('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n');
      warnScope = false;
    }
    try {
      const uid = options.mode === 'client' ? '' : deleteOne(context, info, options, options.mode);
      printDeleted(context, info, options, options.mode);
      deleted.push({ info, uid });
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      if (options.ignoreNotFound && isNotFound(error)) {
        deleted.push({ info, uid: '' });
        continue;
      }
      errors.push(addSource('deleting', info.source, error));
    }
  }
  throwErrors(errors);
  if (found.infos.length === 0) {
    context.out('No resources found\n');
    return 0;
  }
  if (!options.wait || options.mode !== 'none') return 0;
  const deadlineMs = context.process.machine.clock.nowMs() + (options.timeoutMs === 0 ? weekMs : options.timeoutMs);
  for (const { info, uid } of deleted) {
    try {
      yield* waitUntilGone(context, info, uid, deadlineMs);
    } catch (error) {
      if (error instanceof StatusError && ['Forbidden', 'MethodNotAllowed'].includes(error.reason)) return 0;
      throw error;
    }
  }
  return 0;
}

/** Sends one deletion; the uid of what was deleted, when the server says it. */
export function deleteOne(context: CommandContext, info: Info, options: Deletion, mode: DryRun): string {
  const body: JsonObject = {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    ...(options.gracePeriod >= 0 ? { gracePeriodSeconds: options.gracePeriod } : {}),
    propagationPolicy: options.propagation,
    ...(mode === 'server' ? { dryRun: ['All'] } : {}),
  };
  const path = pathOf(info.type, info.namespace, info.name);
  const answer = context.client().object({ method: 'DELETE', path, body });
  if (answer['kind'] === 'Status') return text(record(answer['details'] as Json)['uid']);
  return text(metadataOf(answer)['uid']);
}

function printDeleted(context: CommandContext, info: Info, options: Deletion, mode: DryRun): void {
  const kind = groupKind(info.type);
  if (context.flags.has('output') && context.flags.string('output') === 'name') {
    context.out(`${kind}/${info.name}\n`);
    return;
  }
  const verb = options.gracePeriod === 0 ? 'force deleted' : 'deleted';
  const from = info.type.namespaced ? ` from ${info.namespace} namespace` : '';
  context.out(`${kind} "${info.name}" ${verb}${from}${dryRunSuffix(mode)}\n`);
}

function* confirmed(context: CommandContext, infos: readonly Info[]): Task<boolean> {
  if (infos.length === 0) {
    context.out('No resources found\n');
    return false;
  }
  context.out(`You are about to delete the following ${infos.length} resource(s):\n`);
  for (const info of infos) context.out(`${groupKind(info.type)}/${info.name}\n`);
  context.out('Do you want to continue? (y/N): ');
  const answer = yield* context.process.stdin.readLine();
  if (answer?.trim().toLowerCase() === 'y') return true;
  context.out('deletion is cancelled\n');
  return false;
}

function* deleteRaw(context: CommandContext): Task<number> {
  const asked = context.client().send({ method: 'DELETE', path: context.flags.string('raw') });
  const response = yield* awaitAnswer(context.process, asked);
  context.out(response.text ?? `${JSON.stringify(response.body ?? null)}\n`);
  return 0;
}
