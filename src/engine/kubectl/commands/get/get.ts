import type { Task } from '../../../shell/process/types.ts';
import type { Command, CommandContext } from '../../command.ts';
import {
  allNamespacesFlag,
  chunkSizeFlag,
  fieldSelectorFlag,
  filenameFlags,
  outputFlags,
  selectorFlag,
} from '../../common-flags.ts';
import { CommandError, usageError } from '../../errors.ts';
import { printObjects } from './objects.ts';
import { printRaw } from './raw.ts';
import { printTables } from './tables.ts';
import { watchResources } from './watch.ts';

/** `kubectl get`. Models: kubectl/pkg/cmd/get/get.go */
export const get: Command = {
  name: 'get',
  suggestFor: ['list', 'ls'],
  use: '[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]',
  short: 'Display one or many resources',
  flags: [
    ...outputFlags(
      '(json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file, custom-columns, custom-columns-file, wide). See custom columns [https://kubernetes.io/docs/reference/kubectl/#custom-columns], golang template [http://golang.org/pkg/text/template/#pkg-overview] and jsonpath template [https://kubernetes.io/docs/reference/kubectl/jsonpath/]',
    ),
    ...filenameFlags('Filename, directory, or URL to files identifying the resource to get from a server.'),
    allNamespacesFlag,
    chunkSizeFlag,
    fieldSelectorFlag,
    selectorFlag,
    {
      name: 'ignore-not-found',
      type: 'bool',
      usage:
        'If set to true, suppresses NotFound error for specific objects that do not exist. Using this flag with commands that query for collections of resources has no effect when no resources are found.',
    },
    {
      name: 'label-columns',
      shorthand: 'L',
      type: 'stringSlice',
      usage:
        'Accepts a comma separated list of labels that are going to be presented as columns. Names are case-sensitive. You can also use multiple flag options like -L label1 -L label2...',
    },
    {
      name: 'no-headers',
      type: 'bool',
      usage: "When using the default or custom-column output format, don't print headers (default print headers).",
    },
    {
      name: 'output-watch-events',
      type: 'bool',
      usage:
        'Output watch event objects when --watch or --watch-only is used. Existing objects are output as initial ADDED events.',
    },
    {
      name: 'raw',
      type: 'string',
      usage: 'Raw URI to request from the server.  Uses the transport specified by the kubeconfig file.',
    },
    {
      name: 'server-print',
      type: 'bool',
      default: 'true',
      usage: 'If true, have the server return the appropriate table output. Supports extension APIs and CRDs.',
    },
    { name: 'show-kind', type: 'bool', usage: 'If present, list the resource type for the requested object(s).' },
    {
      name: 'show-labels',
      type: 'bool',
      usage: 'When printing, show all labels as the last column (default hide labels column)',
    },
    {
      name: 'sort-by',
      type: 'string',
      usage:
        "If non-empty, sort list types using this field specification.  The field specification is expressed as a JSONPath expression (e.g. '{.metadata.name}'). The field in the API resource specified by this JSONPath expression must be an integer or a string.",
    },
    { name: 'subresource', type: 'string', usage: 'If specified, gets the subresource of the requested object.' },
    {
      name: 'watch',
      shorthand: 'w',
      type: 'bool',
      usage: 'After listing/getting the requested object, watch for changes.',
    },
    {
      name: 'watch-only',
      type: 'bool',
      usage: 'Watch for changes to the requested object(s), without listing/getting first.',
    },
  ],
  *run(context): Task<number> {
    complete(context);
    validate(context);
    const { flags } = context;
    if (flags.string('raw') !== '') return yield* printRaw(context, flags.string('raw'));
    if (flags.bool('watch') || flags.bool('watch-only')) return yield* watchResources(context);
    return isHumanReadable(context) ? yield* printTables(context) : yield* printObjects(context);
  },
};

/** A table is wanted, and no format of objects. */
export function isHumanReadable(context: CommandContext): boolean {
  const output = context.flags.string('output');
  return output === 'wide' || (output === '' && context.flags.string('template') === '');
}

function complete(context: CommandContext): void {
  const { flags, args } = context;
  if (flags.string('raw') !== '') {
    if (args.length > 0) throw new CommandError('arguments may not be passed when --raw is specified');
    return;
  }
  context.namespace();
  const sorted = flags.string('sort-by') !== '';
  if (flags.bool('watch')) {
    if (sorted) context.err('warning: --watch requested, --sort-by will be ignored for watch events received\n');
  } else if (flags.bool('watch-only')) {
    if (sorted) context.err('warning: --watch-only requested, --sort-by will be ignored\n');
  } else if (args.length === 0 && flags.strings('filename').length === 0 && flags.string('kustomize') === '') {
    context.err(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
    );
    throw usageError(
      context.commandPath,
      'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
    );
  }
}

function validate(context: CommandContext): void {
  const { flags } = context;
  const output = flags.string('output');
  if (flags.string('raw') !== '') {
    if (flags.bool('watch') || flags.bool('watch-only') || flags.string('selector') !== '') {
      throw new CommandError(
        '--raw may not be specified with other flags that filter the server request or alter the output',
      );
    }
    if (output !== '') throw new CommandError('--raw and --output are mutually exclusive');
    if (!flags.string('raw').startsWith('/')) {
      throw new CommandError(`--raw must be a valid URL path: parse "${flags.string('raw')}": invalid URI for request`);
    }
  }
  if (flags.bool('show-labels') && output !== '' && output !== 'wide') {
    throw new CommandError(`--show-labels option cannot be used with ${output} printer`);
  }
  if (flags.strings('label-columns').length > 0 && output.startsWith('custom-columns')) {
    throw new CommandError(`--label-columns option cannot be used with ${output} printer`);
  }
  if (flags.bool('output-watch-events') && !flags.bool('watch') && !flags.bool('watch-only')) {
    throw new CommandError('--output-watch-events option can only be used with --watch or --watch-only');
  }
}
