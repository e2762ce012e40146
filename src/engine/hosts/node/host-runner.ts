import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import type { HostProcessStart, HostRunner } from '../../session/host-processes.ts';

/** What a real program's doings become: inputs of the session. */
export interface HostRunnerListener {
  output(process: number, text: string, isError: boolean): void;
  exit(process: number, status: number, files: { readonly [path: string]: string }): void;
}

/** Files larger than this are not brought back, bytes. */
const LARGEST = 1_000_000;

function filesBelow(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return filesBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
}

/**
 * Runs real programs in a folder that mirrors the learner's home. Only for a WebContainer, where the whole file system is the learner's own:
 * on a real machine nothing that a learner types may reach the host.
 */
export function createHostRunner(listener: HostRunnerListener, apiPort: () => number | undefined): HostRunner {
  const home = mkdtempSync(join(tmpdir(), 'learner-'));
  const running = new Map<number, ChildProcess>();
  const inHome = (path: string): string => {
    const at = resolve(home, path);
    if (at !== home && !at.startsWith(home + sep)) throw new Error(`${path} leaves the home directory`);
    return at;
  };
  const bringBack = (before: HostProcessStart['files']): { readonly [path: string]: string } => {
    const changed: { [path: string]: string } = {};
    for (const path of filesBelow(home)) {
      if (statSync(join(home, path)).size > LARGEST) continue;
      const content = readFileSync(join(home, path), 'utf8');
      if (content !== before[path]) changed[path] = content;
    }
    return changed;
  };
  return {
    start(start) {
      for (const [path, content] of Object.entries(start.files)) {
        mkdirSync(dirname(inHome(path)), { recursive: true });
        writeFileSync(inHome(path), content);
      }
      const [command = 'node', ...args] = start.argv;
      const port = apiPort();
      const env = {
        ...process.env,
        ...(port === undefined ? {} : { SKIFF_API: `http://127.0.0.1:${port}` }),
        HOME: home,
        TERM: start.env['TERM'] ?? 'xterm',
      };
      const child = spawn(command, args, { cwd: inHome(start.cwd), env });
      running.set(start.process, child);
      child.stdout.on('data', (data) => listener.output(start.process, String(data), false));
      child.stderr.on('data', (data) => listener.output(start.process, String(data), true));
      let over = false;
      const end = (status: number): void => {
        if (over) return;
        over = true;
        running.delete(start.process);
        listener.exit(start.process, status, bringBack(start.files));
      };
      child.on('error', (error) => {
        listener.output(start.process, `${command}: ${error.message}\n`, true);
        end(127);
      });
      child.on('close', (status) => end(status ?? 137));
      child.stdin.end(start.stdin);
    },
    kill(number) {
      running.get(number)?.kill('SIGTERM');
    },
  };
}
