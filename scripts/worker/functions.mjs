// A module of the engine as its text tells it: the functions in it that could stand in another file, and the names it goes by.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { parseSync } from 'vite';

/** Shorter ones stay: what would stand in their place is as long. */
const SHORT = 60;

const WRAPPED = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);
const isFunction = ({ type }) =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';

/** Visits a node and all below it but types; `visit` gives false where it wants nothing of what is below. */
function walk(node, visit, parent) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const each of node) walk(each, visit, parent);
    return;
  }
  if (typeof node.type !== 'string') return;
  if (node.type.startsWith('TS') && !WRAPPED.has(node.type)) return;
  if (visit(node, parent) === false) return;
  for (const [key, below] of Object.entries(node)) if (key !== 'type') walk(below, visit, node);
}

/** Names of a pattern's bindings. */
function bound(pattern) {
  const names = [];
  walk(pattern, (node) => {
    if (node.type === 'Identifier') names.push(node.name);
  });
  return names;
}

/** Whether a node is the name of a property: `b` of `a.b`, `a` of `{ a: b }`. */
function isKey(node, parent) {
  if (parent === undefined || parent.computed || parent.shorthand) return false;
  return parent.type === 'MemberExpression' ? parent.property === node : parent.key === node;
}

/** Names that may be read in a node. */
export function namesIn(node, leftOut = new Set()) {
  const names = new Set();
  walk(node, (each, parent) => {
    if (leftOut.has(each)) return false;
    if (each.type === 'Identifier' && !isKey(each, parent)) names.add(each.name);
  });
  return names;
}

/** True where a function needs its place: what it says means something else in another file. */
function isBound(node, variables) {
  if (node.async) return true;
  let found = false;
  const assigned = (target) => {
    if (bound(target).some((name) => variables.has(name))) found = true;
  };
  walk(node, (each) => {
    if (each.type === 'Super' || each.type === 'PrivateIdentifier' || each.type === 'MetaProperty') found = true;
    if (each.type === 'ImportExpression' || (each.type === 'Identifier' && each.name === 'arguments')) found = true;
    if (each.type === 'AssignmentExpression') assigned(each.left);
    if (each.type === 'UpdateExpression') assigned(each.argument);
  });
  return found;
}

const isMethod = (node) =>
  node?.type === 'MethodDefinition' ||
  (node?.type === 'Property' && (node.method || node.kind === 'get' || node.kind === 'set'));

function usesThis(node) {
  let found = false;
  walk(node, (each) => {
    if (each.type === 'ThisExpression') found = true;
  });
  return found;
}

/** The statement without its `export`. */
const declared = (statement) =>
  statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
    ? (statement.declaration ?? statement)
    : statement;

/** Reads a module (a path from the root). */
export function readModule(root, path) {
  const text = readFileSync(join(root, path), 'utf8');
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const names = new Set();
  const variables = new Set();
  const imports = [];
  for (const statement of program.body) {
    const { type, id, kind, declarations = [] } = declared(statement);
    if (type === 'FunctionDeclaration' || type === 'ClassDeclaration') names.add(id.name);
    for (const declaration of type === 'VariableDeclaration' ? declarations : [])
      for (const name of bound(declaration.id)) {
        names.add(name);
        if (kind !== 'const') variables.add(name);
      }
    if (typeof statement.source?.value === 'string') imports.push(importOf(statement, path, text));
  }
  const functions = [];
  walk(program, (node, parent) => {
    if (node.type === 'ImportDeclaration') return false;
    if (node.type === 'PropertyDefinition') return false;
    if (!isFunction(node)) return undefined;
    if (parent?.type === 'MethodDefinition' && parent.kind === 'constructor') return false;
    if (node.body !== null && node.body !== undefined)
      functions.push({ node, holder: isMethod(parent) ? parent : undefined });
    return false;
  });
  return {
    path,
    text,
    program,
    names,
    imports,
    /** The functions among its exports. */
    exported: exportedFunctions(program),
    functions: functions.map(({ node, holder }, at) => ({
      id: `${path}#${at}`,
      node,
      holder,
      movable:
        node.end - node.start >= SHORT &&
        !isBound(node, variables) &&
        holder?.kind !== 'get' &&
        holder?.kind !== 'set' &&
        !(node.type === 'ArrowFunctionExpression' && usesThis(node)),
    })),
  };
}

/** Exported names of functions, each with its node. */
function exportedFunctions({ body }) {
  const found = new Map();
  for (const { type, declaration } of body) {
    if (type !== 'ExportNamedDeclaration' || declaration === null) continue;
    if (declaration.type === 'FunctionDeclaration') found.set(declaration.id.name, declaration);
    if (declaration.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations) if (isFunction(init)) found.set(id.name, init);
  }
  return found;
}

function importOf(statement, path, text) {
  const source = statement.source.value;
  const onlyTypes = statement.importKind === 'type' || statement.exportKind === 'type';
  const specifiers = (statement.specifiers ?? []).filter((each) => (each.importKind ?? each.exportKind) !== 'type');
  const isBare = (statement.specifiers ?? []).length === 0;
  return {
    to: source.startsWith('.') && source.endsWith('.ts') ? join(dirname(path), source) : undefined,
    text: text.slice(statement.start, statement.end),
    source,
    start: statement.start,
    end: statement.end,
    isImport: statement.type === 'ImportDeclaration',
    needed: !onlyTypes && (isBare || specifiers.length > 0),
    /** What is taken, under which name; undefined: all of it, whatever is read here. */
    names:
      statement.type === 'ImportDeclaration' &&
      specifiers.length > 0 &&
      specifiers.every(({ type }) => type === 'ImportSpecifier')
        ? specifiers.map(({ local, imported }) => ({ local: local.name, imported: imported.name }))
        : undefined,
  };
}
