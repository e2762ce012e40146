import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { POOL_ACTION, type ProvenLab, proveLab } from './lab-prove.ts';

/** Proves the labs of folders, on as many processors as there are, and gives each as soon as it and those before it are done. */
export async function* proveLabs(
  folders: readonly string[],
): AsyncGenerator<{ readonly folder: string; readonly proven: ProvenLab }> {
  const size = Math.min(availableParallelism(), folders.length);
  const program = process.argv[1];
  if (size < 2 || program === undefined) {
    for (const folder of folders) yield { folder, proven: await proveLab(folder) };
    return;
  }
  const pool = Array.from({ length: size }, () => fork(program, ['lab', POOL_ACTION]));
  try {
    const free = [...pool];
    const waiting: ((child: ChildProcess) => void)[] = [];
    const taken = (): Promise<ChildProcess> => {
      const child = free.shift();
      return child === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(child);
    };
    const results = folders.map(async (folder) => {
      const child = await taken();
      const proven = await ask(child, folder);
      const next = waiting.shift();
      if (next === undefined) free.push(child);
      else next(child);
      return proven;
    });
    // A rejection is told where the result is awaited, not before.
    for (const result of results) result.catch(() => {});
    for (const [at, folder] of folders.entries()) {
      const proven = await results[at];
      if (proven !== undefined) yield { folder, proven };
    }
  } finally {
    for (const child of pool) child.disconnect();
  }
}

function ask(child: ChildProcess, folder: string): Promise<ProvenLab> {
  return new Promise((resolve, reject) => {
    const died = (): void => reject(new Error(`${folder}: the process that proved it died`));
    child.once('exit', died);
    child.once('message', (message) => {
      child.off('exit', died);
      resolve(message as ProvenLab);
    });
    child.send(folder);
  });
}
