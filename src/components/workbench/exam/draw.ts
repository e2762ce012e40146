import { hash32, Random } from '../../../engine/cluster/random.ts';
import type { Localized } from '../../../engine/grader/lab.ts';

/** A lab as the list of labs has it: enough to draw from. */
export interface ExamLab {
  readonly folder: string;
  readonly id: string;
  readonly title: Localized;
  readonly digest: string;
  readonly tasks: readonly {
    readonly id: string;
    readonly title: Localized;
    readonly points: number;
    readonly needs: readonly string[];
  }[];
}

/** A cluster of an exam, and the tasks in it that count. */
export interface Station {
  readonly folder: string;
  readonly tasks: readonly string[];
}

/** A task with everything that has to be done before it, in the lab's order. */
function withNeeds(lab: ExamLab, task: string): readonly string[] {
  const wanted = new Set<string>();
  const add = (id: string): void => {
    if (wanted.has(id)) return;
    wanted.add(id);
    for (const need of lab.tasks.find((each) => each.id === id)?.needs ?? []) add(need);
  };
  add(task);
  return lab.tasks.filter(({ id }) => wanted.has(id)).map(({ id }) => id);
}

/**
 * Draws tasks for an exam: the same labs, seed and number give the same tasks. A task brings those that it needs, so there may be a few
 * more than asked for. Stations stand in the order of their first draw.
 */
export function drawExam(labs: readonly ExamLab[], seed: string, count: number): readonly Station[] {
  const random = new Random(hash32(`exam/${seed}`));
  const pool = [...labs]
    .sort((a, b) => (a.folder < b.folder ? -1 : 1))
    .flatMap((lab) => lab.tasks.map(({ id }) => ({ lab, task: id })));
  const drawn = new Map<ExamLab, Set<string>>();
  let taken = 0;
  while (taken < count && pool.length > 0) {
    const [next] = pool.splice(random.integer(0, pool.length), 1);
    if (next === undefined) break;
    const tasks = drawn.get(next.lab) ?? new Set<string>();
    for (const id of withNeeds(next.lab, next.task)) {
      if (tasks.has(id)) continue;
      tasks.add(id);
      taken++;
    }
    drawn.set(next.lab, tasks);
  }
  return [...drawn].map(([lab, tasks]) => ({
    folder: lab.folder,
    tasks: lab.tasks.filter(({ id }) => tasks.has(id)).map(({ id }) => id),
  }));
}
