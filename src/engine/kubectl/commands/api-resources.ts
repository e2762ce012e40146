import type { Command } from '../command.ts';
import { apiVersionOf, groupResource, type ResourceType } from '../discovery.ts';
import { CommandError, UnreachableError, usageError } from '../errors.ts';
import { goJsonIndent } from '../go/json.ts';
import { TabWriter } from '../printers/tab-writer.ts';
import { toYaml } from '../yaml/encode.ts';

/** `kubectl api-resources`. Models: kubectl/pkg/cmd/apiresources/apiresources.go */
export const apiResources: Command = {
  name: 'api-resources',
  use: '[flags]',
  short: 'Print the supported API resources on the server',
  flags: [
    { name: 'api-group', type: 'string', usage: 'Limit to resources in the specified API group.' },
    { name: 'cached', type: 'bool', usage: 'Use the cached list of resources if available.' },
    { name: 'categories', type: 'stringSlice', usage: 'Limit to resources that belong to the specified categories.' },
    {
      name: 'namespaced',
      type: 'bool',
      default: 'true',
      usage:
        'If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.',
    },
    {
      name: 'no-headers',
      type: 'bool',
      usage: "When using the default or custom-column output format, don't print headers (default print headers).",
    },
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      usage: 'Output format. One of: (json, yaml, kyaml, name, wide).',
    },
    {
      name: 'sort-by',
      type: 'string',
      usage: "If non-empty, sort list of resources using specified field. The field can be either 'name' or 'kind'.",
    },
    {
      name: 'show-managed-fields',
      type: 'bool',
      usage: 'If true, keep the managedFields when printing objects in JSON or YAML format.',
    },
    { name: 'verbs', type: 'stringSlice', usage: 'Limit to resources that support the specified verbs.' },
  ],
  run(context) {
    const { flags, args } = context;
    const output = flags.string('output');
    if (args.length > 0) throw usageError(context.commandPath, `unexpected arguments: [${args.join(' ')}]`);
    if (!['', 'name', 'wide', 'json', 'yaml'].includes(output)) {
      throw new CommandError(
        `unable to match a printer suitable for the output format "${output}", allowed formats are: json,kyaml,name,wide,yaml`,
      );
    }
    const sortBy = flags.string('sort-by');
    if (!['', 'name', 'kind'].includes(sortBy)) throw new CommandError('--sort-by accepts only name or kind');
    const wanted = context
      .discovery()
      .preferred()
      .filter(
        (type) =>
          type.verbs.length > 0 &&
          (!flags.changed('api-group') || type.group === flags.string('api-group')) &&
          (!flags.changed('namespaced') || type.namespaced === flags.bool('namespaced')) &&
          flags.strings('verbs').every((verb) => type.verbs.includes(verb)) &&
          flags.strings('categories').every((category) => type.categories.includes(category)),
      );
    const types = [...wanted].sort(
      (a, b) => compare(sortKey(a, sortBy), sortKey(b, sortBy)) || compare(a.resource, b.resource),
    );
    if (output === 'json' || output === 'yaml') {
      const list = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources: types.map(entry) };
      context.out(output === 'yaml' ? toYaml(list) : `${goJsonIndent(list, { keepOrder: true })}\n`);
      return 0;
    }
    const writer = new TabWriter(context.out);
    const wide = output === 'wide';
    if (output !== 'name' && !flags.bool('no-headers')) {
      writer.write(`NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${wide ? '\tVERBS\tCATEGORIES' : ''}\n`);
    }
    for (const type of types) writer.write(output === 'name' ? `${groupResource(type)}\n` : row(type, wide));
    writer.flush();
    return 0;
  },
};

function row(type: ResourceType, wide: boolean): string {
  const cells = [type.resource, type.shortNames.join(','), apiVersionOf(type), String(type.namespaced), type.kind];
  if (wide) cells.push([...type.verbs].join(','), type.categories.join(','));
  return `${cells.join('\t')}\n`;
}

function entry(type: ResourceType): { readonly [field: string]: string | boolean | readonly string[] } {
  return {
    name: type.resource,
    singularName: type.singular,
    namespaced: type.namespaced,
    ...(type.group === '' ? {} : { group: type.group }),
    version: type.version,
    kind: type.kind,
    verbs: type.verbs,
    ...(type.shortNames.length > 0 ? { shortNames: type.shortNames } : {}),
    ...(type.categories.length > 0 ? { categories: type.categories } : {}),
  };
}

function sortKey(type: ResourceType, sortBy: string): string {
  if (sortBy === 'name') return type.resource;
  return sortBy === 'kind' ? type.kind : type.group;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `kubectl api-versions`. */
export const apiVersions: Command = {
  name: 'api-versions',
  use: '',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  run(context) {
    if (context.args.length > 0)
      throw usageError(context.commandPath, `unexpected arguments: [${context.args.join(' ')}]`);
    let all: readonly ResourceType[];
    try {
      all = context.discovery().all();
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      const why = error.asked('Get', '/api?timeout=32s');
      throw new CommandError(`couldn't get available api versions from server: ${why}`);
    }
    for (const name of [...new Set(all.map(apiVersionOf))].sort()) context.out(`${name}\n`);
    return 0;
  },
};
