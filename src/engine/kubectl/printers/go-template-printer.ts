import type { JsonObject } from '../../cluster/json.ts';
import type { CommandContext } from '../command.ts';
import { CommandError } from '../errors.ts';
import { formatValue } from '../go/format.ts';
import { goJson } from '../go/json.ts';
import { quote } from '../go/quote.ts';
import { executeTemplate } from '../go-template/execute.ts';
import { TemplateError } from '../go-template/node.ts';
import { parseGoTemplate } from '../go-template/parse.ts';
import { readTemplateFile } from './template-file.ts';

/** `-o go-template=…` and `go-template-file`. Models: cli-runtime/pkg/printers/template.go */
export function goTemplatePrinter(
  context: CommandContext,
  format: string,
  argument: string,
): (object: JsonObject) => void {
  if (argument === '') throw new CommandError('template format specified but no template given');
  const fromFile = format === 'go-template-file' || format === 'templatefile';
  const source = fromFile ? readTemplateFile(context, argument) : argument;
  const template = parsed(source);
  const allowMissing =
    !context.flags.has('allow-missing-template-keys') || context.flags.bool('allow-missing-template-keys');
  return (object) => {
    const written: string[] = [];
    try {
      executeTemplate(template, object, {
        allowMissing,
        write: (text) => written.push(text),
        step: () => context.process.step(),
      });
      context.out(written.join(''));
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      context.out(written.join(''));
      context.out(
        `Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${source}\n\traw data was:\n\t\t${goJson(object)}\n\tobject given to template engine was:\n\t\t${formatValue(object)}\n\n`,
      );
      throw new CommandError(`error executing template ${quote(source)}: ${error.message}`);
    }
  };
}

function parsed(source: string): ReturnType<typeof parseGoTemplate> {
  try {
    return parseGoTemplate(source);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new CommandError(`error parsing template ${source}, ${error.message}`);
  }
}
