import type { FileNode, LinkNode, TreeNode } from '../../cluster/files.ts';
import { deviceOf } from '../files/devices.ts';
import { tryFile } from '../files/errors.ts';
import type { FileSystem } from '../files/types.ts';

/** What the file tests need. */
export interface TestContext {
  readonly fs: FileSystem;
  readonly cwd: string;
  isTerminal(fd: number): boolean;
  isSet(variable: string): boolean;
  /** `==` is another `=` (not in dash). */
  readonly doubleEquals: boolean;
}

/** Unary operators of `test` and `[[ ]]`. */
export const UNARY = new Set([...'bcdefghknoprstuvwxzGLNOS'].map((letter) => `-${letter}`));

/** Binary operators of `test`. */
export const BINARY = new Set([
  '=',
  '==',
  '!=',
  '<',
  '>',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
]);

/** `-f path`, `-z text` and the like. */
export function testUnary(context: TestContext, operator: string, operand: string): boolean {
  switch (operator) {
    case '-n':
      return operand !== '';
    case '-z':
      return operand === '';
    case '-t':
      return context.isTerminal(Number(operand));
    case '-v':
      return context.isSet(operand);
    case '-L':
    case '-h':
      return nodeOf(context, operand, false)?.type === 'link';
    default: {
      const node = nodeOf(context, operand, true);
      return node !== undefined && node.type !== 'link' && testNode(operator, node);
    }
  }
}

function testNode(operator: string, node: Exclude<TreeNode, LinkNode>): boolean {
  const isFile = node.type === 'file';
  const device = isFile && deviceOf(node) !== undefined;
  switch (operator) {
    case '-f':
      return isFile && !device;
    case '-d':
      return node.type === 'directory';
    case '-s':
      return !isFile || (node as FileNode).content !== '' || (node as FileNode).zeros !== undefined;
    case '-x':
      return !isFile || (node.mode & 0o111) !== 0;
    case '-c':
      return device;
    case '-b':
    case '-p':
    case '-S':
    case '-u':
    case '-g':
    case '-k':
      return false;
    default:
      // -e -r -w -O -G -N: there, and the user is root
      return true;
  }
}

/** `a -nt b` and the other comparisons of two files. */
export function compareFiles(context: TestContext, operator: string, left: string, right: string): boolean {
  const a = nodeOf(context, left, true);
  const b = nodeOf(context, right, true);
  if (operator === '-ef') return a !== undefined && a === b;
  const timeA = a === undefined || a.type === 'link' ? -1 : a.modifiedMs;
  const timeB = b === undefined || b.type === 'link' ? -1 : b.modifiedMs;
  return operator === '-nt' ? timeA > timeB : timeA < timeB;
}

/** `1 -lt 2`. */
export function compareNumbers(operator: string, left: number, right: number): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}

function nodeOf(context: TestContext, path: string, follow: boolean): TreeNode | undefined {
  if (path === '') return undefined;
  const at = context.fs.resolve(context.cwd, path);
  const found = tryFile(() => (follow ? context.fs.node(at) : context.fs.entry(at)));
  return found.ok ? found.value : undefined;
}
