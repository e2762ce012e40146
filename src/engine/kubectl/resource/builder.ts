import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { AggregateFailure, CommandError } from '../errors.ts';
import { readArguments, typesOf } from './arguments.ts';
import { byFiles, filesNamed } from './from-files.ts';
import { byName, bySelector } from './from-server.ts';
import type { Info } from './info.ts';

/** How a command collects what it works on; by default nothing is asked of the server but what has no object yet. Models: cli-runtime/pkg/resource.Builder */
export interface BuildOptions {
  readonly args?: readonly string[];
  readonly filenames?: readonly string[];
  readonly kustomize?: string;
  readonly recursive?: boolean;
  /** The namespace for what names none. */
  readonly namespace: string;
  /** Objects of files must be in that namespace (`-n` was given). */
  readonly enforceNamespace?: boolean;
  /** Objects of files without a namespace get it (the default). */
  readonly defaultNamespace?: boolean;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  /** `--all`. */
  readonly all?: boolean;
  /** `TYPE` alone means all of that type. */
  readonly typeAlone?: boolean;
  /** Lists become their items (the default). */
  readonly flatten?: boolean;
  /** Objects of files are fetched from the server. */
  readonly latest?: boolean;
  /** Works without a server. */
  readonly local?: boolean;
  /** Goes on after a failure. */
  readonly continueOnError?: boolean;
  readonly singleResourceType?: boolean;
  /** Objects named by arguments are fetched (the default). */
  readonly requireObject?: boolean;
  readonly subresource?: string;
  /** How many items a list request asks for; 0: all at once. */
  readonly chunkSize?: number;
  /** Asks for tables. */
  readonly accept?: string;
  readonly includeObject?: boolean;
  /** Checks kind and apiVersion first, as `--validate` does. */
  readonly validate?: boolean;
  /** Refusals for which this is true are left out. */
  readonly ignore?: (error: Error) => boolean;
}

/** What was found, and what failed. */
export interface Built {
  readonly infos: readonly Info[];
  readonly errors: readonly Error[];
  /** One single object was asked for, so that it is printed by itself and not in a list. */
  readonly singleItemImplied: boolean;
  /** Objects were asked for by name or file, and not a list. */
  readonly targetsSingleItems: boolean;
}

/** Said when nothing is named. */
export const missingResource = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Collects what the options name. Mistakes in the request itself are thrown; what happens to single objects is in `errors`. */
export function* build(context: CommandContext, options: BuildOptions): Task<Built> {
  const filenames = options.filenames ?? [];
  const kustomizeDir = options.kustomize ?? '';
  if (filenames.length > 0 && kustomizeDir !== '') throw new CommandError('only one of -f or -k can be specified');
  if (kustomizeDir !== '' && options.recursive) throw new CommandError("the -k flag can't be used with -f or -R");
  const selector = (options.selector ?? '').trim();
  const fieldSelector = (options.fieldSelector ?? '').trim();
  if (options.all && (selector !== '' || fieldSelector !== '')) {
    throw new CommandError("setting 'all' parameter but found a non empty selector. ");
  }
  const discovery = (): ReturnType<CommandContext['discovery']> => context.discovery();
  const files = filenames.length > 0 || kustomizeDir !== '';
  if (options.local && !files && (options.args ?? []).length > 0) {
    throw new CommandError(
      "error: you must specify resources by --filename when --local is set.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
    );
  }
  const found = readArguments(options.args ?? [], discovery);
  if (files) {
    const paths = filesNamed(context, filenames, options.recursive ?? false);
    if (found.types.length > 0) {
      throw new CommandError(
        'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
      );
    }
    if (found.pairs.length > 0)
      throw new CommandError('resource/name arguments cannot be provided when a path is specified');
    return yield* byFiles(context, options, paths, kustomizeDir, selector);
  }
  const everything =
    options.all === true || (options.typeAlone === true && found.types.length > 0 && found.names.length === 0);
  if (selector !== '' || fieldSelector !== '' || everything)
    return bySelector(context, options, found, selector, fieldSelector);
  if (found.pairs.length > 0) {
    const types = typesOf(
      found.pairs.map((pair) => pair.type),
      discovery(),
    );
    if (types.length > 1 && options.singleResourceType)
      throw new CommandError('you may only specify a single resource type');
    return byName(
      context,
      options,
      found.pairs.map((pair) => ({ type: discovery().resolve(pair.type), name: pair.name })),
    );
  }
  if (found.names.length > 0) {
    if (found.types.length > 1) throw new CommandError('you must specify only one resource');
    const type = discovery().resolve(found.types[0] ?? '');
    return byName(
      context,
      options,
      found.names.map((name) => ({ type, name })),
    );
  }
  if (found.types.length > 0) {
    typesOf(found.types, discovery());
    throw new CommandError('resource(s) were provided, but no name was specified');
  }
  throw new CommandError(missingResource);
}

/** What `errors` of a build amount to: nothing, one error, or all of them. */
export function throwErrors(errors: readonly Error[]): void {
  const [only] = errors;
  if (only === undefined) return;
  throw errors.length === 1 ? only : new AggregateFailure(errors);
}
