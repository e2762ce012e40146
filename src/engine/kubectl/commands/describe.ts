import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { allNamespacesFlag, chunkSizeFlag, filenameFlags, selectorFlag } from '../common-flags.ts';
import type { DescribeContext, ResourcePath } from '../describe/context.ts';
import { items, text } from '../describe/read.ts';
import { describerFor } from '../describe/registry.ts';
import { pathOf } from '../discovery.ts';
import { CommandError, isCommandFailure, isNotFound, StatusError } from '../errors.ts';
import { build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';

const SUGGEST_RESOURCES = 'Use "kubectl api-resources" for a complete list of supported resources.';

/** `kubectl describe`. Models: kubectl/pkg/cmd/describe */
export const describeCommand: Command = {
  name: 'describe',
  suggestFor: ['inspect'],
  use: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)',
  short: 'Show details of a specific resource or group of resources',
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    ...filenameFlags('Filename, directory, or URL to files containing the resource to describe'),
    selectorFlag,
    {
      name: 'show-events',
      type: 'bool',
      default: 'true',
      usage:
        'If true, display events related to the described object. Defaults to true for a single object, false for multiple objects and prefix matching.',
    },
  ],
  run: runDescribe,
};

function* runDescribe(context: CommandContext): Task<number> {
  const { args, flags } = context;
  const filenames = flags.strings('filename');
  const kustomize = flags.string('kustomize');
  if (args.length === 0 && filenames.length === 0 && kustomize === '') {
    throw new CommandError(`You must specify the type of resource to describe. ${SUGGEST_RESOURCES}\n`);
  }
  const { name: namespace, explicit } = context.namespace();
  const allNamespaces = flags.bool('all-namespaces');
  const common = { namespace, continueOnError: true, typeAlone: true, chunkSize: flags.int('chunk-size') };
  const built = yield* build(context, {
    ...common,
    args,
    filenames,
    kustomize,
    recursive: flags.bool('recursive'),
    enforceNamespace: explicit && !allNamespaces,
    allNamespaces,
    selector: flags.string('selector'),
  });
  const single = built.errors.length === 0 && built.infos.length <= 1;
  const showEvents = flags.changed('show-events') ? flags.bool('show-events') : single;
  const [error] = built.errors;
  if (isNotFound(error) && built.errors.length === 1 && args.length === 2) {
    return yield* describeMatching(context, error, args, { ...common, showEvents });
  }
  const errors: Error[] = [...built.errors];
  const texts: string[] = [];
  for (const info of built.infos) {
    context.process.step();
    try {
      texts.push(describeInfo(context, info, showEvents));
    } catch (failure) {
      if (!isCommandFailure(failure)) throw failure;
      if (!errors.some((each) => each.message === failure.message)) errors.push(failure);
    }
  }
  context.out(texts.join('\n\n'));
  if (built.infos.length === 0 && errors.length === 0) {
    context.err(allNamespaces ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
  }
  throwErrors(errors);
  return 0;
}

/** All objects whose names begin with the given word; the original refusal when there is none. Models: DescribeOptions.DescribeMatchingResources */
function* describeMatching(
  context: CommandContext,
  notFound: StatusError,
  args: readonly string[],
  options: { readonly namespace: string; readonly chunkSize: number; readonly showEvents: boolean },
): Task<number> {
  const [type = '', prefix = ''] = args;
  const { namespace, chunkSize } = options;
  const built = yield* build(context, {
    args: [type],
    namespace,
    chunkSize,
    typeAlone: true,
    singleResourceType: true,
  });
  throwErrors(built.errors);
  const matching = built.infos.filter((info) => info.name.startsWith(prefix));
  if (matching.length === 0) throw notFound;
  for (const info of matching) context.out(`${describeInfo(context, info, options.showEvents)}\n`);
  return 0;
}

/** Describes the object as the server has it now: a file says only which object is meant. */
function describeInfo(context: CommandContext, info: Info, showEvents: boolean): string {
  const object =
    info.source === '' && info.object !== undefined
      ? info.object
      : context.client().object({ method: 'GET', path: pathOf(info.type, info.namespace, info.name) });
  return describerFor(info.type.group, info.type.kind)(object, describeContext(context, showEvents));
}

/** Related objects through the API. Models: the clientset that kubectl's describers hold */
export function describeContext(context: CommandContext, showEvents: boolean): DescribeContext {
  const client = context.client();
  const pathTo = (resource: ResourcePath, namespace: string | undefined): string =>
    `${resource.root}${namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`}/${resource.plural}`;
  return {
    nowMs: context.process.machine.clock.nowMs(),
    showEvents,
    get(resource, namespace, name) {
      try {
        const path = `${pathTo(resource, namespace)}/${encodeURIComponent(name)}`;
        return { object: client.object({ method: 'GET', path }) };
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        return { error: error.message };
      }
    },
    list(resource, namespace, selectors) {
      const query = { labelSelector: selectors?.labels, fieldSelector: selectors?.fields };
      const found: JsonObject[] = [];
      let next: string | undefined;
      try {
        do {
          const page: JsonObject = client.object({
            method: 'GET',
            path: pathTo(resource, namespace),
            query: { ...query, limit: '500', continue: next },
          });
          found.push(...items(page, 'items'));
          next = text(page, 'metadata', 'continue') || undefined;
        } while (next !== undefined);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        return { error: error.message, code: error.code };
      }
      return { items: found };
    },
  };
}
