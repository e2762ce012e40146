import type { Task } from '../shell/process/types.ts';
import type { CommandContext } from './command.ts';

/** What the requests for one object of several take on a real connection, milliseconds. */
const REQUEST = { low: 12, high: 30 };

/** Goes through a command's objects one after another, as requests over a network do: controllers act on the first before the last is sent. */
export function* paced<Item>(
  context: CommandContext,
  list: readonly Item[],
  act: (item: Item) => Task<void>,
): Task<void> {
  const { machine, pid } = context.process;
  const random = machine.random.fork(`kubectl-requests/${pid}`);
  for (const [at, item] of list.entries()) {
    if (at > 0) yield* context.process.sleep(random.between(REQUEST.low, REQUEST.high), machine.sleepClass());
    context.process.step();
    yield* act(item);
  }
}
