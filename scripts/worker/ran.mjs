// Which functions of the engine the way to the first prompt runs through: found out by going that way.
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { readModule } from './functions.mjs';

/** A module's text in which each function says that it runs. */
function telling({ text, functions }) {
  let told = text;
  for (const { node, id } of [...functions].reverse()) {
    const say = `skiffRan(${JSON.stringify(id)})`;
    const { body } = node;
    if (body.type === 'BlockStatement') {
      told = `${told.slice(0, body.start + 1)}${say};${told.slice(body.start + 1)}`;
    } else {
      let { start, end } = body;
      while (told[start - 1] !== '>' && told[start - 1] !== undefined) {
        if (told[start - 1] === '(') {
          const close = told.indexOf(')', end);
          end = close + 1;
        }
        start--;
      }
      told = `${told.slice(0, start)}(${say},${told.slice(start, end)})${told.slice(end)}`;
    }
  }
  return told;
}

/** Runs `firstPrompt` of first-prompt.ts; the functions that ran, by their ids. What modules run while they are loaded counts. */
export async function ranToFirstPrompt(root) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'scripts/worker/first-prompt.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['browser', 'import'],
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
    plugins: [
      {
        name: 'skiff:telling',
        setup: (bundler) =>
          bundler.onLoad({ filter: /[\\/]src[\\/]engine[\\/].*\.ts$/ }, ({ path }) => ({
            contents: telling(readModule(root, relative(root, path).replaceAll('\\', '/'))),
            loader: 'ts',
          })),
      },
    ],
  });
  const file = join(tmpdir(), `skiff-first-prompt-${process.pid}.mjs`);
  writeFileSync(file, outputFiles[0].text);
  const ran = new Set();
  globalThis.skiffRan = (id) => ran.add(id);
  try {
    const { firstPrompt } = await import(pathToFileURL(file).href);
    firstPrompt();
  } finally {
    delete globalThis.skiffRan;
    rmSync(file, { force: true });
  }
  return ran;
}
