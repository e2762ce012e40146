import type { JsonObject } from '../../cluster/json.ts';
import { isObject, objects, text } from '../../cluster/json-readers.ts';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { goJsonIndent, type IndentOptions } from '../go/json.ts';
import { quote } from '../go/quote.ts';
import { groupOf, metadataOf, nameOf } from '../json.ts';
import { toYaml } from '../yaml/encode.ts';
import { customColumnsPrinter } from './custom-columns.ts';
import { goTemplatePrinter } from './go-template-printer.ts';
import { jsonPathPrinter } from './json-path-printer.ts';
import { toKyaml } from './kyaml.ts';

/** Prints one object after the other; may remember what came before (separators, headers). */
export interface Printer {
  print(object: JsonObject): void;
  /** Writes what was held back for alignment. */
  flush(): void;
}

/** What `-o` may be, besides. */
export interface PrinterOptions {
  /** What is said of an object when no format is asked for: `created` gives `pod/x created`. */
  readonly operation?: string;
  /** custom-columns are allowed, too (`get`). */
  readonly customColumns?: boolean;
  /** More formats that the command knows itself, for the error's list: `wide`. */
  readonly more?: readonly string[];
  /** The format when `-o` is not given. */
  readonly output?: string;
  readonly noHeaders?: boolean;
  /** Objects are built by kubectl itself: JSON keeps the order of their fields, as Go's structs do. */
  readonly typed?: boolean;
}

const FORMATS = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'kyaml',
  'name',
  'template',
  'templatefile',
  'yaml',
];

/** The printer that `-o` and `--template` ask for. Throws `CommandError` for a format that there is not. Models: genericclioptions.PrintFlags.ToPrinter */
export function makePrinter(context: CommandContext, options: PrinterOptions = {}): Printer {
  const { flags } = context;
  const template = flags.has('template') ? flags.string('template') : '';
  const asked = flags.changed('output') ? flags.string('output') : (options.output ?? flags.string('output'));
  const chosen = template !== '' && !flags.changed('output') ? 'go-template' : asked;
  // These are known in any case. Models: genericclioptions.JSONYamlPrintFlags
  const format = /^(json|yaml|kyaml)$/i.test(chosen) ? chosen.toLowerCase() : chosen;
  const managed = flags.has('show-managed-fields') && flags.bool('show-managed-fields');
  const shown = (object: JsonObject): JsonObject => (managed ? object : withoutManagedFields(object));
  const printer = (print: (object: JsonObject) => void): Printer => ({ print, flush: () => undefined });
  if (format === '' || format === 'name') {
    const operation = format === 'name' ? '' : (options.operation ?? '');
    return printer((object) => printNames(object, operation, context.out));
  }
  if (format === 'json')
    return printer((object) => context.out(`${goJsonIndent(shown(object), jsonOrder(object, options))}\n`));
  if (format === 'yaml') {
    let count = 0;
    return printer((object) => context.out((count++ > 0 ? '---\n' : '') + toYaml(shown(object))));
  }
  if (format === 'kyaml') return printer((object) => context.out(toKyaml(shown(object))));
  const [head, argument] = splitFormat(format, template);
  if (head.startsWith('jsonpath')) {
    const made = jsonPathPrinter(context, head, argument);
    if (made !== undefined) return printer(made);
  }
  if (['go-template', 'go-template-file', 'template', 'templatefile'].includes(head)) {
    return printer(goTemplatePrinter(context, head, argument));
  }
  if (options.customColumns && (head === 'custom-columns' || head === 'custom-columns-file')) {
    return customColumnsPrinter(context, head, argument, options.noHeaders ?? false);
  }
  const custom = options.customColumns ? ['custom-columns', 'custom-columns-file'] : [];
  const allowed = [...FORMATS, ...custom, ...(options.more ?? [])].sort();
  throw new CommandError(
    `unable to match a printer suitable for the output format ${quote(format)}, allowed formats are: ${allowed.join(',')}`,
  );
}

/** Refuses a format that there is not before the command looks at anything else, as commands of kubectl do that make their printer first. */
export function checkOutput(context: CommandContext): void {
  makePrinter(context);
}

/** An object as `-o json` and `-o yaml` show it: without managedFields. */
export function withoutManagedFields(object: JsonObject): JsonObject {
  if (Array.isArray(object['items'])) return { ...object, items: objects(object['items']).map(withoutManagedFields) };
  if (object['type'] !== undefined && isObject(object['object']) && object['kind'] === undefined) {
    return { ...object, object: withoutManagedFields(object['object']) };
  }
  const metadata = metadataOf(object);
  if (!('managedFields' in metadata)) return object;
  const { managedFields: _managed, ...rest } = metadata;
  return { ...object, metadata: rest };
}

/** `pod/web created`. Models: printers.NamePrinter */
export function printNames(object: JsonObject, operation: string, out: (text: string) => void): void {
  if (Array.isArray(object['items'])) {
    for (const item of objects(object['items'])) printNames(item, operation, out);
    return;
  }
  const target = object['kind'] === undefined && isObject(object['object']) ? object['object'] : object;
  const group = groupOf(text(target['apiVersion']));
  const kind = text(target['kind']).toLowerCase();
  const name = nameOf(target) || '<unknown>';
  out(`${kind}${group === '' ? '' : `.${group}`}/${name}${operation === '' ? '' : ` ${operation}`}\n`);
}

/** A format with its argument: after `=`, or `--template`'s. */
function splitFormat(format: string, template: string): readonly [string, string] {
  const equals = format.indexOf('=');
  return equals < 0 ? [format, template] : [format.slice(0, equals), format.slice(equals + 1)];
}

/** A watch event is a struct, too: its type stands before its object. */
function jsonOrder(object: JsonObject, options: PrinterOptions): IndentOptions {
  return { keepOrder: options.typed === true || (object['kind'] === undefined && 'type' in object) };
}
