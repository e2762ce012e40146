import { tableAccept } from '../../client.ts';
import type { CommandContext } from '../../command.ts';
import type { BuildOptions } from '../../resource/builder.ts';
import { isHumanReadable } from './get.ts';

/** The options of `get`'s requests, as its flags say them. */
export function getOptions(context: CommandContext): BuildOptions {
  const { flags } = context;
  const namespace = context.namespace();
  const table = flags.bool('server-print') && isHumanReadable(context);
  const sorted = flags.string('sort-by') !== '';
  return {
    args: context.args,
    filenames: flags.strings('filename'),
    kustomize: flags.string('kustomize'),
    recursive: flags.bool('recursive'),
    namespace: namespace.name,
    enforceNamespace: namespace.explicit && !flags.bool('all-namespaces'),
    allNamespaces: flags.bool('all-namespaces'),
    selector: flags.string('selector'),
    fieldSelector: flags.string('field-selector'),
    subresource: flags.string('subresource'),
    typeAlone: true,
    latest: true,
    chunkSize: sorted ? 0 : flags.int('chunk-size'),
    includeObject: table && sorted,
    ...(table ? { accept: tableAccept } : {}),
  };
}
