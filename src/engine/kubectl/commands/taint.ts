import type { Task } from '../../shell/process/types.ts';
import { dryRun } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import {
  type DryRun,
  dryRunFlag,
  fieldManagerFlag,
  printFlags,
  selectorFlag,
  validateFlag,
  validationOf,
} from '../common-flags.ts';
import { object } from '../describe/read.ts';
import { pathOf } from '../discovery.ts';
import { CommandError, isCommandFailure, usageError, VerbatimError } from '../errors.ts';
import { changedTaints, conflicts, parseTaints, type TaintChanges } from '../nodes/taints.ts';
import { makePrinter } from '../printers/printer.ts';
import { build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';

/** `kubectl taint`. Models: kubectl/pkg/cmd/taint */
export const taintCommand: Command = {
  name: 'taint',
  use: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  short: 'Update the taints on one or more nodes',
  flags: [
    { name: 'all', type: 'bool', usage: 'Select all nodes in the cluster' },
    dryRunFlag,
    fieldManagerFlag('kubectl-taint'),
    {
      name: 'overwrite',
      type: 'bool',
      usage: 'If true, allow taints to be overwritten, otherwise reject taint updates that overwrite existing taints.',
    },
    selectorFlag,
    validateFlag,
    ...printFlags,
  ],
  run: runTaint,
};

function* runTaint(context: CommandContext): Task<number> {
  const { flags } = context;
  const mode = dryRun(context);
  const { resources, words } = splitArguments(context.args);
  const changes = readChanges(context, words);
  const [type = '', ...names] = resources;
  const resolved = context.discovery().find(type.toLowerCase(), 2);
  if (resolved === undefined)
    throw new VerbatimError(`the server doesn't have a resource type "${type.toLowerCase()}"`);
  if (resolved.kind !== 'Node') {
    throw new CommandError(`invalid resource type ${type.toLowerCase()}, only node types are supported`);
  }
  const both = conflicts(changes);
  if (both.length > 0) {
    throw new CommandError(
      `can not both modify and remove the following taint(s) in the same command: ${both.join(', ')}`,
    );
  }
  const selector = flags.string('selector');
  const all = flags.bool('all');
  if (all && selector !== '') throw new CommandError("setting 'all' parameter with a non empty selector is prohibited");
  if (!all && selector === '' && names.length === 0) {
    throw new CommandError("at least one resource name must be specified since 'all' parameter is not set");
  }
  const built = yield* build(context, {
    args: all || selector !== '' ? ['nodes'] : names.map((name) => (name.includes('/') ? name : `nodes/${name}`)),
    namespace: context.namespace().name,
    selector,
    all,
    continueOnError: true,
  });
  const errors: Error[] = [...built.errors];
  for (const node of built.infos) {
    try {
      taintNode(context, node, changes, mode);
    } catch (error) {
      if (!isCommandFailure(error)) throw error;
      errors.push(error);
    }
  }
  throwErrors(errors);
  return 0;
}

/** Resources come first, taints after them. */
function splitArguments(args: readonly string[]): {
  readonly resources: readonly string[];
  readonly words: readonly string[];
} {
  const isTaint = (arg: string): boolean => arg.includes('=') || arg.includes(':') || arg.endsWith('-');
  const first = args.findIndex(isTaint);
  const resources = first < 0 ? args : args.slice(0, first);
  const words = first < 0 ? [] : args.slice(first);
  const late = words.find((word) => !isTaint(word));
  if (late !== undefined) throw new CommandError(`all resources must be specified before taint changes: ${late}`);
  if (resources.length === 0) throw new CommandError('one or more resources must be specified as <resource> <name>');
  if (words.length === 0) throw new CommandError('at least one taint update is required');
  return { resources, words };
}

function readChanges(context: CommandContext, words: readonly string[]): TaintChanges {
  try {
    return parseTaints(words);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw usageError(context.commandPath, error.message);
  }
}

function taintNode(context: CommandContext, node: Info, changes: TaintChanges, mode: DryRun): void {
  const before = node.object ?? {};
  const { taints, operation } = changedTaints(before, changes, context.flags.bool('overwrite'));
  const printer = makePrinter(context, { operation });
  if (mode === 'client') {
    printer.print({ ...before, spec: { ...object(before, 'spec'), taints } });
    return;
  }
  printer.print(
    context.client().object({
      method: 'PATCH',
      path: pathOf(node.type, '', node.name),
      query: {
        fieldManager: context.flags.string('field-manager'),
        fieldValidation: validationOf(context.flags),
        dryRun: mode === 'server' ? 'All' : undefined,
      },
      contentType: 'application/strategic-merge-patch+json',
      body: { spec: { taints: taints.length === 0 ? null : taints } },
    }),
  );
}
