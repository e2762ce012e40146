// Builds the session program of the Web Worker: one file that is all the way to the first prompt needs, and parts that it loads, within
// the call, when they are asked for (docs/architecture.md, "The first opening").
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, minifySync } from 'vite';
import { ranToFirstPrompt } from './ran.mjs';
import { doorPath, partOf, split } from './split.mjs';

const ENTRY = 'src/engine/hosts/worker/worker.ts';
/** Whose modules are captured first: a chunk takes along what it needs and nobody has taken. */
const ORDER = ['core', 'shell', 'cluster', 'images', 'kubectl', 'session'];

/** Only hosts' modules do something by being loaded. */
const hasEffects = (id) => /[\\/]engine[\\/]hosts[\\/]|jq-web/.test(id);

/** Lets the bundler see the two halves. */
function halves(root, { texts, parts, core, doors }) {
  const pathOf = (id) => relative(root, id).replaceAll('\\', '/');
  return {
    name: 'skiff:halves',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (source.startsWith('\0') || source.endsWith('.later.ts')) return source;
      if (source === 'jq-web/jq.wasm?url') return '\0jq.wasm';
      if (importer === undefined) return undefined;
      if (core.has(pathOf(importer)) && doors.has(source))
        return { id: join(root, doorPath(source)), moduleSideEffects: false };
      const from = importer.replace(/\.later\.ts$/, '.ts');
      const found = await this.resolve(source, from, { ...options, skipSelf: true });
      if (found === null) return undefined;
      const isDoor = core.has(pathOf(importer)) && doors.has(pathOf(found.id));
      const id = isDoor ? join(root, doorPath(pathOf(found.id))) : found.id;
      return { ...found, id, moduleSideEffects: hasEffects(id) };
    },
    load(id) {
      // A worker has no page to preload into.
      if (id === '\0vite/preload-helper.js') return 'export const __vitePreload = (load) => load();';
      if (id === '\0jq.wasm') return 'export default skiffFile("jq.wasm");';
      if (id.startsWith('\0part:')) {
        return parts
          .get(id.slice('\0part:'.length))
          .map(
            ({ file, name, number }) =>
              `export { ${name} as p${number} } from ${JSON.stringify(doors.has(file) && !file.endsWith('.ts') ? file : join(root, file))};`,
          )
          .join('\n');
      }
      const text = texts.get(pathOf(id));
      return text === undefined ? undefined : { code: text, moduleType: 'ts', moduleSideEffects: hasEffects(id) };
    },
  };
}

/** The bundler's exports, each with a getter, said once. */
const EXPORT =
  /Object\.defineProperty\(exports,(["'`])([\w$]+)\1,\{enumerable:!0,get:function\(\)\{return ([\w$.]+)\}\}\)/g;

function definition({ fileName, code }) {
  const given = [];
  const rest = code.replace(EXPORT, (_all, _quote, name, value) => {
    given.push(`${name}:()=>${value}`);
    return '0';
  });
  const give = given.length === 0 ? '' : `skiffGive(exports,{${given.join()}});`;
  // The getters come first: chunks may need each other.
  return `skiffDefine("${fileName}",function(require,exports){${give}${rest}});\n`;
}

/** The files by name: `worker.js`, which is the program, and those that it asks for. */
export async function buildWorker(root) {
  const program = split(root, ENTRY, await ranToFirstPrompt(root));
  const groupOf = (id) => {
    const path = relative(root, id).replaceAll('\\', '/');
    if (program.core.has(path) || path.endsWith('.door.ts')) return 'core';
    // What is imported when it is wanted (jq, the texts of explain) is a file of its own.
    return program.paths.has(path.replace(/\.later\.ts$/, '.ts')) ? partOf(path) : undefined;
  };
  const { output } = await build({
    configFile: false,
    logLevel: 'error',
    root,
    publicDir: false,
    plugins: [halves(root, program)],
    build: {
      write: false,
      minify: 'oxc',
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: {
          worker: join(root, ENTRY),
          ...Object.fromEntries([...program.parts.keys()].map((part) => [part, `\0part:${part}`])),
        },
        preserveEntrySignatures: 'strict',
        output: {
          format: 'cjs',
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          strict: true,
          codeSplitting: {
            groups: ORDER.map((name, at) => ({
              name: `in-${name}`,
              priority: ORDER.length - at,
              test: (id) => groupOf(id) === name,
            })),
          },
        },
      },
    },
  });
  const files = new Map();
  const loader = readFileSync(join(root, 'scripts/worker/loader.js'), 'utf8');
  files.set('worker.js', minifySync('loader.js', loader).code);
  for (const chunk of output) {
    const own = chunk.fileName.replace(/^in-/, '');
    const name = own === 'core.js' || own === 'rolldown-runtime.js' ? 'worker.js' : own;
    files.set(name, (files.get(name) ?? '') + definition(chunk));
  }
  files.set('worker.js', `${files.get('worker.js')}skiffRequire("worker.js");\n`);
  return files;
}
