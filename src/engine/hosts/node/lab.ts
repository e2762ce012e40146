import { type CliCommand, UsageError } from './command.ts';
import { labCheck } from './lab-check.ts';
import { labFolders } from './lab-folder.ts';
import { labNew } from './lab-new.ts';
import { POOL_ACTION, proveForParent } from './lab-prove.ts';

/** `skiff lab check|new`: for those who write labs. */
export const lab: CliCommand = {
  name: 'lab',
  usage: 'skiff lab check [FOLDER...]\n       skiff lab new FOLDER',
  summary: 'Prove labs (check) or begin one (new)',
  async run([action, ...folders]) {
    if (action === 'check')
      return await labCheck(
        folders.length > 0 ? folders.filter((folder) => !folder.endsWith('.json')) : labFolders('labs'),
      );
    if (action === POOL_ACTION && process.send !== undefined) return await proveForParent();
    const [folder] = folders;
    if (action === 'new' && folder !== undefined && folders.length === 1) return labNew(folder);
    throw new UsageError('expected check or new');
  },
};
