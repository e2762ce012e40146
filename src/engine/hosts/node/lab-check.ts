import { checkLab } from '../../session/check-lab.ts';
import { CliError } from './command.ts';
import { loadJq } from './jq.ts';
import { readLabFolder } from './lab-folder.ts';

const HEAD = ['lab', 'tasks', 'points', 'solutions', 'wrong ways', 'virtual min', 'ms'];

function row(cells: readonly (string | number)[]): string {
  const widths = [28, 6, 7, 10, 11, 12, 7];
  return cells
    .map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at] ?? 0) : String(cell).padStart(widths[at] ?? 0)))
    .join(' ');
}

/** Proves each lab and prints a line a lab; 1 when one is not proven. */
export async function labCheck(folders: readonly string[]): Promise<number> {
  const jq = await loadJq();
  process.stdout.write(`${row(HEAD)}\n`);
  let failed = 0;
  for (const folder of folders) {
    try {
      const { lab, digest, readFile } = readLabFolder(folder);
      const began = performance.now();
      const proof = checkLab({ lab, labDigest: digest, student: 'proof', jq, readFile });
      const tookMs = Math.round(performance.now() - began);
      process.stdout.write(
        `${row([lab.id, proof.tasks, proof.points, proof.solutions, proof.wrong, (proof.virtualMs / 60_000).toFixed(1), tookMs])}\n`,
      );
      for (const fault of proof.faults) process.stdout.write(`  not proven: ${fault.replaceAll('\n', '\n    ')}\n`);
      if (proof.faults.length > 0) failed++;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      process.stdout.write(`${folder}: cannot be read\n  ${error.message.replaceAll('\n', '\n  ')}\n`);
      failed++;
    }
  }
  process.stdout.write(`\n${folders.length - failed} proven, ${failed} not proven\n`);
  return failed > 0 || folders.length === 0 ? 1 : 0;
}
