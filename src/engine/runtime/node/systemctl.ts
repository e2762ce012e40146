import type { ServiceUnit } from '../../cluster/kubelet/machine/unit.ts';
import type { Call, CommandDefinition } from '../../shell/commands/command.ts';
import type { Task } from '../../shell/process/types.ts';
import { type NodeHost, shortStamp, systemdSpan, systemdTime, unitOf } from './node-host.ts';

/** What starting or stopping a service takes, milliseconds. */
const TURN_MS = 120;
/** Lines of the journal that `status` shows. */
const STATUS_LINES = 10;
/** Exit statuses of systemctl. */
const NOT_RUNNING = 3;
const NO_SUCH_UNIT = 4;

/** `systemctl` for the services that make a machine a node. Models: systemd 252 */
export function systemctl(host: NodeHost): CommandDefinition {
  return {
    name: 'systemctl',
    synopsis: '[OPTIONS...] COMMAND ...',
    summary: 'Query or send control commands to the system manager.',
    short: 'ln:qt:s:',
    long: {
      'no-pager': '#',
      full: 'l',
      lines: 'n',
      now: '!',
      quiet: 'q',
      'no-block': '@',
      all: '%',
      type: 't',
      state: 's',
    },
    *run(call) {
      const [verb, ...names] = call.operands;
      if (verb === undefined || verb === 'list-units') return list(call, host);
      if (verb === 'daemon-reload') return 0;
      const handler = VERBS[verb];
      if (handler === undefined) {
        call.process.stderr.write(`Unknown command verb ${verb}.\n`);
        return 1;
      }
      if (names.length === 0) {
        call.process.stderr.write('Too few arguments.\n');
        return 1;
      }
      let status = 0;
      for (const name of names) {
        const unit = unitOf(host, name);
        const result = unit === undefined ? unknown(call, verb, name) : yield* handler(call, unit, host);
        if (result !== 0) status = result;
      }
      return status;
    },
  };
}

function unknown(call: Call, verb: string, name: string): number {
  const full = name.includes('.') ? name : `${name}.service`;
  if (verb === 'is-active') {
    call.print('inactive\n');
    return NOT_RUNNING;
  }
  if (verb === 'status') {
    call.process.stderr.write(`Unit ${full} could not be found.\n`);
    return NO_SUCH_UNIT;
  }
  call.process.stderr.write(`Failed to ${verb} ${full}: Unit ${full} not found.\n`);
  return 5;
}

type Verb = (call: Call, unit: ServiceUnit, host: NodeHost) => Task<number>;

function change(act: (unit: ServiceUnit) => void): Verb {
  return function* (call, unit) {
    yield* call.process.sleep(TURN_MS, 'work');
    act(unit);
    return 0;
  };
}

function enable(on: boolean): Verb {
  return function* (call, unit) {
    yield* call.process.sleep(TURN_MS, 'work');
    const wants = `/etc/systemd/system/multi-user.target.wants/${unit.facts.name}`;
    if (unit.enabled !== on) {
      call.process.stderr.write(on ? `Created symlink ${wants} → ${unit.facts.loaded}.\n` : `Removed "${wants}".\n`);
    }
    unit.enabled = on;
    if (call.has('!')) on ? unit.start() : unit.stop();
    return 0;
  };
}

// biome-ignore lint/correctness/useYield: it is answered at once
function* show(call: Call, unit: ServiceUnit, host: NodeHost): Task<number> {
  call.print(statusText(unit, host, call.process.machine.clock.nowMs(), Number(call.value('n') ?? STATUS_LINES)));
  return unit.isActive ? 0 : NOT_RUNNING;
}

// biome-ignore lint/correctness/useYield: it is answered at once
function* isActive(call: Call, unit: ServiceUnit): Task<number> {
  const word = { active: 'active', inactive: 'inactive', 'auto-restart': 'activating' }[unit.state.is];
  if (!call.has('q')) call.print(`${word}\n`);
  return unit.isActive ? 0 : NOT_RUNNING;
}

// biome-ignore lint/correctness/useYield: it is answered at once
function* isEnabled(call: Call, unit: ServiceUnit): Task<number> {
  if (!call.has('q')) call.print(unit.enabled ? 'enabled\n' : 'disabled\n');
  return unit.enabled ? 0 : 1;
}

// biome-ignore lint/correctness/useYield: it is answered at once
function* isFailed(call: Call, unit: ServiceUnit): Task<number> {
  const word = { active: 'active', inactive: 'inactive', 'auto-restart': 'activating' }[unit.state.is];
  if (!call.has('q')) call.print(`${word}\n`);
  return 1;
}

// biome-ignore lint/correctness/useYield: it is answered at once
function* showFile(call: Call, unit: ServiceUnit): Task<number> {
  const { fs } = call.process;
  for (const path of [unit.facts.loaded, ...unit.facts.dropIns])
    if (fs.exists(path)) call.print(`# ${path}\n${fs.read(path)}\n`);
  return 0;
}

const VERBS: { readonly [verb: string]: Verb } = {
  status: show,
  start: change((unit) => unit.start()),
  stop: change((unit) => unit.stop()),
  restart: change((unit) => unit.restart()),
  'try-restart': change((unit) => void (unit.isActive && unit.restart())),
  reload: change((unit) => unit.restart()),
  'reset-failed': change(() => {}),
  kill: change((unit) => unit.killed(15)),
  enable: enable(true),
  disable: enable(false),
  'is-active': isActive,
  'is-enabled': isEnabled,
  'is-failed': isFailed,
  cat: showFile,
};

function activeLine(unit: ServiceUnit, nowMs: number): string {
  const { state } = unit;
  const since = `since ${systemdTime(state.sinceMs)}; ${systemdSpan(nowMs - state.sinceMs)} ago`;
  if (state.is === 'active') return `active (running) ${since}`;
  if (state.is === 'inactive') return `inactive (dead) ${since}`;
  const result = state.status.startsWith('code=killed') ? 'signal' : 'exit-code';
  return `activating (auto-restart) (Result: ${result}) ${since}`;
}

/** What `systemctl status` prints. */
function statusText(unit: ServiceUnit, { kubelet }: NodeHost, nowMs: number, lines: number): string {
  const { name, description, loaded, dropIns, documentation, command } = unit.facts;
  const { state } = unit;
  const enabled = unit.enabled ? 'enabled' : 'disabled';
  const program = name.replace('.service', '');
  const out = [
    `${state.is === 'inactive' ? '○' : '●'} ${name} - ${description}`,
    `     Loaded: loaded (${loaded}; ${enabled}; preset: enabled)`,
  ];
  for (const [at, path] of dropIns.entries()) {
    const cut = path.lastIndexOf('/');
    if (at === 0) out.push(`    Drop-In: ${path.slice(0, cut)}`);
    out.push(`             └─${path.slice(cut + 1)}`);
  }
  out.push(`     Active: ${activeLine(unit, nowMs)}`, `       Docs: ${documentation}`);
  if (state.is === 'active') {
    out.push(`   Main PID: ${state.pid} (${program})`);
    out.push(`     CGroup: /system.slice/${name}`, `             └─${state.pid} ${command}`);
  } else if (state.is === 'auto-restart') {
    out.push(`    Process: ${state.pid} ExecStart=${command} (${state.status})`);
    out.push(`   Main PID: ${state.pid} (${state.status})`);
  }
  const written = kubelet.journal.lines().filter((line) => line.unit === name);
  const shown = written.slice(written.length - Math.min(written.length, lines));
  if (shown.length > 0) out.push('');
  for (const line of shown)
    out.push(`${shortStamp(line.timeMs)} ${kubelet.node.name} ${line.identifier}[${line.pid}]: ${line.text}`);
  return `${out.join('\n')}\n`;
}

function list(call: Call, { kubelet }: NodeHost): number {
  const units = [kubelet.units.containerd, kubelet.units.kubelet].filter(({ state }) => state.is !== 'inactive');
  const rows = units.map(({ facts, state }) =>
    state.is === 'active'
      ? `  ${facts.name.padEnd(18)} loaded active     running      ${facts.description}`
      : `● ${facts.name.padEnd(18)} loaded activating auto-restart ${facts.description}`,
  );
  call.print(`  UNIT               LOAD   ACTIVE     SUB          DESCRIPTION\n${rows.join('\n')}\n\n`);
  call.print(`${rows.length} loaded units listed.\n`);
  return 0;
}
