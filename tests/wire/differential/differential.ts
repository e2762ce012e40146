import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { realTools } from '../../../scripts/real-kubectl.mjs';
import { alreadyLoaded, loadDescriptions } from '../../../src/engine/hosts/descriptions.ts';
import { HOME } from '../../../src/engine/session/home.ts';
import { finishLine, startLine } from '../../../src/engine/session/run-line.ts';
import { createWorld, type World } from '../../../src/engine/session/world.ts';
import { realJq } from '../../engine/real-jq.ts';
import { mask } from '../../oracle/compare.mjs';
import { shell } from '../real-scenario.ts';
import { type ServedWorld, serveWorld } from '../served-world.ts';

const FOLDER = 'tests/wire/differential/lists';
const AGE_MS = 15 * 60_000;
/** Virtual time between two commands, so that what one started is over before the next looks. */
const REST_SECONDS = 0.5;
/** A command that runs on, with a bound of its own, is ended in both worlds after so much time. */
const LONGEST_SECONDS = 120;

type Step =
  | { readonly settle: number }
  | {
      readonly run: string;
      /** Seconds after which the command is ended; its exit status is not compared then. */
      readonly for?: number;
      /** Why the two differ, where they may. */
      readonly differs?: string;
      readonly rest?: number;
    };

/** Commands to run in two equal worlds. */
export interface List {
  readonly name: string;
  /** Runs in every `npm test`; the others when asked for. */
  readonly everyTime: boolean;
  readonly files: { readonly [path: string]: string };
  readonly steps: readonly Step[];
}

/** One command that was not the same, line by line. */
export interface Difference {
  readonly run: string;
  readonly why: string;
  /** Set where the list says that the two may differ. */
  readonly expected: string | undefined;
}

/** What came of a list. */
export interface Outcome {
  readonly commands: number;
  readonly differences: readonly Difference[];
}

/** Every list of the folder, by name. `include` names files of `files/` that the home holds. */
export function readLists(): readonly List[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const raw = parse(readFileSync(join(FOLDER, name), 'utf8')) as {
        everyTime?: boolean;
        include?: string[];
        files?: { [path: string]: string };
        steps: (string | Step)[];
      };
      const included = (raw.include ?? []).map((path) => [path, readFileSync(join(FOLDER, '../files', path), 'utf8')]);
      return {
        name: name.replace(/\.yaml$/, ''),
        everyTime: raw.everyTime === true,
        files: { ...Object.fromEntries(included), ...raw.files },
        steps: raw.steps.map((step) => (typeof step === 'string' ? { run: step } : step)),
      };
    });
}

interface Printed {
  readonly exit: number | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Lines ready to compare: masked, blanks squeezed where masking may have moved columns. */
function lines(text: string, served: ServedWorld): readonly string[] {
  const plain = text
    .replaceAll(served.home, HOME)
    .replaceAll(`127.0.0.1:${served.port}`, '172.30.0.2:6443')
    // Where and when a message of the client's own log was written.
    .replace(/^([EIWF])\d{4} [\d:.]+ +\d+ (\S+\.go):\d+\]/gm, '$1 $2]')
    .replace(/\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d+ [+-]\d{4}/g, '<time>')
    .replace(/\/tmp\/(LIVE|MERGED)-\d+/g, '/tmp/$1-<n>')
    .replace(/kubectl-edit-\d+/g, 'kubectl-edit-<n>')
    .replace(/^(\s*Resource Version:\s+)\d+/gm, '$1<rv>');
  return mask(plain)
    .replace(/\(x\d+ over <age>\)/g, '(xN over <age>)')
    .replace(/\s+$/, '')
    .split('\n')
    .map((line: string) =>
      /\s{2,}/.test(line.trim()) || /<[a-zA-Z0-9]+>/.test(line) ? line.replace(/[ \t]{2,}/g, '  ').trimEnd() : line,
    );
}

/** Random names sort differently in each world, so rows that carry one are compared as a set. */
function canonical(list: readonly string[]): readonly string[] {
  return list.some((line) => /<(hash|r5|worker|podIP|minute)>/.test(line)) ? [...list].sort() : list;
}

function compared(name: string, real: readonly string[], ours: readonly string[]): string {
  if (real.join('\n') === ours.join('\n')) return '';
  const rows = [
    ...real.filter((line) => !ours.includes(line)).map((line) => `  ${name} real |${line}`),
    ...ours.filter((line) => !real.includes(line)).map((line) => `  ${name} ours |${line}`),
  ];
  if (rows.length > 0) return `${rows.join('\n')}\n`;
  return `  ${name}: the same lines in another order\n${real.join('\n')}\n  ---- ours\n${ours.join('\n')}\n`;
}

function difference(real: Printed, ours: Printed, bounded: boolean, served: ServedWorld): string {
  const exits = !bounded && real.exit !== ours.exit ? `  exit real ${real.exit} ours ${ours.exit}\n` : '';
  return (
    exits +
    compared('out', canonical(lines(real.stdout, served)), canonical(lines(ours.stdout, served))) +
    compared('err', lines(real.stderr, served), lines(ours.stderr, served))
  );
}

async function equalWorlds(list: List): Promise<{ ours: World; served: ServedWorld }> {
  const plain = await serveWorld({ ageMs: AGE_MS, files: list.files });
  // The same programs wherever the tests are started: npm puts folders into PATH that do not exist, which `plugin list` tells.
  const editors = join(plain.home, '.editors');
  mkdirSync(editors);
  writeFileSync(join(editors, 'vi'), '#!/bin/sh\necho "vi: there is no editor at this terminal" >&2\nexit 1\n', {
    mode: 0o755,
  });
  const served = { ...plain, env: { ...plain.env, PATH: `${realTools()}:${editors}:/usr/local/bin:/usr/bin:/bin` } };
  const jq = await realJq();
  const ours = createWorld({
    seed: 1,
    startMs: served.world.clock.nowMs() - AGE_MS,
    workers: 2,
    systemPods: false,
    files: list.files,
    jq: () => jq,
    descriptions: alreadyLoaded(await loadDescriptions()),
    ageMs: AGE_MS,
  });
  return { ours, served };
}

/** Runs a list with the real kubectl against a served world and with ours in an equal one. */
export async function runList(list: List): Promise<Outcome> {
  const { ours, served } = await equalWorlds(list);
  const pass = (seconds: number): void => {
    ours.clock.runUntil(ours.clock.nowMs() + seconds * 1000);
    served.driver.between(() => served.world.clock.runUntil(served.world.clock.nowMs() + seconds * 1000));
    served.driver.setSpeed(1);
  };
  const differences: Difference[] = [];
  let commands = 0;
  try {
    for (const step of list.steps) {
      if ('settle' in step) {
        pass(step.settle);
        continue;
      }
      commands += 1;
      const line = startLine(ours.machine, step.run, { cwd: HOME, env: ours.env, shell: 'bash' });
      const here = finishLine(ours.clock, line, (step.for ?? LONGEST_SECONDS) * 1000);
      const there = await shell(served, step.run, step.for);
      const why = difference(there, here, step.for !== undefined, served);
      if (why !== '') differences.push({ run: step.run, why, expected: step.differs });
      pass(step.rest ?? REST_SECONDS);
    }
    return { commands, differences };
  } finally {
    await served.close();
  }
}
