import { goJson } from '../../go/json.ts';
import { YamlError, yamlToJson } from '../../yaml/decode.ts';

/** What is edited: the object, its last applied configuration, or what is about to be created. */
export type EditMode = 'normal' | 'last-applied' | 'before-create';

/** Why the editor is open again: a head, and details below it. */
export interface EditReason {
  readonly head: string;
  readonly details: readonly string[];
}

/** The comment at the top of an edited file. Models: editoptions.editHeader */
export function editHeader(mode: EditMode, reasons: readonly EditReason[]): string {
  const lead =
    mode === 'last-applied'
      ? "# Please edit the 'last-applied-configuration' annotations below.\n# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.\n#\n"
      : "# Please edit the object below. Lines beginning with a '#' will be ignored,\n# and an empty file will abort the edit. If an error occurs while saving this file will be\n# reopened with the relevant failures.\n#\n";
  const shown = reasons.map(({ head, details }) => {
    const lines = [
      details.length > 0 ? `# ${hashed(head)}:` : `# ${hashed(head)}`,
      ...details.map((detail) => `# * ${hashed(detail)}`),
      '#',
    ];
    return `${lines.join('\n')}\n`;
  });
  return lead + shown.join('');
}

/** What two edits are compared by: the values, or the text without comments where it does not parse. Models: cmdutil.StripComments */
export function comparable(text: string): string {
  try {
    return goJson(yamlToJson(text));
  } catch (error) {
    if (error instanceof YamlError) return withoutComments(text);
    throw error;
  }
}

/** A file without its comment lines. */
export function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');
}

function hashed(text: string): string {
  return text.replace(/\n(?=[^#])/g, '\n# ');
}
