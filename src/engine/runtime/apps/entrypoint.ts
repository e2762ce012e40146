import type { Program, Task } from '../../shell/process/types.ts';

/** An image's entry script: `main` where the command is one of `names` or begins with an option; anything else is run as it is. */
export function entrypoint(names: readonly string[], main: Program): Program {
  return function* (process): Task<number> {
    const argv = process.argv.slice(1);
    const first = argv[0] ?? '';
    if (first === '' || first.startsWith('-') || names.includes(first.slice(first.lastIndexOf('/') + 1)))
      return yield* main(process);
    const run = process.exec({ argv });
    if ('error' in run) {
      process.stderr.write(`/usr/local/bin/docker-entrypoint.sh: line 1: exec: ${first}: not found\n`);
      return 127;
    }
    return yield* run;
  };
}

/** An entry script that runs its program where the words are options of it, and else the words. */
export function optionsOf(name: string, program: Program): Program {
  return function* (process): Task<number> {
    const argv = process.argv.slice(1);
    const own = argv[0] === undefined || argv[0].startsWith('-') || argv[0].includes('://');
    const run = process.exec(own ? { argv: [name, ...argv], program } : { argv });
    if ('error' in run) {
      process.stderr.write(`/entrypoint.sh: exec: line 1: ${argv[0]}: not found\n`);
      return 127;
    }
    return yield* run;
  };
}

/** A variable, or the content of the file that `NAME_FILE` names. */
export function variable(process: Pick<Parameters<Program>[0], 'env' | 'fs'>, name: string): string | undefined {
  const value = process.env.get(name);
  if (value !== undefined && value !== '') return value;
  const path = process.env.get(`${name}_FILE`);
  return path !== undefined && process.fs.exists(path) ? process.fs.read(path).trimEnd() : undefined;
}
