import { isMap, isScalar, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Check, Lab, ProofStep, ScriptStep } from './lab.ts';
import { faultOf, healedFault } from './lab-faults.ts';
import { durationMs, otherwiseOf, stepOf, subjectOf, targetFault } from './lab-parts.ts';
import { type LabFile, labSchema } from './lab-schema.ts';

/** One thing wrong in a lab file. `line` and `column` count from 1. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Reads a file of the lab's folder; undefined when there is none. */
export type ReadLabFile = (path: string) => string | undefined;

type Path = readonly PropertyKey[];

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}; Skiff knows no such key here`;
  return issue.message.replace(/^Invalid input: /, '');
}

/** Walks into a YAML document; where a path leads nowhere, the nearest node above. */
function nodeOf(root: ParsedNode | null, path: Path): Node | null {
  let at: unknown = root;
  let last: Node | null = root;
  for (const key of path) {
    if (at === null || typeof at !== 'object' || !('get' in at) || typeof at.get !== 'function') break;
    const pair = isMap(at) ? at.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const next: unknown = pair !== undefined ? (pair.value ?? pair.key) : at.get(key, true);
    if (next === null || next === undefined || typeof next !== 'object') break;
    at = next;
    last = next as Node;
  }
  return last;
}

/**
 * Reads `lab.yaml`. Gives the lab, or every fault found with its place, what was expected and what was found.
 * `read` gives the files beside it.
 */
export function readLabFile(
  file: string,
  text: string,
  read: ReadLabFile,
): { readonly lab: Lab } | { readonly diagnostics: readonly Diagnostic[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number, message: string): Diagnostic => {
    const place = lines.linePos(offset);
    return { file, line: place.line, column: place.col, message };
  };
  if (document.errors.length > 0)
    return { diagnostics: document.errors.map((error) => at(error.pos[0], error.message)) };
  const where = (path: Path, message: string): Diagnostic =>
    at(
      nodeOf(document.contents, path)?.range?.[0] ?? 0,
      `${path.length > 0 ? `${path.map(String).join('.')}: ` : ''}${message}`,
    );
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return { diagnostics: [at(0, error instanceof Error ? error.message : String(error))] };
  }
  const parsed = labSchema.safeParse(value);
  if (!parsed.success) return { diagnostics: parsed.error.issues.map((issue) => where(issue.path, expected(issue))) };
  return build(parsed.data, read, where);
}

function build(
  data: LabFile,
  read: ReadLabFile,
  where: (path: Path, message: string) => Diagnostic,
): { readonly lab: Lab } | { readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const wrong = (path: Path, message: string): void => void diagnostics.push(where(path, message));
  const files: { [path: string]: string } = {};
  const take = (name: string, path: Path): void => {
    const content = read(name);
    if (content === undefined) wrong(path, `there is no file "${name}" beside lab.yaml`);
    else files[name] = content;
  };
  for (const [index, name] of (data.cluster?.apply ?? []).entries()) take(name, ['cluster', 'apply', index]);
  for (const [index, name] of (data.files ?? []).entries()) take(name, ['files', index]);

  const steps = (run: LabFile['proof']['solutions'][number]['run'], path: Path): readonly ProofStep[] =>
    run.map((step, index) => {
      if (typeof step !== 'string' && 'edit' in step && read(step.with) === undefined)
        wrong([...path, index, 'with'], `there is no file "${step.with}" beside lab.yaml`);
      return stepOf(step);
    });

  const checks = new Set<string>();
  const tasks = new Set<string>();
  const built = data.tasks.map((task, taskAt) => {
    if (tasks.has(task.id)) wrong(['tasks', taskAt, 'id'], `"${task.id}" is used twice; each task needs its own id`);
    (task.needs ?? []).forEach((need, index) => {
      if (!tasks.has(need)) wrong(['tasks', taskAt, 'needs', index], `"${need}" is no task before this one`);
    });
    tasks.add(task.id);
    return {
      id: task.id,
      title: task.title,
      text: task.text,
      needs: task.needs ?? [],
      hints: (task.hints ?? []).map((hint) => ({
        text: hint.text,
        afterAttempts: hint.after?.attempts ?? 0,
        costs: hint.costs ?? 0,
      })),
      ...(task.solution === undefined ? {} : { solution: steps(task.solution, ['tasks', taskAt, 'solution']) }),
      checks: task.checks.flatMap((check, checkAt): Check[] => {
        const path = ['tasks', taskAt, 'checks', checkAt];
        if (checks.has(check.id))
          wrong([...path, 'id'], `"${check.id}" is used twice; each check of a lab needs its own id`);
        checks.add(check.id);
        const subject = targetFault(check) ?? subjectOf(check);
        if (typeof subject === 'string') {
          wrong(path, subject);
          return [];
        }
        for (const pattern of [check.matches, check.command])
          if (pattern !== undefined && !isRegex(pattern)) wrong(path, `"${pattern}" is no valid regular expression`);
        if (subject.kind === 'history')
          for (const end of [subject.from, subject.to])
            if (end.at === 'task' && !tasks.has(end.task))
              wrong([...path, 'during'], `"${end.task}" is no task before this check`);
        return [
          {
            id: check.id,
            says: check.says,
            points: check.points,
            hidden: check.hidden ?? false,
            subject,
            otherwise: (check.otherwise ?? []).map(otherwiseOf),
          },
        ];
      }),
    };
  });
  data.tasks.forEach((task, at) => {
    if (task.solution === undefined && data.tasks.some((other) => other.solution !== undefined))
      wrong(['tasks', at], `"${task.id}" has no solution and others have: give every task one, or none`);
  });
  const proof = {
    unsolved: data.proof.unsolved,
    solutions: data.proof.solutions.map((solution, index) => ({
      run: steps(solution.run, ['proof', 'solutions', index, 'run']),
    })),
    wrong: data.proof.wrong.map((way, index) => {
      for (const [key, ids] of Object.entries({ fails: way.fails, passes: way.passes ?? [] })) {
        ids.forEach((name, nameAt) => {
          if (!checks.has(name)) wrong(['proof', 'wrong', index, key, nameAt], `"${name}" is no check of this lab`);
        });
      }
      return { run: steps(way.run, ['proof', 'wrong', index, 'run']), fails: way.fails, passes: way.passes ?? [] };
    }),
  };
  const nodes = ['control-plane', ...Array.from({ length: data.cluster?.nodes ?? 2 }, (_, at) => `worker-${at + 1}`)];
  for (const [at, item] of (data.cluster?.script ?? []).entries()) {
    const fault = 'fault' in item ? faultOf(item.fault) : 'heal' in item ? healedFault(item.heal) : null;
    if (fault !== null && 'node' in fault && !nodes.includes(fault.node))
      wrong(['cluster', 'script', at], `this lab has no node "${fault.node}": its nodes are ${nodes.join(', ')}`);
  }
  if (diagnostics.length > 0) return { diagnostics };
  const { id, title, summary, lesson, minutes } = data;
  const cluster = {
    nodes: data.cluster?.nodes ?? 2,
    ...(data.cluster?.loadBalancers === true ? { loadBalancers: true } : {}),
    ...(data.cluster?.registries === undefined ? {} : { registries: data.cluster.registries }),
    apply: data.cluster?.apply ?? [],
    script: (data.cluster?.script ?? []).map((item): ScriptStep => {
      const atMs = durationMs(item.at);
      if ('run' in item) return { atMs, run: item.run };
      return 'fault' in item ? { atMs, fault: faultOf(item.fault) } : { atMs, heal: healedFault(item.heal) };
    }),
  };
  return {
    lab: {
      id,
      title,
      summary,
      ...(data.kind === undefined ? {} : { kind: data.kind }),
      lesson,
      minutes,
      ...(data.showSolution === undefined ? {} : { showSolution: data.showSolution }),
      seed: data.seed ?? 1,
      vars: data.vars ?? {},
      cluster,
      files,
      tasks: built,
      proof,
    },
  };
}

function isRegex(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
