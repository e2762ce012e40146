import type { JsonObject } from '../../../cluster/json.ts';
import { objects } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import type { CommandContext } from '../../command.ts';
import { isNotFound } from '../../errors.ts';
import { makePrinter, type Printer } from '../../printers/printer.ts';
import { sortByField } from '../../printers/sort.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import { getOptions } from './request.ts';

/** Prints what was asked for by `-o`: one object by itself, else a List. */
export function* printObjects(context: CommandContext): Task<number> {
  const { flags } = context;
  const ignoreNotFound = flags.bool('ignore-not-found');
  const built = yield* build(context, {
    ...getOptions(context),
    continueOnError: true,
    ...(ignoreNotFound ? { ignore: isNotFound } : {}),
  });
  if (built.singleItemImplied) throwErrors(built.errors);
  const found = built.infos.flatMap((info) => (info.object === undefined ? [] : [info.object]));
  if (found.length === 0 && ignoreNotFound) {
    throwErrors(built.errors);
    return 0;
  }
  const printer = getPrinter(context);
  const [single] = found;
  printer.print(
    built.singleItemImplied && single !== undefined && found.length === 1 ? single : listOf(context, found),
  );
  printer.flush();
  throwErrors(built.errors);
  return 0;
}

/** `get`'s printer by `-o`. */
export function getPrinter(context: CommandContext): Printer {
  return makePrinter(context, {
    customColumns: true,
    more: ['wide'],
    noHeaders: context.flags.bool('no-headers'),
  });
}

function listOf(context: CommandContext, items: readonly JsonObject[]): JsonObject {
  const field = context.flags.string('sort-by');
  const flat = items.flatMap((item) => (Array.isArray(item['items']) ? objects(item['items']) : [item]));
  return {
    apiVersion: 'v1',
    kind: 'List',
    metadata: { resourceVersion: '' },
    items: field === '' || flat.length === 0 ? flat : sortByField(flat, (item) => item, field),
  };
}
