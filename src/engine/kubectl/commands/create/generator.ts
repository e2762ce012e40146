import type { JsonObject } from '../../../cluster/json.ts';
import { changePrinter, createObject, dryRun, savedConfig } from '../../changes.ts';
import type { CommandContext } from '../../command.ts';
import {
  dryRunFlag,
  fieldManagerFlag,
  printFlags,
  saveConfigFlag,
  validateFlag,
  validationOf,
} from '../../common-flags.ts';
import { CommandError, isCommandFailure, UnreachableError, usageError } from '../../errors.ts';
import type { FlagSpec } from '../../flags.ts';
import { checkOutput } from '../../printers/printer.ts';

/** The flags of every `kubectl create KIND`. */
export const generatorFlags: readonly FlagSpec[] = [
  ...printFlags,
  dryRunFlag,
  fieldManagerFlag('kubectl-create'),
  saveConfigFlag,
  validateFlag,
];

/** The one NAME of a generator. Throws when there is not exactly one. Models: create.NameFromCommandArgs */
export function nameArgument(context: CommandContext): string {
  const before = context.dashAt < 0 ? context.args.length : context.dashAt;
  const name = context.args[0];
  if (name === undefined || before !== 1) {
    throw usageError(context.commandPath, `exactly one NAME is required, got ${before}`);
  }
  checkOutput(context);
  return name;
}

/** What stands after `--`. */
export function commandArguments(context: CommandContext): readonly string[] {
  return context.dashAt < 0 ? [] : context.args.slice(context.dashAt);
}

/** `metadata` in the order of Go's struct; the namespace only when `-n` names it. */
export function generatedMetadata(
  context: CommandContext,
  name: string,
  more: { readonly labels?: JsonObject; readonly annotations?: JsonObject } = {},
  namespaced = true,
): JsonObject {
  const namespace = context.namespace();
  return {
    name,
    ...(namespaced && namespace.explicit ? { namespace: namespace.name } : {}),
    ...(more.labels === undefined ? {} : { labels: more.labels }),
    ...(more.annotations === undefined ? {} : { annotations: more.annotations }),
  };
}

/**
 * Creates what a generator built and says so, or only prints it with `--dry-run=client`. `failure` stands before a refusal
 * (`failed to create deployment: `); without it the refusal is printed as it is. Fields are in the order of Go's structs.
 */
export function createGenerated(context: CommandContext, built: JsonObject, failure: string): number {
  const mode = dryRun(context);
  const validation = validationOf(context.flags);
  const object = savedConfig(context, built);
  const printer = changePrinter(context, 'created', mode, { typed: true });
  if (mode === 'client') {
    printer.print(object);
    return 0;
  }
  try {
    context.client().requireServer();
    const type = context.discovery().forKind(String(object['apiVersion']), String(object['kind']));
    const fieldManager = context.flags.string('field-manager');
    printer.print(
      createObject(context, type, context.namespace().name, object, { fieldManager, dryRun: mode, validation }),
    );
  } catch (error) {
    if (failure === '' || !isCommandFailure(error)) throw error;
    throw new CommandError(
      failure + (error instanceof UnreachableError ? posted(context, error, object) : error.message),
    );
  }
  return 0;
}

function posted(context: CommandContext, error: UnreachableError, object: JsonObject): string {
  const [kind, apiVersion] = [String(object['kind']).toLowerCase(), String(object['apiVersion'])];
  const namespace = encodeURIComponent(context.namespace().name);
  const query = `fieldManager=${encodeURIComponent(context.flags.string('field-manager'))}&fieldValidation=Strict`;
  const plural = kind.endsWith('s') ? `${kind}es` : `${kind}s`;
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  return error.asked('Post', `${root}/namespaces/${namespace}/${plural}?${query}`);
}
