import type { DirectoryNode } from '../cluster/files.ts';
import type { Programs } from '../shell/process/executable.ts';
import type { Process } from '../shell/process/types.ts';

/** An image: its facts, its files, and the programs that its executable files name. One file each in `images/`. */
export interface ImageDefinition {
  /** `docker.io/library/nginx` */
  readonly repository: string;
  /** Tags that the registry has, newest first; `latest` stands for the first. */
  readonly tags: readonly string[];
  /** Tags beyond the list, where a rule says them. */
  readonly hasTag?: (tag: string) => boolean;
  /** Numeric user that it runs as where the pod names none; left out: root. */
  readonly user?: number;
  /** A stand-in for an image that Skiff does not have, with the ports that the image is known to expose. */
  readonly generic?: { readonly ports: readonly number[] };
  readonly sizeBytes: number;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: readonly (readonly [string, string])[];
  readonly workingDir: string;
  /** What the runtime sends to stop it: 15, or 3 where the image says SIGQUIT. */
  readonly stopSignal: number;
  /** What the image's own entry script does before it runs the command; left out where a pod overrides the command. */
  readonly prologue?: (process: Process) => void;
  /** The root directory, shared by all containers and never changed. */
  files(tag: string): DirectoryNode;
  programs(tag: string): Programs;
}
