import type { JsonObject } from '../../cluster/json.ts';
import { objects } from '../../cluster/json-readers.ts';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { formatValue } from '../go/format.ts';
import { Evaluator } from '../jsonpath/evaluate.ts';
import { relaxedJsonPath } from '../jsonpath/jsonpath.ts';
import { JsonPathError, type PathNode } from '../jsonpath/node.ts';
import { parseTemplate } from '../jsonpath/parse.ts';
import type { Printer } from './printer.ts';
import { TabWriter } from './tab-writer.ts';
import { readTemplateFile } from './template-file.ts';

interface Column {
  readonly header: string;
  /** Parses when the first object is printed: a mistake comes after the headers. */
  readonly nodes: () => readonly PathNode[];
}

/** `-o custom-columns=NAME:.metadata.name,…` and `custom-columns-file`. Throws `CommandError`. Models: kubectl/pkg/cmd/get/customcolumn.go */
export function customColumnsPrinter(
  context: CommandContext,
  format: string,
  argument: string,
  noHeaders: boolean,
): Printer {
  const columns = guarded(() => (format === 'custom-columns-file' ? fromFile(context, argument) : fromSpec(argument)));
  const writer = new TabWriter(context.out);
  let kindOfLast: string | undefined;
  return {
    print(object) {
      const kind = Array.isArray(object['items']) ? 'list' : 'object';
      if (!noHeaders && kind !== kindOfLast) writer.write(`${columns.map((column) => column.header).join('\t')}\n`);
      kindOfLast = kind;
      const items = kind === 'list' ? objects(object['items']) : [object];
      try {
        guarded(() => {
          for (const item of items) writer.write(`${columns.map((column) => cell(column, item)).join('\t')}\n`);
        });
      } finally {
        writer.flush();
      }
    },
    flush: () => writer.flush(),
  };
}

function cell(column: Column, object: JsonObject): string {
  const results = new Evaluator(true).results(column.nodes(), object);
  const first = results[0];
  if (first === undefined || first.length === 0) return '<none>';
  return results
    .flat()
    .map((value) => formatValue(value).replaceAll('\u001b', '^['))
    .join(',');
}

function parsedOnce(path: string): () => readonly PathNode[] {
  const relaxed = relaxedJsonPath(path);
  let nodes: readonly PathNode[] | undefined;
  return () => {
    nodes ??= parseTemplate(relaxed);
    return nodes;
  };
}

function fromSpec(spec: string): readonly Column[] {
  if (spec === '') throw new CommandError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0)
      throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), nodes: parsedOnce(part.slice(colon + 1)) };
  });
}

function fromFile(context: CommandContext, path: string): readonly Column[] {
  if (path === '') throw new CommandError('custom-columns format specified but no custom columns given');
  const lines = readTemplateFile(context, path, 'template').split('\n');
  const words = (line: string | undefined): readonly string[] =>
    (line ?? '').split(/\s+/).filter((word) => word !== '');
  const missing = (what: string): CommandError =>
    new CommandError(
      `invalid template, missing ${what} line. Expected format is one line of space separated headers, one line of space separated column specs.`,
    );
  if (lines[0] === undefined || lines.join('') === '') throw missing('header');
  if (lines[1] === undefined || lines[1] === '') throw missing('spec');
  const headers = words(lines[0]);
  const specs = words(lines[1]);
  if (headers.length !== specs.length) {
    throw new CommandError(
      `number of headers (${headers.length}) and field specifications (${specs.length}) don't match`,
    );
  }
  return headers.map((header, at) => ({ header, nodes: parsedOnce(specs[at] ?? '') }));
}

function guarded<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof JsonPathError) throw new CommandError(error.message);
    throw error;
  }
}
