import type { ApiChannels } from '../apiserver/http.ts';
import type { DirectoryNode, FileNode } from '../files.ts';
import type { NetworkNamespace } from '../network/types.ts';
import type { Cgroup } from './kernel/cgroup.ts';

/** What a registry or a node's image store knows of an image. */
export interface ImageFacts {
  /** Canonical reference: `docker.io/library/nginx:1.25`. */
  readonly reference: string;
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  readonly imageId: string;
  readonly sizeBytes: number;
  /** The user that the image names; left out: root. */
  readonly user?: number;
  /** A stand-in for an image that the runtime does not have: `GenericImage` is told of it. */
  readonly generic?: true;
}

/** What a pull secret says of one registry. Models: the auths of a .dockerconfigjson */
export interface RegistryCredentials {
  /** `registry.example.com`, `https://index.docker.io/v1/`, or with a path. */
  readonly registry: string;
  readonly username: string;
  readonly password: string;
}

/** What a pod says of a container that a program which stands in for its image must know. */
export interface DeclaredBehaviour {
  /** Runs to its end: an init container, or a container of a Job. */
  readonly task: boolean;
  /** TCP ports of the container and of its probes and hooks, ascending. */
  readonly ports: readonly number[];
  /** Commands of exec probes and hooks. */
  readonly commands: readonly (readonly string[])[];
}

export type PullResult =
  | { readonly kind: 'pulled'; readonly image: ImageFacts; readonly tookMs: number }
  /** The message as containerd returns it, ready for `Failed to pull image "x": …`. */
  | { readonly kind: 'failed'; readonly message: string };

/** A directory (or one file of it) seen at a path inside the container. */
export interface Mount {
  readonly mountPath: string;
  readonly readOnly: boolean;
  readonly source: DirectoryNode | FileNode;
  /** What is written here is memory of the container that writes it (`emptyDir.medium: Memory`). */
  readonly inMemory?: boolean;
  /** Bytes that fit (`emptyDir.sizeLimit` of one in memory). */
  readonly limitBytes?: number;
}

/** All that the kubelet hands to the runtime to run one container. */
export interface ContainerConfig {
  readonly node: string;
  readonly podUid: string;
  readonly podName: string;
  readonly namespace: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  /** Overrides of the image's ENTRYPOINT and CMD, already `$(VAR)`-expanded; undefined keeps the image's. */
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  readonly workingDir: string | undefined;
  /** Complete and in order: Service variables, then the container's own. HOSTNAME and the image's come from the runtime. */
  readonly env: Iterable<readonly [string, string]>;
  readonly mounts: readonly Mount[];
  readonly network: NetworkNamespace;
  readonly hostname: string;
  readonly stdin: boolean;
  /** Without a terminal: the input ends with the input of the first who attached; otherwise it stays open. */
  readonly stdinOnce: boolean;
  readonly tty: boolean;
  /** The container's control group on its node's kernel, made by the kubelet. */
  readonly cgroup: Cgroup;
  readonly runAsUser: number | undefined;
  /** The first group of its processes; default 0. */
  readonly runAsGroup?: number;
  /** All of them, ascending. */
  readonly groups?: readonly number[];
  readonly readOnlyRootFilesystem: boolean;
  /** PID 1 of another container's processes are seen where true (shareProcessNamespace, debug targets). */
  readonly sharedProcessesWith: readonly string[];
  /** True while the pod is young and not ready: its sleeps then keep the cluster unsettled (docs/architecture.md, "Settled"). */
  readonly settling: () => boolean;
  /** Worked out when asked. */
  readonly declared?: () => DeclaredBehaviour;
}

export interface ContainerExit {
  readonly exitCode: number;
  /** Signal number that ended PID 1, 0 when it exited by itself. */
  readonly signal: number;
  readonly reason: 'Completed' | 'Error' | 'OOMKilled';
  /** Content of the termination message path, if the program wrote one. */
  readonly message: string;
}

/** One line group as the log file keeps it; `text` has no final newline where the program wrote none. */
export interface LogEntry {
  readonly timeMs: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** A container's log: whole lines with their times. */
export interface ContainerLog {
  readonly entries: readonly LogEntry[];
  /** Called for each entry from now on, until disposed. */
  follow(entry: (entry: LogEntry) => void): () => void;
}

export interface RunningContainer {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly imageFacts: ImageFacts;
  readonly log: ContainerLog;
  /** Sends a signal (15, 9, …) to PID 1. */
  signal(signal: number): void;
  /** Runs a command beside PID 1; undefined tty = none. `error` is the OCI runtime's message when it cannot start. */
  exec(
    argv: readonly string[],
    options: { readonly stdin: boolean; readonly tty: boolean },
  ): ApiChannels | { readonly error: string };
  /** Runs a command without a terminal and reports its end: exec probes and hooks. Returns a disposer that kills it. */
  run(
    argv: readonly string[],
    done: (result: { readonly exitCode: number; readonly output: string } | { readonly error: string }) => void,
  ): () => void;
  attach(options: { readonly stdin: boolean; readonly tty: boolean }): ApiChannels;
  /** Bytes that it has written into its own files and its log: ephemeral storage. */
  writtenBytes(): number;
  /** Sends a signal to one process of the container by its pid there; false when there is none. */
  signalProcess?(pid: number, signal: number): boolean;
  /** Pids of the container with their commands, for `ps`-like views and faults. */
  processes(): readonly { readonly pid: number; readonly command: string }[];
}

export type StartResult =
  | { readonly kind: 'started'; readonly container: RunningContainer }
  /** `reason` as the kubelet shows it (RunContainerError, CreateContainerError); `exit` 128/127 where containerd makes the container terminate (StartError). */
  | {
      readonly kind: 'failed';
      readonly reason: 'StartError' | 'CreateContainerError';
      readonly message: string;
      readonly exitCode: number;
      readonly id: string;
    };

/** The seam to what containerd is on a real node. The kubelet knows no more of images and programs than this. Models: cri-api RuntimeService, ImageService */
export interface ContainerRuntime {
  /** The image on this node under this reference, if it is there. */
  image(node: string, reference: string): ImageFacts | undefined;
  images(node: string): readonly ImageFacts[];
  /** Pulls with the first credentials that the registry takes; takes virtual time. Returns a disposer. */
  pull(
    node: string,
    reference: string,
    done: (result: PullResult) => void,
    credentials?: readonly RegistryCredentials[],
  ): () => void;
  /** Creates and starts; `exited` runs once, from the clock's queue. */
  start(config: ContainerConfig, exited: (exit: ContainerExit) => void): StartResult;
  /** Forgets a dead container (its log goes). */
  remove(id: string): void;
}
