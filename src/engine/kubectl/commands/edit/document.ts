import type { JsonObject } from '../../../cluster/json.ts';
import type { CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { goJsonIndent } from '../../go/json.ts';
import { quote } from '../../go/quote.ts';
import { toYaml } from '../../yaml/encode.ts';
import { type EditMode, type EditReason, editHeader } from './header.ts';

/** How an object is shown in the editor: JSON has no comments, so no header. Models: editoptions.editPrinterOptions */
export interface EditDocument {
  readonly extension: '.yaml' | '.json';
  header(mode: EditMode, reasons: readonly EditReason[]): string;
  body(objects: readonly JsonObject[]): string;
}

/** By `-o`: YAML, or JSON. Throws `CommandError`. */
export function editDocument(context: CommandContext): EditDocument {
  const format = context.flags.string('output');
  switch (format) {
    case '':
    case 'yaml':
    case 'kyaml':
      return { extension: '.yaml', header: editHeader, body: (all) => toYaml(whole(all)) };
    case 'json':
      return { extension: '.json', header: () => '', body: (all) => `${goJsonIndent(whole(all))}\n` };
    default:
      throw new CommandError(
        `unable to match a printer suitable for the output format ${quote(format)}, allowed formats are: json,kyaml,yaml`,
      );
  }
}

function whole(objects: readonly JsonObject[]): JsonObject {
  const [only] = objects;
  if (only !== undefined && objects.length === 1) return only;
  return { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} };
}
