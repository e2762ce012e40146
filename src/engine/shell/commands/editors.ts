import { fileErrorText } from '../files/errors.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';

/** Opens a file in the person's editor and writes back what was saved. The status. */
export function* editFile(call: Call, operand: string): Task<number> {
  const { fs, machine } = call.process;
  if (machine.editFile === undefined) return call.fail('there is no editor at this terminal');
  const path = call.path(operand);
  let content = '';
  try {
    if (fs.exists(path)) content = fs.read(path);
    const { saved } = yield* machine.editFile(path, content);
    if (saved !== undefined) fs.write(path, saved);
    return 0;
  } catch (error) {
    return call.fail(`${operand}: ${fileErrorText(error)}`);
  }
}

function editor(name: string): CommandDefinition {
  return {
    name,
    synopsis: '[FILE]...',
    summary: 'Edit FILE in the editor beside the terminal.',
    raw: true,
    *run(call: Call): Task<number> {
      const files = call.operands.filter((word) => !word.startsWith('-') && !word.startsWith('+'));
      if (files.length === 0) return call.fail('name the file to edit');
      for (const file of files) {
        const status = yield* editFile(call, file);
        if (status !== 0) return status;
      }
      return 0;
    },
  };
}

export const vi = editor('vi');
export const vim = editor('vim');
export const nano = editor('nano');
export const editorCommand = editor('editor');
