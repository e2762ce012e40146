import { fileErrorText } from '../files/errors.ts';
import type { CommandDefinition } from './command.ts';

/** Exit status of chroot when it fails itself. */
const FAILED = 125;

/**
 * `chroot`: into the root directory of the node that a container runs on, where it is mounted (`kubectl debug node/…` does, at /host). What
 * runs then runs on the node.
 */
export const chroot: CommandDefinition = {
  name: 'chroot',
  synopsis: 'NEWROOT [COMMAND [ARG]...]',
  summary: "Run COMMAND with the node's root directory.",
  raw: true,
  *run(call) {
    const [root, ...words] = call.operands;
    if (root === undefined) return call.misuse('missing operand');
    const { fs, machine } = call.process;
    try {
      const wanted = fs.node(call.path(root));
      const argv = words.length > 0 ? words : ['/bin/bash', '-i'];
      if (wanted === fs.node('/')) {
        const child = call.process.spawn({ argv, cwd: '/' });
        if (!('error' in child)) return yield* child.wait();
        return call.fail(`failed to run command '${argv[0]}': No such file or directory`, 127);
      }
      const below = machine.underlying?.();
      if (below === undefined || below.fs.node('/') !== wanted)
        return call.fail(`cannot change root directory to '${root}': only a node's own root is simulated`, FAILED);
      const status = yield* below.enter(call.process, argv);
      if (status === 127 && !below.fs.exists(argv[0] ?? ''))
        call.complain(`failed to run command '${argv[0]}': No such file or directory`);
      return status;
    } catch (error) {
      return call.fail(`cannot change root directory to '${root}': ${fileErrorText(error)}`, FAILED);
    }
  },
};
