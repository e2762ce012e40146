// Parts the engine's modules into what the way to the first prompt needs, and what is loaded when it is asked for.
import { namesIn, readModule } from './functions.mjs';

/** The part that a module's later half belongs to, by the beginning of its path: the first that fits. */
const PARTS = [
  ['src/engine/kubectl/', 'kubectl'],
  ['src/engine/shell/', 'shell'],
  ['src/engine/runtime/', 'images'],
  ['src/engine/cluster/', 'cluster'],
  ['', 'session'],
];

/** Not on the way that was gone, and needed all the same: what only a browser's worker has, and what tells the page that a session failed. */
const ALWAYS = /^src\/engine\/hosts\/(?:worker\/|driver\.|session-program\.)/;

/** Packages that nothing on the way needs, and the part that brings them. What is imported from them by a small letter is a function. */
const PACKAGES = { fflate: 'cluster', yaml: 'cluster', unbash: 'shell' };

/** Where a module's later half stands, as if it were a file beside it. */
export const laterPath = (path) => path.replace(/\.ts$/, '.later.ts');

/** Where the functions of a module stand by name only. */
export const doorPath = (path) => (path in PACKAGES ? `${path}.door.ts` : path.replace(/\.ts$/, '.door.ts'));

export const partOf = (path) => PACKAGES[path] ?? PARTS.find(([beginning]) => path.startsWith(beginning))[1];

/** All modules that are reached from one, by path from the root. */
function allModules(root, entry) {
  const modules = new Map();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (modules.has(path)) continue;
    const module = readModule(root, path);
    modules.set(path, module);
    for (const { to, needed } of module.imports) if (needed && to !== undefined) open.push(to);
  }
  return modules;
}

/** What stands in a function's place: it asks the part for it, by number, when it is called. */
function standIn({ text }, { node, holder }, part, number) {
  const call = `skiffPart(${JSON.stringify(part)}, ${number}, this, given)`;
  if (node.type === 'FunctionDeclaration') return `function ${node.id.name}(...given) { return ${call}; }`;
  if (holder === undefined) {
    return node.type === 'ArrowFunctionExpression'
      ? `(...given) => skiffPart(${JSON.stringify(part)}, ${number}, undefined, given)`
      : `function (...given) { return ${call}; }`;
  }
  // A method: what comes before its parentheses stays, but for the generator's star.
  const signature = text.slice(holder.start, node.start);
  const head = node.generator ? signature.replace(/\*\s*(?=[^*]*$)/, '') : signature;
  return `${head}(...given) { return ${call}; }`;
}

/** A function as an expression that another file can hold. */
function asExpression({ text }, { node, holder }) {
  const star = node.generator ? '*' : '';
  if (node.type === 'FunctionDeclaration') return `function${star} ${text.slice(node.id.end, node.end)}`;
  if (holder !== undefined) return `function${star} ${text.slice(node.start, node.end)}`;
  return text.slice(node.start, node.end);
}

/** One module's two halves; `left` are the names that the first reads. */
function halves(module, moved, left, numberOf) {
  const part = partOf(module.path);
  let text = module.text;
  for (const each of [...moved].reverse()) {
    const { start, end } = each.holder ?? each.node;
    text = text.slice(0, start) + standIn(module, each, part, numberOf(each.id, part)) + text.slice(end);
  }
  for (const { names, source, start, end, isImport } of [...module.imports].reverse()) {
    if (!isImport || names === undefined) continue;
    const kept = names.filter(({ local }) => left.has(local)).map(({ local, imported }) => `${imported} as ${local}`);
    text =
      text.slice(0, start) +
      (kept.length === 0 ? '' : `import { ${kept.join(', ')} } from '${source}';`) +
      text.slice(end);
  }
  const used = new Set(moved.flatMap(({ node }) => [...namesIn(node)]));
  const shared = [...module.names].filter((name) => used.has(name));
  const give = shared.map((name) => `${name} as skiff$${name}`).join(', ');
  const take = shared.map((name) => `skiff$${name} as ${name}`).join(', ');
  const imports = module.imports
    .filter(
      ({ isImport, names, needed }) =>
        isImport && needed && (names === undefined || names.some(({ local }) => used.has(local))),
    )
    .map((each) => each.text);
  const functions = moved.map(
    (each) => `export const skiff$${numberOf(each.id, part)} = ${asExpression(module, each)};`,
  );
  return {
    first: shared.length === 0 ? text : `${text}\nexport { ${give} };\n`,
    later: [
      ...imports,
      ...(shared.length === 0 ? [] : [`import { ${take} } from './${module.path.split('/').at(-1)}';`]),
      ...functions,
    ].join('\n'),
  };
}

/**
 * Splits the program of an entry. `ran` are the ids of the functions that must be there from the start. Gives the texts to build from (a
 * module's path, or `laterPath` of it), for each part its numbers with the modules that hold them, and the paths of the first half.
 */
export function split(root, entry, ranOnTheWay) {
  const ran = { has: (id) => ranOnTheWay.has(id) || ALWAYS.test(id) };
  const modules = allModules(root, entry);
  const counts = new Map();
  const numbers = new Map();
  const numberOf = (id, part) => {
    let number = numbers.get(id);
    if (number === undefined) {
      number = counts.get(part) ?? 0;
      counts.set(part, number + 1);
      numbers.set(id, number);
    }
    return number;
  };
  const texts = new Map();
  const parts = new Map();
  const give = (path, number, file, name) => {
    const part = partOf(path);
    parts.set(part, [...(parts.get(part) ?? []), { number, file, name }]);
  };
  const core = new Set();
  /** By path: names that the first half calls and never called on its way. */
  const doors = new Map();
  const open = [entry];
  const isLater = (path, name) => {
    if (path in PACKAGES) return /^[a-z]/.test(name);
    const { functions, exported } = modules.get(path);
    const node = exported.get(name);
    const found = functions.find((each) => each.node === node);
    return found !== undefined && !ran.has(found.id);
  };
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (core.has(path)) continue;
    core.add(path);
    const module = modules.get(path);
    const moved = module.functions.filter(({ id, movable }) => movable && !ran.has(id));
    const left = new Set(moved.map(({ node }) => node));
    const statements = module.program.body.filter(({ type }) => type !== 'ImportDeclaration');
    const used = namesIn(statements, left);
    for (const { to, source, needed, names } of module.imports) {
      const target = to ?? (source in PACKAGES ? source : undefined);
      if (target === undefined || !needed) continue;
      const taken = names?.filter(({ local }) => used.has(local)).map(({ imported }) => imported);
      if (taken?.every((name) => isLater(target, name))) {
        const known = doors.get(target) ?? new Set();
        for (const name of taken) known.add(name);
        if (taken.length > 0) doors.set(target, known);
      } else if (to !== undefined) open.push(to);
    }
    if (moved.length === 0) continue;
    const { first, later } = halves(module, moved, used, numberOf);
    texts.set(path, first);
    texts.set(laterPath(path), later);
    for (const { id } of moved) {
      const number = numberOf(id, partOf(path));
      give(path, number, laterPath(path), `skiff$${number}`);
    }
  }
  for (const path of core) doors.delete(path);
  for (const [path, names] of doors) {
    const part = partOf(path);
    const lines = [...names].map((name) => {
      const number = numberOf(`${path}:${name}`, part);
      give(path, number, path, name);
      return `export const ${name} = (...given) => skiffPart(${JSON.stringify(part)}, ${number}, undefined, given);`;
    });
    texts.set(doorPath(path), lines.join('\n'));
  }
  return { texts, parts, core, doors, paths: new Set(modules.keys()) };
}
