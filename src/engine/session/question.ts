import type { ApiHandler, ApiRequest, ApiResponse } from '../cluster/apiserver/http.ts';
import type { VirtualClock } from '../cluster/clock.ts';
import { directory, file, putNode } from '../cluster/files.ts';
import { Random } from '../cluster/random.ts';
import { kubectlProgram } from '../kubectl/kubectl.ts';
import { kubectlCommand } from '../kubectl/registry.ts';
import { createFileSystem } from '../shell/files/file-system.ts';
import { createMachine } from '../shell/process/machine.ts';
import { callbackWriter } from '../shell/process/writers.ts';
import { adminKubeconfig } from './home.ts';

/** How many calls of the clock's queue a question may take: it asks and prints, nothing waits for time. */
const MOST_STEPS = 10_000;

/** What a question is put to: the present, or a moment of the past. */
export interface Asked {
  readonly clock: VirtualClock;
  readonly handle: ApiHandler;
}

/** What a question brings along, and who hears what the server answers. */
export interface QuestionOptions {
  readonly files?: { readonly [path: string]: string };
  readonly answered?: (request: ApiRequest, response: ApiResponse) => void;
}

/** A write that keeps nothing. */
const isTry = ({ path }: ApiRequest): boolean => /[?&]dryRun=All(?:&|$)/.test(path);

/**
 * What kubectl prints for a question of the page. It runs on a machine of its own, at one instant, and draws from no generator of the
 * session, so that asking changes nothing of what follows.
 */
export function runQuestion(
  { clock, handle }: Asked,
  args: readonly string[],
  { files = {}, answered }: QuestionOptions = {},
): { readonly exit: number; readonly stdout: string; readonly stderr: string } {
  const root = directory();
  putNode(root, '/root/.kube/config', file(adminKubeconfig('https://172.30.0.2:6443')));
  for (const [path, content] of Object.entries(files)) putNode(root, path, file(content));
  const machine = createMachine({
    clock,
    random: new Random(0),
    hostname: 'page',
    fs: createFileSystem({ root, nowMs: () => clock.nowMs() }),
    programs: () => undefined,
    api: (request) => {
      const response = handle(request.method === 'GET' || isTry(request) ? request : { ...request, path: '/refused' });
      answered?.(request, response);
      return response;
    },
  });
  let stdout = '';
  let stderr = '';
  let exit: number | undefined;
  machine.start({
    argv: ['kubectl', ...args],
    program: kubectlProgram(kubectlCommand),
    env: new Map([['HOME', '/root']]),
    stdout: callbackWriter((text) => {
      stdout += text;
    }),
    stderr: callbackWriter((text) => {
      stderr += text;
    }),
    exited: (end) => {
      exit = end.status;
    },
  });
  const now = clock.nowMs();
  for (let step = 0; step < MOST_STEPS && exit === undefined && clock.step(now); step++);
  if (exit === undefined) {
    machine.stop();
    return { exit: 1, stdout: '', stderr: 'no answer' };
  }
  return { exit, stdout, stderr };
}
