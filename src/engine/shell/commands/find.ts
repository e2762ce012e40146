import { tryFile } from '../files/errors.ts';
import { joinPath } from '../files/paths.ts';
import type { Task } from '../process/types.ts';
import type { Call, CommandDefinition } from './command.ts';
import { FindError, FindParser, type FindState, type Predicate, type Visit } from './find-expression.ts';

/** `find`. */
export const find: CommandDefinition = {
  name: 'find',
  synopsis: '[PATH]... [EXPRESSION]',
  summary: 'Search for files in a directory hierarchy.',
  raw: true,
  *run(call: Call): Task<number> {
    const words = [...call.operands];
    if (words[0] === '--help') {
      call.print(
        'Usage: find [PATH]... [EXPRESSION]\nTests: -name -iname -path -type -maxdepth -mindepth -empty -size -newer -mmin -mtime -perm\nActions: -print -print0 -delete -exec -prune\n',
      );
      return 0;
    }
    const roots: string[] = [];
    while (words[0] !== undefined && !/^[-(!]/.test(words[0])) roots.push(words.shift() ?? '');
    const state: FindState = { status: 0, prune: false };
    try {
      const expression = new FindParser(call, words);
      const test = expression.parse();
      for (const root of roots.length === 0 ? ['.'] : roots) {
        const node = tryFile(() => call.process.fs.entry(call.path(root)));
        if (!node.ok) {
          call.complain(
            call.style === 'busybox' ? `${root}: ${node.error.message}` : `'${root}': ${node.error.message}`,
          );
          state.status = 1;
          continue;
        }
        yield* visit(call, { path: root, node: node.value, depth: 0 }, test, expression, state);
      }
      yield* expression.finish();
    } catch (error) {
      if (error instanceof FindError) return call.fail(error.text);
      throw error;
    }
    return state.status;
  },
};

function* visit(call: Call, at: Visit, test: Predicate, options: FindParser, state: FindState): Task<void> {
  yield* call.process.breathe();
  state.prune = false;
  const children = function* (): Task<void> {
    if (at.node.type !== 'directory' || at.depth >= options.maximum) return;
    const names = tryFile(() => call.process.fs.list(call.path(at.path)));
    for (const name of names.ok ? names.value : []) {
      const path = joinPath(at.path, name);
      const node = tryFile(() => call.process.fs.entry(call.path(path)));
      if (node.ok) yield* visit(call, { path, node: node.value, depth: at.depth + 1 }, test, options, state);
    }
  };
  if (options.depthFirst) yield* children();
  if (at.depth >= options.minimum) {
    const result = test(at, state);
    if (typeof result !== 'boolean') yield* result;
  }
  if (!options.depthFirst && !state.prune) yield* children();
}
