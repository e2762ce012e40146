import type { AuditEvent } from '../../../cluster/apiserver/audit.ts';
import type { Deed } from '../mark.ts';
import type { RequestLog } from '../request-log.ts';
import { isSame } from './actor.ts';
import { Family } from './family.ts';
import type { Explanation, Step } from './step.ts';
import { StepMaker, type StepSource, type Told } from './steps.ts';

/** The longest stretch that is told, virtual milliseconds. */
const LONGEST_MS = 10 * 60_000;
/** A moment without a command before it: so much is told of what came before. */
const LOOK_BACK_MS = 30_000;
const MOST_STEPS = 150;
/** Of requests that are read for one answer. */
const MOST_REQUESTS = 12_000;
const SYSTEM = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

export interface ExplainSource extends StepSource {
  readonly requests: RequestLog;
  readonly commands: readonly Extract<Deed, { kind: 'command' }>[];
  readonly nowMs: number;
  readonly startMs: number;
}

/** Steps of the same sort that follow each other become one that counts them. */
function together(told: readonly Told[]): readonly Step[] {
  const steps: Step[] = [];
  for (const { step } of told) {
    const last = steps[steps.length - 1];
    if (last !== undefined && isAnother(last, step)) steps[steps.length - 1] = { ...last, n: last.n + 1 };
    else steps.push(step);
  }
  return steps;
}

function isAnother(a: Step, b: Step): boolean {
  if (a.object === b.object || a.resource !== b.resource || a.subresource !== b.subresource) return false;
  if (
    a.what.is !== b.what.is ||
    a.code !== b.code ||
    !isSame({ ...a.actor, node: undefined }, { ...b.actor, node: undefined })
  )
    return false;
  if (a.what.is === 'event') return b.what.is === 'event' && a.what.reason === b.what.reason;
  if (a.what.is !== 'status') return true;
  return (
    b.what.is === 'status' &&
    a.what.facts.map(({ fact }) => fact).join() === b.what.facts.map(({ fact }) => fact).join()
  );
}

function tell(
  source: ExplainSource,
  window: { readonly fromMs: number; readonly toMs: number },
  belongs: (told: Told, event: AuditEvent) => boolean,
): { readonly steps: readonly Step[]; readonly left: number } {
  const maker = new StepMaker(source);
  const told: Told[] = [];
  for (const event of source.requests.between(window.fromMs, window.toMs).slice(0, MOST_REQUESTS)) {
    const each = maker.step(event);
    if (each !== undefined && belongs(each, event)) told.push(each);
  }
  const steps = together(told);
  return { steps: steps.slice(0, MOST_STEPS), left: Math.max(0, steps.length - MOST_STEPS) };
}

/** What happened from the last command before a moment up to the next one. */
export function explainMoment(source: ExplainSource, atMs: number): Explanation {
  const { commands, nowMs, startMs } = source;
  const at = commands.findLastIndex((command) => command.atMs <= atMs);
  const command = commands[at];
  const next = commands[at + 1]?.atMs ?? nowMs;
  const isNear = command !== undefined && atMs - command.atMs <= LONGEST_MS;
  const fromMs = isNear ? command.atMs : Math.max(startMs, atMs - LOOK_BACK_MS);
  // The next command belongs to its own story.
  const toMs = Math.min(next - (next === nowMs ? 0 : 0.001), fromMs + LONGEST_MS);
  const told = tell(source, { fromMs, toMs }, ({ step }) => !SYSTEM.has(step.namespace) && step.resource !== 'nodes');
  const { hasForgotten: forgotten } = source.requests;
  return { fromMs, toMs, command: isNear ? command.line : undefined, object: undefined, ...told, forgotten };
}

/** The life of an object: who made it and why, and what became of it. Undefined when there is none of that name. */
export function explainObject(
  source: ExplainSource,
  resource: string,
  namespace: string,
  name: string,
  atMs: number,
): Explanation | undefined {
  const family = Family.of(source.history, resource, namespace, name, atMs);
  if (family === undefined) return undefined;
  // An object that others made: its story begins with what was done last to the eldest before.
  const asked = family.eldest.findLast(({ writer }) => writer.manager.startsWith('kubectl'));
  const fromMs = asked?.timeMs ?? family.bornMs;
  const command = source.commands.findLast((each) => each.atMs <= fromMs);
  const toMs = Math.min(source.nowMs, fromMs + LONGEST_MS);
  const told = tell(source, { fromMs, toMs }, ({ uid, owner }) => family.has(uid, owner));
  const { hasForgotten: forgotten } = source.requests;
  const object = `${resource}/${namespace}/${name}`;
  const isNear = command !== undefined && fromMs - command.atMs < LOOK_BACK_MS;
  return { fromMs, toMs, command: isNear ? command.line : undefined, object, ...told, forgotten };
}
