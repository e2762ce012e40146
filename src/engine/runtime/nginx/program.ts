import type { Process, Program, Task } from '../../shell/process/types.ts';
import { CONFIG, Nginx } from './nginx.ts';

const SIGNALS: { readonly [name: string]: number } = { stop: 15, quit: 3, reload: 1 };
const GLOBALS = ['daemon', 'user', 'worker_processes', 'error_log', 'pid', 'master_process', 'env'];

/** What is wrong with the text after `-g`, in nginx's words. */
function badGlobal(text: string): string | undefined {
  const daemon = /^\s*daemon\s+([^;\s]+)\s*;/.exec(text)?.[1];
  if (daemon !== undefined && daemon !== 'on' && daemon !== 'off') {
    return `invalid value "${daemon}" in "daemon" directive, it must be "on" or "off" in command line`;
  }
  if (!text.trim().endsWith(';')) return 'unexpected end of parameter, expecting ";" in command line';
  const name = text.trim().split(/[\s;]/, 1)[0] ?? '';
  return GLOBALS.includes(name) ? undefined : `unknown directive "${name}" in command line`;
}

function signalMaster(process: Process, nginx: Nginx, name: string): number {
  const signal = SIGNALS[name];
  if (signal === undefined) {
    process.stderr.write(`nginx: invalid option: "-s ${name}"\n`);
    return 1;
  }
  nginx.log('notice', 'signal process started');
  return process.machine.kill(1, signal) ? 0 : 1;
}

function testConfiguration(process: Process, nginx: Nginx): number {
  if (!nginx.load()) {
    process.stderr.write(`nginx: configuration file ${CONFIG} test failed\n`);
    return 1;
  }
  process.stderr.write(
    `nginx: the configuration file ${CONFIG} syntax is ok\nnginx: configuration file ${CONFIG} test is successful\n`,
  );
  return 0;
}

function* main(process: Process, version: string): Task<number> {
  const nginx = new Nginx(process, version);
  const [, ...args] = process.argv;
  let foreground = false;
  let test = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const value = args[at + 1] ?? '';
    if (arg === '-v' || arg === '-V') {
      process.stderr.write(`nginx version: nginx/${version}\n`);
      return 0;
    }
    if (arg === '-s') return signalMaster(process, nginx, value);
    if (arg === '-t' || arg === '-T') test = true;
    else if (arg === '-g') {
      at++;
      const wrong = badGlobal(value);
      if (wrong !== undefined) {
        nginx.log('emerg', wrong);
        return 1;
      }
      foreground ||= /daemon\s+off/.test(value);
    } else {
      process.stderr.write(`nginx: invalid option: "${arg}"\n`);
      return 1;
    }
  }
  if (test) return testConfiguration(process, nginx);
  if (foreground) return yield* nginx.run();
  const daemon = process.spawn({ argv: process.argv, program: (child) => new Nginx(child, version).run() });
  return 'error' in daemon ? 1 : 0;
}

/** The nginx binary. Directives beyond `site.ts` are refused by name. */
export function nginxProgram(version: string): Program {
  return (process) => main(process, version);
}
