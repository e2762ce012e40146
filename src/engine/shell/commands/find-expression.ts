import type { TreeNode } from '../../cluster/files.ts';
import { tryFile } from '../files/errors.ts';
import { baseName } from '../files/paths.ts';
import { matchesPattern } from '../language/pattern.ts';
import type { Task } from '../process/types.ts';
import type { Call } from './command.ts';
import { nodeBytes, parseSize } from './sizes.ts';

/** A file that is looked at. */
export interface Visit {
  readonly path: string;
  readonly node: TreeNode;
  readonly depth: number;
}

/** A test or action: true lets those after it run. */
export type Predicate = (visit: Visit, state: FindState) => boolean | Task<boolean>;

/** What tests and actions leave behind. */
export interface FindState {
  status: number;
  prune: boolean;
}

/** Thrown for expressions that make no sense. */
export class FindError {
  constructor(readonly text: string) {}
}

/** Reads find's words into one predicate. */
export class FindParser {
  maximum = Number.POSITIVE_INFINITY;
  minimum = 0;
  depthFirst = false;
  private acts = false;
  private at = 0;
  private readonly batches: { readonly argv: readonly string[]; readonly paths: string[] }[] = [];

  constructor(
    private readonly call: Call,
    private readonly words: readonly string[],
  ) {}

  parse(): Predicate {
    const test = this.words.length === 0 ? () => true : this.or();
    if (this.at < this.words.length) throw new FindError(`paths must precede expression: \`${this.words[this.at]}'`);
    if (this.acts) return test;
    return both(test, (visit) => {
      this.call.print(`${visit.path}\n`);
      return true;
    });
  }

  /** Runs the commands of `-exec … +`. */
  *finish(): Task<void> {
    for (const { argv, paths } of this.batches) if (paths.length > 0) yield* this.execute([...argv, ...paths]);
  }

  private or(): Predicate {
    let left = this.and();
    while (this.words[this.at] === '-o' || this.words[this.at] === '-or') {
      this.at++;
      const first = left;
      const second = this.and();
      left = function* (visit, state): Task<boolean> {
        return (yield* settle(first(visit, state))) || (yield* settle(second(visit, state)));
      };
    }
    return left;
  }

  private and(): Predicate {
    let left = this.not();
    for (;;) {
      const word = this.words[this.at];
      if (word === undefined || word === '-o' || word === '-or' || word === ')') return left;
      if (word === '-a' || word === '-and') this.at++;
      left = both(left, this.not());
    }
  }

  private not(): Predicate {
    const word = this.words[this.at];
    if (word !== '!' && word !== '-not') return this.primary();
    this.at++;
    const inner = this.not();
    return function* (visit, state): Task<boolean> {
      return !(yield* settle(inner(visit, state)));
    };
  }

  private argument(option: string): string {
    const value = this.words[this.at++];
    if (value === undefined) throw new FindError(`missing argument to \`${option}'`);
    return value;
  }

  private primary(): Predicate {
    const word = this.words[this.at++];
    const now = this.call.process.machine.clock.nowMs();
    switch (word) {
      case '(': {
        const inner = this.or();
        if (this.words[this.at++] !== ')')
          throw new FindError("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
        return inner;
      }
      case '-name': {
        const pattern = this.argument(word);
        return ({ path }) => matchesPattern(pattern, baseName(path));
      }
      case '-iname': {
        const pattern = this.argument(word).toLowerCase();
        return ({ path }) => matchesPattern(pattern, baseName(path).toLowerCase());
      }
      case '-path':
      case '-wholename': {
        const pattern = this.argument(word);
        return ({ path }) => matchesPattern(pattern, path);
      }
      case '-type': {
        const type = this.argument(word);
        if (!/^[fdlcbps]$/.test(type)) throw new FindError(`Unknown argument to -type: ${type}`);
        return ({ node }) =>
          type === 'f'
            ? node.type === 'file'
            : type === 'd'
              ? node.type === 'directory'
              : type === 'l' && node.type === 'link';
      }
      case '-empty':
        return ({ node }) =>
          node.type === 'directory'
            ? node.entries.size === 0
            : node.type === 'file' && node.content === '' && node.zeros === undefined;
      case '-size': {
        const text = this.argument(word);
        const bytes = parseSize(text.replace(/^[-+]/, '').replace(/^(\d+)$/, '$1b')) ?? 0;
        return ({ node }) => compareSign(text, nodeBytes(node), bytes);
      }
      case '-mmin':
      case '-mtime': {
        const text = this.argument(word);
        const unit = word === '-mmin' ? 60_000 : 86_400_000;
        return ({ node }) =>
          node.type !== 'link' && compareSign(text, Math.floor((now - node.modifiedMs) / unit), Math.abs(Number(text)));
      }
      case '-newer': {
        const other = this.call.process.fs.node(this.call.path(this.argument(word)));
        return ({ node }) => node.type !== 'link' && other.type !== 'link' && node.modifiedMs > other.modifiedMs;
      }
      case '-perm': {
        const mode = Number.parseInt(this.argument(word).replace(/^[-/]/, ''), 8);
        return ({ node }) => node.type !== 'link' && (node.mode & mode) === mode;
      }
      case '-maxdepth':
        this.maximum = Number(this.argument(word));
        return () => true;
      case '-mindepth':
        this.minimum = Number(this.argument(word));
        return () => true;
      case '-depth':
        this.depthFirst = true;
        return () => true;
      case '-xdev':
      case '-mount':
      case '-follow':
      case '-true':
        return () => true;
      case '-false':
        return () => false;
      case '-prune':
        return (_, state) => {
          state.prune = true;
          return true;
        };
      case '-print':
      case '-print0': {
        this.acts = true;
        const end = word === '-print0' ? '\0' : '\n';
        return ({ path }) => {
          this.call.print(`${path}${end}`);
          return true;
        };
      }
      case '-delete':
        this.acts = true;
        this.depthFirst = true;
        return ({ path }, state) => {
          const removed = tryFile(() => this.call.process.fs.remove(this.call.path(path)));
          if (!removed.ok) {
            this.call.complain(`cannot delete '${path}': ${removed.error.message}`);
            state.status = 1;
          }
          return removed.ok;
        };
      case '-exec':
        return this.exec();
      default:
        throw new FindError(
          word?.startsWith('-') === true ? `unknown predicate \`${word}'` : `paths must precede expression: \`${word}'`,
        );
    }
  }

  private exec(): Predicate {
    this.acts = true;
    const argv: string[] = [];
    for (;;) {
      const word = this.argument('-exec');
      if (word === ';') break;
      if (word === '+' && argv.at(-1) === '{}') {
        const batch = { argv: argv.slice(0, -1), paths: [] as string[] };
        this.batches.push(batch);
        return ({ path }) => {
          batch.paths.push(path);
          return true;
        };
      }
      argv.push(word);
    }
    const run = (words: readonly string[]): Task<boolean> => this.execute(words);
    return ({ path }) => run(argv.map((word) => word.replaceAll('{}', path)));
  }

  private *execute(argv: readonly string[]): Task<boolean> {
    const child = this.call.process.spawn({ argv });
    if ('error' in child) {
      this.call.complain(
        `'${argv[0]}': ${child.error === 'not-found' ? 'No such file or directory' : 'Permission denied'}`,
      );
      return false;
    }
    return (yield* child.wait()) === 0;
  }
}

function compareSign(text: string, value: number, wanted: number): boolean {
  return text.startsWith('+') ? value > wanted : text.startsWith('-') ? value < wanted : value === wanted;
}

function* settle(result: boolean | Task<boolean>): Task<boolean> {
  return typeof result === 'boolean' ? result : yield* result;
}

function both(first: Predicate, second: Predicate): Predicate {
  return function* (visit, state): Task<boolean> {
    return (yield* settle(first(visit, state))) && (yield* settle(second(visit, state)));
  };
}
