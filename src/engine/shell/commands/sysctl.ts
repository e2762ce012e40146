import type { Call, CommandDefinition } from './command.ts';

/** `sysctl NAME`: a kernel parameter, read from /proc/sys. */
export const sysctl: CommandDefinition = {
  name: 'sysctl',
  synopsis: '[-n] [KEY]...',
  summary: 'Show kernel parameters',
  short: 'ne',
  run(call: Call): number {
    const { fs } = call.process;
    let status = 0;
    for (const key of call.operands) {
      const [name = '', assigned] = key.split('=', 2);
      const path = `/proc/sys/${name.replaceAll('.', '/')}`;
      if (!fs.exists(path) || fs.isDirectory(path)) {
        if (!call.has('e')) call.complain(`error reading key '${name}': No such file or directory`);
        status = 1;
      } else if (assigned !== undefined) {
        call.complain(`error setting key '${name}': Read-only file system`);
        status = 1;
      } else call.print(call.has('n') ? fs.read(path) : `${name.replaceAll('/', '.')} = ${fs.read(path)}`);
    }
    return status;
  },
};
