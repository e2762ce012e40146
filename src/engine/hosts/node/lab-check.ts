import type { LabProof } from '../../session/check-lab.ts';
import { proveLabs } from './lab-pool.ts';

const HEAD = ['lab', 'tasks', 'points', 'solutions', 'wrong ways', 'virtual min', 'ms'];

function row(cells: readonly (string | number)[]): string {
  const widths = [28, 6, 7, 10, 11, 12, 7];
  return cells
    .map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at] ?? 0) : String(cell).padStart(widths[at] ?? 0)))
    .join(' ');
}

type Totals = Omit<LabProof, 'faults'>;

function line(name: string, { tasks, points, solutions, wrong, virtualMs }: Totals, tookMs: number): string {
  return `${row([name, tasks, points, solutions, wrong, (virtualMs / 60_000).toFixed(1), tookMs])}\n`;
}

function plus(a: Totals, b: Totals): Totals {
  return {
    tasks: a.tasks + b.tasks,
    points: a.points + b.points,
    solutions: a.solutions + b.solutions,
    wrong: a.wrong + b.wrong,
    virtualMs: a.virtualMs + b.virtualMs,
  };
}

/** Proves each lab and prints a line a lab and one for all; 1 when one is not proven. */
export async function labCheck(folders: readonly string[]): Promise<number> {
  process.stdout.write(`${row(HEAD)}\n`);
  const began = performance.now();
  let failed = 0;
  let sum: Totals = { tasks: 0, points: 0, solutions: 0, wrong: 0, virtualMs: 0 };
  for await (const { folder, proven } of proveLabs(folders)) {
    if (proven.is === 'unreadable') {
      process.stdout.write(`${folder}: cannot be read\n  ${proven.message.replaceAll('\n', '\n  ')}\n`);
      failed++;
      continue;
    }
    const { id, proof, tookMs } = proven;
    sum = plus(sum, proof);
    process.stdout.write(line(id, proof, tookMs));
    for (const fault of proof.faults) process.stdout.write(`  not proven: ${fault.replaceAll('\n', '\n    ')}\n`);
    if (proof.faults.length > 0) failed++;
  }
  if (folders.length > 1)
    process.stdout.write(line(`${folders.length} labs`, sum, Math.round(performance.now() - began)));
  process.stdout.write(`\n${folders.length - failed} proven, ${failed} not proven\n`);
  return failed > 0 || folders.length === 0 ? 1 : 0;
}
