import type { JsonObject } from '../../../cluster/json.ts';
import { objects, record } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import type { CommandContext } from '../../command.ts';
import { since } from '../../describe/time.ts';
import { groupKind, type ResourceType } from '../../discovery.ts';
import { CommandError, isNotFound } from '../../errors.ts';
import { sortByField } from '../../printers/sort.ts';
import { TabWriter } from '../../printers/tab-writer.ts';
import { TablePrinter } from '../../printers/table.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import type { Info } from '../../resource/info.ts';
import { getOptions } from './request.ts';

/** Prints what was asked for as tables, a table a type. */
export function* printTables(context: CommandContext): Task<number> {
  const { flags } = context;
  const ignoreNotFound = flags.bool('ignore-not-found');
  const built = yield* build(context, {
    ...getOptions(context),
    continueOnError: true,
    ...(ignoreNotFound ? { ignore: isNotFound } : {}),
  });
  const infos = sorted(context, built.infos);
  const withKind = new Set(infos.map((info) => info.type)).size > 1;
  const allNamespaces = flags.bool('all-namespaces');
  let written = 0;
  let separator = false;
  const writer = new TabWriter((text) => {
    if (text === '') return;
    context.out((separator ? '\n' : '') + text);
    separator = false;
    written += text.length;
  });
  let printer: TablePrinter | undefined;
  let last: ResourceType | undefined;
  let allNamespaced = !allNamespaces;
  // Once a printer has been asked for namespaces, later ones show the column too: kubectl's printers share their flags.
  let withNamespace = false;
  for (const info of infos) {
    allNamespaced &&= info.type.namespaced;
    if (printer === undefined || info.type !== last) {
      writer.flush();
      writer.forgetWidths();
      if (last !== undefined && !flags.bool('no-headers') && written > 0) separator = true;
      withNamespace ||= allNamespaces && info.type.namespaced;
      printer = tablePrinter(context, info.type, withNamespace, withKind);
      last = info.type;
    }
    printer.print(info.object ?? {}, writer);
  }
  writer.flush();
  if (written === 0 && !ignoreNotFound && built.errors.length === 0) {
    context.err(
      allNamespaced ? `No resources found in ${context.namespace().name} namespace.\n` : 'No resources found\n',
    );
  }
  throwErrors(built.errors);
  return 0;
}

/** A table printer by `get`'s flags. */
export function tablePrinter(
  context: CommandContext,
  type: ResourceType,
  withNamespace: boolean,
  withKind: boolean,
): TablePrinter {
  const { flags } = context;
  return new TablePrinter(
    {
      noHeaders: flags.bool('no-headers'),
      wide: flags.string('output') === 'wide',
      withNamespace,
      ...(withKind || flags.bool('show-kind') ? { kindPrefix: groupKind(type) } : {}),
      showLabels: flags.bool('show-labels'),
      columnLabels: flags.strings('label-columns'),
    },
    (timestamp) => since(timestamp, context.process.machine.clock.nowMs()),
  );
}

/** The rows of each table, or the objects, in the order of `--sort-by`. */
function sorted(context: CommandContext, infos: readonly Info[]): readonly Info[] {
  const field = context.flags.string('sort-by');
  if (field === '') return infos;
  const table = infos.some((info) => info.object?.['kind'] === 'Table');
  // Several tables are sorted by a field of the tables themselves, which seldom have it: so does the real kubectl.
  if (table && infos.length > 1) return sortByField(infos, (info) => info.object ?? {}, field);
  if (table) {
    return infos.map((info) => (info.object === undefined ? info : { ...info, object: sortTable(info.object, field) }));
  }
  return sortByField(infos, (info) => info.object ?? {}, field);
}

/** A table whose rows lack the field is not printed at all. Models: SortingPrinter, whose error get.go drops */
function sortTable(table: JsonObject, field: string): JsonObject {
  const rows = objects(table['rows']);
  if (rows.length < 2) return table;
  try {
    return { ...table, rows: sortByField(rows, (row) => record(row['object']), field) };
  } catch (error) {
    if (error instanceof CommandError) return { ...table, rows: [] };
    throw error;
  }
}
