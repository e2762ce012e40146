import { strftime } from './calendar.ts';
import type { Call, CommandDefinition } from './command.ts';

/** `uptime`. */
export const uptime: CommandDefinition = {
  name: 'uptime',
  synopsis: '',
  summary: 'Tell how long the system has been running.',
  run(call: Call): number {
    const { clock } = call.process.machine;
    const first = call.process.machine.processes()[0]?.startedMs ?? clock.nowMs();
    const minutes = Math.floor((clock.nowMs() - first) / 60_000);
    const up = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
    call.print(` ${strftime('%H:%M:%S', clock.nowMs())} up ${up},  0 users,  load average: 0.00, 0.00, 0.00\n`);
    return 0;
  },
};

/** `stty size`; other settings are taken and change nothing. */
export const stty: CommandDefinition = {
  name: 'stty',
  synopsis: '[SETTING]...',
  summary: 'Print terminal characteristics.',
  raw: true,
  run(call: Call): number {
    const { terminal, stdin } = call.process;
    if (terminal === undefined || !stdin.isTerminal)
      return call.fail("'standard input': Inappropriate ioctl for device");
    if (call.operands[0] === 'size') call.print(`${terminal.rows} ${terminal.columns}\n`);
    else if (call.operands.length === 0 || call.operands[0] === '-a')
      call.print(`speed 38400 baud; rows ${terminal.rows}; columns ${terminal.columns};\n`);
    else if (call.operands[0] !== 'sane')
      return call.fail(`${call.operands[0]}: terminal settings cannot be changed here`);
    return 0;
  },
};

/** `nohup`. */
export const nohup: CommandDefinition = {
  name: 'nohup',
  synopsis: 'COMMAND [ARG]...',
  summary: 'Run COMMAND, ignoring hangup signals.',
  inOrder: true,
  usageStatus: 125,
  *run(call: Call) {
    if (call.operands.length === 0) return call.misuse('missing operand');
    const running = call.process.exec({ argv: call.operands });
    if ('error' in running)
      return call.fail(`failed to run command '${call.operands[0]}': No such file or directory`, 127);
    call.process.onSignal(1, () => {});
    return yield* running;
  },
};

/** `sync`. */
export const sync: CommandDefinition = { name: 'sync', synopsis: '', summary: 'Nothing is cached here.', run: () => 0 };
