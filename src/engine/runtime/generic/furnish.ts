import type { ContainerConfig } from '../../cluster/kubelet/runtime.ts';
import type { FileSystem } from '../../shell/files/types.ts';
import { DEFAULT_PATH, findCommand, type Programs, programFile } from '../../shell/process/executable.ts';
import type { FoundImage } from '../registry.ts';
import { executablesOf } from './executables.ts';
import { genericProgram, genericStep, type Standin } from './program.ts';

/** The name of the program that stands in for an image's own; its file is the generic image's entrypoint. */
export const GENERIC = 'generic';
const STEP = 'generic-step';

/** What an unknown image's container gets. */
export interface Furnished {
  readonly programs: Programs;
  /** True for an exec probe's or hook's command that calls a program of the image: it cannot be run, and is taken to succeed. */
  readonly standsIn: (argv: readonly string[]) => boolean;
}

/** Puts an executable wherever the container's command, probes and hooks name one that the base system does not have. */
function furnish(
  fs: FileSystem,
  cwd: string,
  argv: readonly string[],
  programs: Programs,
  standin: Standin,
): Furnished {
  const read = (path: string): string | undefined =>
    path !== '' && fs.exists(fs.resolve(cwd, path)) && !fs.isDirectory(fs.resolve(cwd, path))
      ? fs.read(fs.resolve(cwd, path))
      : undefined;
  const { main, steps, ofCommands } = executablesOf(argv, standin.declared, read);
  const isMissing = (name: string): boolean => findCommand(fs, cwd, DEFAULT_PATH, name) === undefined;
  const put = (name: string, program: string): void => {
    if (name === '' || !isMissing(name)) return;
    fs.mount(name.includes('/') ? fs.resolve(cwd, name) : `/usr/local/bin/${name}`, programFile(program), true);
  };
  const standingIn = new Set(
    ofCommands.filter(({ names }) => names.some(isMissing)).map((command) => JSON.stringify(command.argv)),
  );
  if (main !== undefined) put(main, GENERIC);
  for (const name of [...steps, ...ofCommands.flatMap(({ names }) => names)]) put(name, STEP);
  const own = genericProgram(standin);
  return {
    programs: (name) => (name === GENERIC ? own : name === STEP ? genericStep : programs(name)),
    standsIn: (command) => standingIn.has(JSON.stringify(command)),
  };
}

/** What a container of an image that is not simulated gets; undefined for one that is. */
export function furnishedFor(
  config: ContainerConfig,
  { definition, tag }: FoundImage,
  fs: FileSystem,
  cwd: string,
  argv: readonly string[],
): Furnished | undefined {
  const { generic } = definition;
  if (generic === undefined) return undefined;
  const declared = config.declared?.() ?? { task: false, ports: [], commands: [] };
  return furnish(fs, cwd, argv, definition.programs(tag), { image: config.image, exposed: generic.ports, declared });
}
