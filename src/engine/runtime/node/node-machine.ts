import type { ApiHandler } from '../../cluster/apiserver/http.ts';
import type { Clock } from '../../cluster/clock.ts';
import type { Kubelet } from '../../cluster/kubelet/kubelet.ts';
import type { NetworkNamespace } from '../../cluster/network/types.ts';
import type { Random } from '../../cluster/random.ts';
import { coreutils, learnerTools, shells } from '../../shell/commands/registry.ts';
import { createFileSystem } from '../../shell/files/file-system.ts';
import { createMachine, type LocalMachine } from '../../shell/process/machine.ts';
import type { Machine, Program } from '../../shell/process/types.ts';
import { isManifestPath, putNodeFiles } from './node-files.ts';
import type { NodeHost } from './node-host.ts';
import { NodeProcesses } from './node-processes.ts';
import { nodeTool } from './tools.ts';

/** What a node's machine is made from. */
export interface NodeMachineOptions {
  readonly kubelet: Kubelet;
  readonly clock: Clock;
  readonly random: Random;
  readonly network: NetworkNamespace;
  readonly api: ApiHandler;
  readonly kubectl: Program;
  readonly kubeconfig: (user: string) => string;
  readonly machines: readonly { readonly name: string; readonly address: string }[];
  readonly isControlPlane: boolean;
  readonly editFile?: Machine['editFile'];
  readonly runJq?: Machine['runJq'];
}

/** The environment of a root shell on a node. */
export const NODE_ENV: ReadonlyMap<string, string> = new Map([
  ['HOME', '/root'],
  ['USER', 'root'],
  ['LOGNAME', 'root'],
  ['SHELL', '/bin/bash'],
  ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ['PWD', '/root'],
  ['LANG', 'C.UTF-8'],
]);

/** What a node has besides the tools of every machine. */
const OWN = ['systemctl', 'journalctl', 'crictl', 'chroot', 'free', 'top', 'sudo'];

function programsOf(host: NodeHost, options: NodeMachineOptions): ReadonlyMap<string, Program> {
  return new Map<string, Program>([
    ...coreutils,
    ...shells,
    ...learnerTools,
    ...OWN.map((name): [string, Program] => [name, (process) => nodeTool(name, host)(process)]),
    ['kubectl', options.kubectl],
  ]);
}

/**
 * A node as a machine that one can log in to: its own files, which its kubelet reads, its services, and tools that look at what runs there.
 * What is written below the static pod path is noticed at once, as by inotify.
 */
export function createNodeMachine(options: NodeMachineOptions): LocalMachine {
  const { kubelet, clock } = options;
  const host: NodeHost = { kubelet };
  const programs = programsOf(host, options);
  putNodeFiles({ ...options, programs: programs.keys(), nowMs: clock.nowMs() });
  const fs = createFileSystem({ root: kubelet.nodeFiles, nowMs: () => clock.nowMs(), inPlace: true });
  fs.watch((path) => {
    if (isManifestPath(path, kubelet.configuration.staticPodPath)) kubelet.manifestsChanged();
  });
  const processes = new NodeProcesses(host);
  return createMachine({
    clock,
    random: options.random,
    hostname: kubelet.node.name,
    fs,
    programs: (name) => programs.get(name),
    network: options.network,
    api: options.api,
    sleepClass: () => 'work',
    editFile: options.editFile,
    runJq: options.runJq,
    firstPid: 3000,
    foreign: { processes: () => processes.list(), signal: (pid, signal) => processes.signal(pid, signal) },
  });
}
