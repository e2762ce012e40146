// Checks the walls of the house (docs/architecture.md) on the syntax trees of every source file.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Who may import whom: a room's own files, and the rooms to its right. */
const arrows: Record<string, readonly string[]> = {
  cluster: [],
  shell: ['cluster'],
  runtime: ['shell', 'cluster'],
  kubectl: ['shell', 'cluster'],
  grader: ['shell', 'cluster'],
  session: ['kubectl', 'grader', 'runtime', 'shell', 'cluster'],
  hosts: ['session', 'kubectl', 'grader', 'runtime', 'shell', 'cluster'],
};

/** `fetch` is asynchronous by its signature; nothing else below the hosts is. */
const mayBeAsync = new Set(['cluster/apiserver/fetch.ts']);

const forbiddenNames = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'Intl']);
const forbiddenMembers = new Set(['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues']);
const forbiddenMethod = /^(localeCompare|toLocale\w+)$/;

interface Source {
  /** Relative to src/engine, with forward slashes. */
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

function sourcesUnder(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      const path = relative(folder, file).replaceAll('\\', '/');
      const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, false);
      return { path, room: path.split('/')[0] ?? '', text, tree };
    });
}

const engine = sourcesUnder(join(root, 'src/engine'));
const pure = engine.filter((source) => source.room !== 'hosts');

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/** `file:line what` for every node that `judge` names. */
function findings(sources: readonly Source[], judge: (node: ts.Node, source: Source) => string | undefined): string[] {
  const found: string[] = [];
  for (const source of sources) {
    visit(source.tree, (node) => {
      const what = judge(node, source);
      if (what === undefined) return;
      const { line } = source.tree.getLineAndCharacterOfPosition(node.getStart(source.tree));
      found.push(`src/engine/${source.path}:${line + 1} ${what}`);
    });
  }
  return found;
}

function imported(node: ts.Node): string | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

function timeOrChance(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date') {
    return (node.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) {
    const name = node.name.text;
    if (forbiddenMethod.test(name)) return name;
    const whole = ts.isIdentifier(node.expression) ? `${node.expression.text}.${name}` : '';
    return forbiddenMembers.has(whole) ? whole : undefined;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const name = node.expression.text;
    return name === 'Date' || forbiddenNames.has(name) ? name : undefined;
  }
  return undefined;
}

describe('the house', () => {
  it('has only the rooms that the architecture names', () => {
    const rooms = [...new Set(engine.filter((source) => source.path.includes('/')).map((source) => source.room))];
    expect(rooms.filter((room) => !(room in arrows))).toEqual([]);
  });

  it('lets a room import only itself and the rooms to its right', () => {
    const broken = findings(engine, (node, source) => {
      const target = imported(node);
      if (target === undefined || !target.startsWith('.')) return undefined;
      const [to = ''] = join(dirname(source.path), target).replaceAll('\\', '/').split('/');
      if (to === '..') return `leaves the engine: ${target}`;
      return to === source.room || arrows[source.room]?.includes(to)
        ? undefined
        : `${source.room} imports ${to}: ${target}`;
    });
    expect(broken).toEqual([]);
  });

  it('imports nothing of Node outside the hosts', () => {
    const builtin = new Set(builtinModules);
    const broken = findings(pure, (node) => {
      const target = imported(node);
      return target !== undefined && (target.startsWith('node:') || builtin.has(target)) ? target : undefined;
    });
    expect(broken).toEqual([]);
  });

  it('imports source files by relative path with their extension', () => {
    const broken = findings(engine, (node) => {
      const target = imported(node);
      return target?.startsWith('.') && !/\.(ts|json)(\?\w+)?$/.test(target) ? target : undefined;
    });
    expect(broken).toEqual([]);
  });

  it('takes no time and no chance from outside, and sorts by code unit', () => {
    expect(findings(pure, timeOrChance)).toEqual([]);
  });

  it('waits for nothing below the hosts: no async, no await', () => {
    const broken = findings(pure, (node, source) => {
      if (mayBeAsync.has(source.path)) return undefined;
      if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
      return ts.isAwaitExpression(node) ? 'await' : undefined;
    });
    expect(broken).toEqual([]);
  });

  it('gives a reason in the first line of a file that is longer than 300 lines', () => {
    const long = engine.filter((source) => source.text.split('\n').length > 301);
    expect(long.filter((source) => !/^(\/\/|\/\*)/.test(source.text)).map((source) => source.path)).toEqual([]);
  });
});
