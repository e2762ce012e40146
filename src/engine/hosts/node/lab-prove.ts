import { checkLab, type LabProof } from '../../session/check-lab.ts';
import { CliError } from './command.ts';
import { loadJq } from './jq.ts';
import { readLabFolder } from './lab-folder.ts';

/** What proving the lab of a folder came to. */
export type ProvenLab =
  | { readonly is: 'proof'; readonly id: string; readonly proof: LabProof; readonly tookMs: number }
  | { readonly is: 'unreadable'; readonly message: string };

/** Proves the lab of a folder. */
export async function proveLab(folder: string): Promise<ProvenLab> {
  const jq = await loadJq();
  try {
    const { lab, digest, readFile } = readLabFolder(folder);
    const began = performance.now();
    const proof = checkLab({ lab, labDigest: digest, student: 'proof', jq, readFile });
    return { is: 'proof', id: lab.id, proof, tookMs: Math.round(performance.now() - began) };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { is: 'unreadable', message: error.message };
  }
}

/** The action of `skiff lab` that makes a process one of the pool's. */
export const POOL_ACTION = 'prove-for-parent';

/** Proves each folder that the parent process sends, until it sends no more. */
export function proveForParent(): Promise<number> {
  return new Promise((resolve) => {
    process.on('message', (folder) => {
      proveLab(String(folder)).then(
        (proven) => process.send?.(proven),
        (error) => {
          console.error(error);
          process.exit(70);
        },
      );
    });
    process.on('disconnect', () => resolve(0));
  });
}
