import type { Json, JsonObject } from '../cluster/json.ts';
import { record } from '../cluster/json-readers.ts';
import { recorded } from './change-cause.ts';
import type { CommandContext } from './command.ts';
import { type DryRun, dryRunOf } from './common-flags.ts';
import { apiVersionOf, pathOf, type ResourceType } from './discovery.ts';
import { goJson } from './go/json.ts';
import { metadataOf, withMetadata } from './json.ts';
import { logWarning } from './klog.ts';
import { makePrinter, type Printer, type PrinterOptions } from './printers/printer.ts';

/** The annotation in which `kubectl apply` keeps what it applied last. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** `--dry-run`, with a deprecated form said on standard error as klog does. */
export function dryRun(context: CommandContext): DryRun {
  return dryRunOf(context.flags, (text) => logWarning(context, 'helpers.go:731', text));
}

/** What a dry run adds to the words of a result: ` (dry run)`. */
export function dryRunSuffix(mode: DryRun): string {
  if (mode === 'client') return ' (dry run)';
  return mode === 'server' ? ' (server dry run)' : '';
}

/** The printer of a command that changed something: `pod/x created`, or what `-o` asks for. */
export function changePrinter(
  context: CommandContext,
  operation: string,
  mode: DryRun,
  options: PrinterOptions = {},
): Printer {
  return makePrinter(context, { ...options, operation: `${operation}${dryRunSuffix(mode)}` });
}

/** What every writing request says about itself. */
export interface WriteOptions {
  readonly fieldManager: string;
  readonly dryRun: DryRun;
  readonly validation?: 'Strict' | 'Warn' | 'Ignore';
}

/** The query of a writing request. */
export function writeQuery(options: WriteOptions): { readonly [name: string]: string | undefined } {
  return {
    fieldManager: options.fieldManager === '' ? undefined : options.fieldManager,
    dryRun: options.dryRun === 'server' ? 'All' : undefined,
    fieldValidation: options.validation,
  };
}

/** Creates an object. Throws `StatusError`. */
export function createObject(
  context: CommandContext,
  type: ResourceType,
  namespace: string,
  object: JsonObject,
  options: WriteOptions,
): JsonObject {
  return withType(
    context
      .client()
      .object({ method: 'POST', path: pathOf(type, namespace), query: writeQuery(options), body: object }),
    type,
  );
}

/** How patches are sent. */
export const patchContentTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

/** Patches an object. Throws `StatusError`. */
export function patchObject(
  context: CommandContext,
  target: { readonly type: ResourceType; readonly namespace: string; readonly name: string },
  patchType: keyof typeof patchContentTypes,
  patch: Json | string,
  options: WriteOptions & { readonly subresource?: string; readonly force?: boolean },
): JsonObject {
  return withType(
    context.client().object({
      method: 'PATCH',
      path: pathOf(target.type, target.namespace, target.name, options.subresource),
      query: { ...writeQuery(options), force: options.force === undefined ? undefined : String(options.force) },
      body: patch,
      contentType: patchContentTypes[patchType],
    }),
    target.type,
  );
}

/** Replaces an object. Throws `StatusError`. */
export function replaceObject(
  context: CommandContext,
  target: { readonly type: ResourceType; readonly namespace: string; readonly name: string },
  object: JsonObject,
  options: WriteOptions & { readonly subresource?: string },
): JsonObject {
  return withType(
    context.client().object({
      method: 'PUT',
      path: pathOf(target.type, target.namespace, target.name, options.subresource),
      query: writeQuery(options),
      body: object,
    }),
    target.type,
  );
}

/** The object with its kind and apiVersion, which answers may lack. */
export function withType(object: JsonObject, type: ResourceType): JsonObject {
  if (object['kind'] !== undefined && object['apiVersion'] !== undefined) return object;
  return { ...object, apiVersion: apiVersionOf(type), kind: type.kind };
}

/** The object with itself in its last-applied annotation. Models: kubectl/pkg/util.GetModifiedConfiguration */
export function withLastApplied(object: JsonObject): JsonObject {
  const { [lastAppliedAnnotation]: _old, ...annotations } = record(metadataOf(object)['annotations']);
  const plain = withMetadata(object, { annotations });
  return withMetadata(object, { annotations: { ...annotations, [lastAppliedAnnotation]: `${goJson(plain)}\n` } });
}

/** What `apply set-last-applied` keeps: the object as the file has it, its annotation left out. Models: editor.GetApplyPatch */
export function bareConfiguration(object: JsonObject): string {
  const { annotations, ...metadata } = metadataOf(object);
  const { [lastAppliedAnnotation]: old, ...others } = record(annotations);
  const plain = old === undefined ? object : { ...object, metadata: { ...metadata, annotations: others } };
  return `${goJson(plain)}\n`;
}

/** `--save-config`: keeps the configuration in the annotation when asked to, or when it is kept already. `--record` comes after it. */
export function savedConfig(context: CommandContext, object: JsonObject): JsonObject {
  const asked = context.flags.has('save-config') && context.flags.bool('save-config');
  const kept = lastAppliedAnnotation in record(metadataOf(object)['annotations']);
  return recorded(context, asked || kept ? withLastApplied(object) : object);
}
