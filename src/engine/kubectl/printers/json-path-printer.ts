import type { JsonObject } from '../../cluster/json.ts';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { formatSyntax } from '../go/format.ts';
import { quote } from '../go/quote.ts';
import { printTemplate } from '../jsonpath/jsonpath.ts';
import { JsonPathError, type PathNode } from '../jsonpath/node.ts';
import { parseTemplate } from '../jsonpath/parse.ts';
import { readTemplateFile } from './template-file.ts';

/** `-o jsonpath=…`, `jsonpath-as-json=…`, `jsonpath-file=…`; undefined for another word. Models: cli-runtime/pkg/printers/jsonpath.go */
export function jsonPathPrinter(
  context: CommandContext,
  format: string,
  argument: string,
): ((object: JsonObject) => void) | undefined {
  if (!['jsonpath', 'jsonpath-as-json', 'jsonpath-file'].includes(format)) return undefined;
  if (argument === '') throw new CommandError('template format specified but no template given');
  const template = format === 'jsonpath-file' ? readTemplateFile(context, argument) : argument;
  const nodes = parse(template);
  const options = {
    allowMissingKeys:
      !context.flags.has('allow-missing-template-keys') || context.flags.bool('allow-missing-template-keys'),
    asJson: format === 'jsonpath-as-json',
  };
  return (object) => {
    try {
      context.out(printTemplate(nodes, object, options));
    } catch (error) {
      if (!(error instanceof JsonPathError)) throw error;
      throw new CommandError(
        `error executing jsonpath ${quote(template)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${formatSyntax(object)}\n\n\n`,
      );
    }
  };
}

function parse(template: string): readonly PathNode[] {
  try {
    return parseTemplate(template);
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new CommandError(`error parsing jsonpath ${template}, ${error.message}`);
  }
}
