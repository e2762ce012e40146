/** One step of a scenario file. The recordings in tests/oracle/open, of a real cluster, have this form. */
export type ScenarioStep =
  | {
      readonly kind: 'run';
      readonly line: string;
      readonly forSeconds: number | undefined;
      readonly meanwhile: string | undefined;
    }
  | { readonly kind: 'settle'; readonly seconds: number }
  | { readonly kind: 'kubelet'; readonly action: 'stop' | 'start'; readonly node: string }
  | { readonly kind: 'static-pod'; readonly node: string; readonly action: 'put' | 'remove'; readonly file: string };

export interface Scenario {
  readonly name: string;
  readonly topic: string;
  readonly files: { readonly [path: string]: string };
  readonly steps: readonly ScenarioStep[];
}

/** Thrown for a scenario file that is not one; the message names the step. */
export class ScenarioError extends Error {}

type Fields = { readonly [key: string]: unknown };

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ScenarioError(`${what}: expected a mapping`);
  return { ...value };
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string')
    throw new ScenarioError(`${what}: expected a text, found ${JSON.stringify(value ?? null)}`);
  return value;
}

function stepOf(raw: unknown, at: number): ScenarioStep {
  const what = `step ${at + 1}`;
  const step = fields(raw, what);
  if (step['run'] !== undefined) {
    const seconds = step['for'];
    return {
      kind: 'run',
      line: text(step['run'], what),
      forSeconds: typeof seconds === 'number' ? seconds : undefined,
      meanwhile: step['while'] === undefined ? undefined : text(step['while'], what),
    };
  }
  if (typeof step['settle'] === 'number') return { kind: 'settle', seconds: step['settle'] };
  if (step['stop-kubelet'] !== undefined)
    return { kind: 'kubelet', action: 'stop', node: text(step['stop-kubelet'], what) };
  if (step['start-kubelet'] !== undefined)
    return { kind: 'kubelet', action: 'start', node: text(step['start-kubelet'], what) };
  if (step['static-pod'] !== undefined) {
    const pod = fields(step['static-pod'], what);
    const node = text(pod['node'], what);
    if (pod['remove'] !== undefined)
      return { kind: 'static-pod', node, action: 'remove', file: text(pod['remove'], what) };
    return { kind: 'static-pod', node, action: 'put', file: text(pod['file'], what) };
  }
  throw new ScenarioError(
    `${what}: expected run, settle, stop-kubelet, start-kubelet or static-pod, found ${Object.keys(step).join(', ')}`,
  );
}

/** Reads a parsed scenario file. Throws `ScenarioError`. */
export function readScenario(value: unknown): Scenario {
  const top = fields(value, 'scenario');
  const steps = top['steps'];
  if (!Array.isArray(steps)) throw new ScenarioError('steps: expected a list');
  const files = Object.entries(fields(top['files'] ?? {}, 'files')).map(
    ([path, content]) => [path, text(content, `file ${path}`)] as const,
  );
  return {
    name: text(top['name'], 'name'),
    topic: text(top['topic'], 'topic'),
    files: Object.fromEntries(files),
    steps: steps.map(stepOf),
  };
}
