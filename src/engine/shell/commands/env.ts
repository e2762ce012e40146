import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';

/** `env`. */
export const env: CommandDefinition = {
  name: 'env',
  synopsis: '[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]',
  summary: 'Set each NAME to VALUE in the environment and run COMMAND.',
  short: 'iu:0C:S:',
  long: { 'ignore-environment': 'i', unset: 'u', null: '0', chdir: 'C', 'split-string': 'S' },
  inOrder: true,
  usageStatus: 125,
  *run(call: Call): Task<number> {
    let words = [...call.values('S').flatMap((text) => text.trim().split(/\s+/)), ...call.operands];
    const own = new Map(call.has('i') || words[0] === '-' ? [] : call.process.env);
    if (words[0] === '-') words = words.slice(1);
    for (const name of call.values('u')) own.delete(name);
    let at = 0;
    for (; at < words.length; at++) {
      const word = words[at] ?? '';
      const equals = word.indexOf('=');
      if (equals < 1) break;
      own.set(word.slice(0, equals), word.slice(equals + 1));
    }
    const argv = words.slice(at);
    if (argv.length === 0) {
      const end = call.has('0') ? '\0' : '\n';
      call.print([...own].map(([name, value]) => `${name}=${value}${end}`).join(''));
      return 0;
    }
    const cwd = call.value('C');
    const running = call.process.exec({ argv, env: own, ...(cwd === undefined ? {} : { cwd: call.path(cwd) }) });
    if (!('error' in running)) return yield* running;
    return cannotRun(call, argv[0] ?? '', running.error);
  },
};

/** Says why a command could not be run: 127 not found, 126 not executable. */
export function cannotRun(call: Call, name: string, error: string): number {
  const text =
    error === 'not-found'
      ? 'No such file or directory'
      : error === 'no-process'
        ? 'Resource temporarily unavailable'
        : 'Permission denied';
  call.complain(
    call.style === 'busybox'
      ? `can't execute '${name}': ${text}`
      : call.name === 'env'
        ? `'${name}': ${text}`
        : `failed to run command '${name}': ${text}`,
  );
  return error === 'not-found' ? 127 : 126;
}

/** `printenv`. */
export const printenv: CommandDefinition = {
  name: 'printenv',
  synopsis: '[VARIABLE]...',
  summary: 'Print the values of the specified environment VARIABLE(s).',
  short: '0',
  long: { null: '0' },
  run(call: Call): number {
    const end = call.has('0') ? '\0' : '\n';
    if (call.operands.length === 0) {
      call.print([...call.process.env].map(([name, value]) => `${name}=${value}${end}`).join(''));
      return 0;
    }
    let status = 0;
    for (const name of call.operands) {
      const value = call.process.env.get(name);
      if (value === undefined) status = 1;
      else call.print(`${value}${end}`);
    }
    return status;
  },
};
