import type { ModelWorld } from './world.ts';

/** A world that can be made afresh, what may be done in it, and what it must come to. */
export interface Model {
  make(): ModelWorld;
  /** What may happen next, by name; the names are the same in every world of the same state. */
  actions(world: ModelWorld): ReadonlyMap<string, () => void>;
  /** Two worlds of one form go on alike. */
  form(world: ModelWorld): string;
  /** What is wrong in a world that was left to run. */
  unfinished(world: ModelWorld): readonly string[];
}

export interface Bounds {
  readonly depth: number;
  /** Stops after so many different states. */
  readonly states: number;
  /** Whether controllers finish after each action; otherwise each piece of their work is an action of its own. */
  readonly settled: boolean;
}

export interface Explored {
  readonly states: number;
  /** All sequences of so many actions have been tried. */
  readonly depth: number;
}

/**
 * Tries every sequence of actions, shortest first, leaving out those that come to a state that was seen before. Every version on the way
 * must keep the rules, and from every state the nodes must be able to bring the world to what is asked for. Worlds cannot be copied:
 * each is made afresh and led there.
 */
export function explore(model: Model, { depth, states, settled }: Bounds): Explored {
  const seen = new Set<string>();
  let frontier: (readonly string[])[] = [[]];
  const reach = (path: readonly string[]): ModelWorld => {
    const world = model.make();
    world.settle();
    for (const name of path) step(world, name);
    return world;
  };
  const options = (world: ModelWorld): ReadonlyMap<string, () => void> => {
    const actions = new Map(model.actions(world));
    if (!settled && world.isBusy) actions.set('tick', () => world.tick());
    return actions;
  };
  const step = (world: ModelWorld, name: string): void => {
    const act = options(world).get(name);
    if (act === undefined) throw new Error(`nothing is called ${name} any more`);
    act();
    if (settled) world.settle();
    world.audit.check();
  };
  for (let at = 0; at <= depth; at++) {
    const next: (readonly string[])[] = [];
    for (const path of frontier) {
      try {
        const world = reach(path);
        const form = `${model.form(world)}${settled ? '' : ` busy ${world.clock.isSettled() ? 0 : world.isBusy}`}`;
        if (seen.has(form)) continue;
        if (seen.size >= states) return { states: seen.size, depth: at - 1 };
        seen.add(form);
        if (at < depth) for (const name of options(world).keys()) next.push([...path, name]);
        world.letItRun();
        world.audit.check();
        const wrong = model.unfinished(world);
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
      } catch (error) {
        throw new Error(`after ${path.join(', ') || 'nothing'}: ${(error as Error).message}`, { cause: error });
      }
    }
    frontier = next;
  }
  return { states: seen.size, depth };
}
