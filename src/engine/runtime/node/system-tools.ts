import type { Call, CommandDefinition } from '../../shell/commands/command.ts';
import type { Task } from '../../shell/process/types.ts';
import type { NodeHost } from './node-host.ts';

/** `sudo`: the shell of a node is root's already, so the command runs as it is. */
export const sudo: CommandDefinition = {
  name: 'sudo',
  synopsis: '[-i] COMMAND [ARG]...',
  summary: 'Run COMMAND as root.',
  raw: true,
  *run(call): Task<number> {
    let words = call.operands;
    while (words[0] !== undefined && ['-E', '-H', '-n', '--'].includes(words[0])) words = words.slice(1);
    const argv = words.length === 0 || ['-i', '-s', 'su'].includes(words[0] ?? '') ? ['bash'] : words;
    const child = call.process.spawn({ argv });
    if ('error' in child) {
      const found = child.error === 'not-found' ? 'command not found' : 'unable to execute';
      call.process.stderr.write(`sudo: ${argv[0]}: ${found}\n`);
      return 1;
    }
    return yield* child.wait();
  },
};

const KI = 1024;

interface Memory {
  readonly total: number;
  readonly used: number;
  readonly free: number;
  readonly cached: number;
  readonly available: number;
}

/** What a node keeps in its page cache, as a share of what is free. */
const CACHE_SHARE = 0.1;

function memoryOf({ kubelet }: NodeHost): Memory {
  const { kernel } = kubelet;
  const total = kernel.facts.memoryBytes;
  const used = kernel.usedBytes();
  const cached = Math.floor((total - used) * CACHE_SHARE);
  return { total, used, cached, free: total - used - cached, available: kernel.availableBytes() };
}

/** `free` over the node's kernel. Models: procps 4 */
export function free(host: NodeHost): CommandDefinition {
  return {
    name: 'free',
    synopsis: '[-b | -k | -m | -g | -h]',
    summary: 'Display the amount of free and used memory of the node.',
    short: 'bkmgh',
    long: { bytes: 'b', kibi: 'k', mebi: 'm', gibi: 'g', human: 'h' },
    run(call) {
      const memory = memoryOf(host);
      const show = shown(call);
      const cell = (text: string): string => text.padStart(12);
      const row = (head: string, values: readonly number[]): string =>
        `${head.padEnd(8)}${values.map((value) => cell(show(value))).join('')}\n`;
      const heads = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
      call.print(`        ${heads.map(cell).join('')}\n`);
      const { total, used, free: unused, cached, available } = memory;
      call.print(row('Mem:', [total, used, unused, 0, cached, available]));
      call.print(row('Swap:', [0, 0, 0]));
      return 0;
    },
  };
}

function shown(call: Call): (bytes: number) => string {
  if (call.has('h')) return human;
  const unit = call.has('b') ? 1 : call.has('m') ? KI ** 2 : call.has('g') ? KI ** 3 : KI;
  return (bytes) => String(Math.floor(bytes / unit));
}

function human(bytes: number): string {
  let value = bytes;
  for (const unit of ['B', 'Ki', 'Mi', 'Gi']) {
    if (value < KI || unit === 'Gi')
      return `${value < 10 && unit !== 'B' ? value.toFixed(1) : Math.round(value)}${unit}`;
    value /= KI;
  }
  return String(bytes);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `top -b -n1`: what the node's containers use. An interactive top needs a terminal's whole screen, which is not simulated. */
export function top(host: NodeHost): CommandDefinition {
  return {
    name: 'top',
    synopsis: '-b -n 1',
    summary: 'Display the processes of the node (batch mode, once).',
    short: 'bn:d:o:',
    run(call) {
      if (!call.has('b')) return call.fail('only batch mode is simulated here: top -b -n1');
      const { kernel } = host.kubelet;
      const memory = memoryOf(host);
      const seconds = Math.floor(call.process.machine.clock.nowMs() / 1000) % 86_400;
      const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
      const busy = (kernel.cpuMillis() / (kernel.facts.cores * 1000)) * 100;
      const processes = call.process.machine.processes();
      const mi = (bytes: number): string => (bytes / KI ** 2).toFixed(1).padStart(8);
      call.print(
        `top - ${clock} up,  1 user,  load average: ${(kernel.cpuMillis() / 1000).toFixed(2)}\n` +
          `Tasks: ${String(processes.length).padStart(3)} total,   1 running, ${String(processes.length - 1).padStart(3)} sleeping,   0 stopped,   0 zombie\n` +
          `%Cpu(s): ${busy.toFixed(1).padStart(4)} us,  0.0 sy,  0.0 ni, ${Math.max(0, 100 - busy).toFixed(1)} id\n` +
          `MiB Mem : ${mi(memory.total)} total, ${mi(memory.free)} free, ${mi(memory.used)} used, ${mi(memory.cached)} buff/cache\n` +
          `MiB Swap: ${mi(0)} total, ${mi(0)} free, ${mi(0)} used. ${mi(memory.available)} avail Mem\n\n` +
          '    PID USER     COMMAND\n',
      );
      for (const { pid, user, argv } of processes)
        call.print(`${String(pid).padStart(7)} ${user.padEnd(8)} ${argv.join(' ')}\n`);
      return 0;
    },
  };
}
