import type { JsonObject } from '../../cluster/json.ts';
import type { Task } from '../../shell/process/types.ts';
import type { CommandContext } from '../command.ts';
import { at, items, object, text } from '../describe/read.ts';
import { labelSelector, mapSelector } from '../describe/selectors.ts';
import type { ResourceType } from '../discovery.ts';
import { CommandError } from '../errors.ts';
import { build, missingResource, throwErrors } from '../resource/builder.ts';
import { fetchInfo } from '../resource/info.ts';
import { StreamReader, watchEvent } from '../watch.ts';
import { byActivity } from './order.ts';

/** An object and its type. */
export interface Target {
  readonly type: ResourceType;
  readonly object: JsonObject;
}

/** Splits `TYPE/NAME`; undefined when there is no slash. Throws kubectl's words for other forms. */
export function splitTypeName(word: string): { readonly type: string; readonly name: string } | undefined {
  if (!word.includes('/')) return undefined;
  const parts = word.split('/');
  const [type = '', name = ''] = parts;
  if (parts.length !== 2) {
    throw new CommandError('arguments in resource/name form may not have more than one slash');
  }
  if (type === '' || name === '' || type.includes(',')) {
    throw new CommandError('arguments in resource/name form must have a single resource and name');
  }
  return { type, name };
}

/** Reads the object that `NAME` or `TYPE/NAME` means. Throws `StatusError` when there is none. Models: resource.Builder.ResourceNames */
export function readTarget(context: CommandContext, word: string, defaultType = 'pods'): Target {
  if (word === '') throw new CommandError(missingResource);
  const named = splitTypeName(word) ?? { type: defaultType, name: word };
  const type = context.discovery().resolve(named.type);
  const namespace = type.namespaced ? context.namespace().name : '';
  return { type, object: fetchInfo(context, { type, namespace, name: named.name, source: '' }) };
}

/** The one object that `-f` files hold, as the files have it. */
export function* targetInFiles(context: CommandContext, filenames: readonly string[]): Task<Target> {
  const { name, explicit } = context.namespace();
  const built = yield* build(context, { filenames, namespace: name, enforceNamespace: explicit });
  throwErrors(built.errors);
  const [info, ...more] = built.infos;
  if (more.length > 0) throw new CommandError('cannot exec into multiple objects at a time');
  if (info?.object === undefined) throw new CommandError('no objects passed to exec');
  return { type: info.type, object: info.object };
}

/** A type as Go prints it: `*v1.Deployment`. */
export function goType(type: ResourceType): string {
  return `*${type.version}.${type.kind}`;
}

const WITH_LABEL_SELECTOR = ['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Deployment', 'Job'];

/** The selector of the pods behind an object. Throws `CommandError` for kinds that have none. Models: polymorphichelpers.SelectorsForObject */
export function selectorFor(target: Target): string {
  const { kind } = target.type;
  const selector = at(target.object, 'spec', 'selector');
  if (WITH_LABEL_SELECTOR.includes(kind)) return labelSelector(selector);
  if (kind === 'ReplicationController') return mapSelector(selector);
  if (kind !== 'Service') throw new CommandError(`selector for ${goType(target.type)} not implemented`);
  if (Object.keys(object(selector) ?? {}).length === 0) {
    throw new CommandError(
      `invalid service '${text(target.object, 'metadata', 'name')}': Service is defined without a selector`,
    );
  }
  return mapSelector(selector);
}

/**
 * The pods that a selector finds, best first; waits for one to appear until the time is up (0 = for ever).
 * Models: polymorphichelpers.GetPodList
 */
export function* podsFor(
  context: CommandContext,
  namespace: string,
  selector: string,
  timeoutMs: number,
  order: (a: JsonObject, b: JsonObject) => number,
): Task<readonly JsonObject[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  const list = context.client().object({ method: 'GET', path, query: { labelSelector: selector } });
  const found = items(list, 'items');
  if (found.length > 0) return [...found].sort(order);
  const resourceVersion = text(list, 'metadata', 'resourceVersion');
  const query = { labelSelector: selector, resourceVersion, watch: 'true' };
  const { watch } = context.client().send({ method: 'GET', path, query });
  if (watch === undefined) return [];
  const reader = new StreamReader(context.process, watch);
  const { clock, sleepClass } = context.process.machine;
  const deadline = timeoutMs > 0 ? clock.nowMs() + timeoutMs : undefined;
  try {
    for (;;) {
      const next = yield* reader.next(deadline, sleepClass());
      if (next === 'timeout') throw new CommandError('timed out waiting for the condition');
      if (next === 'end') throw new CommandError('watch closed before UntilWithoutRetry timeout');
      const event = watchEvent(next.chunk);
      if (event?.type === 'ADDED' || event?.type === 'MODIFIED') return [event.object];
    }
  } finally {
    reader.close();
  }
}

/** The pod to run in or attach to: the object itself, or the most active pod behind it. Models: polymorphichelpers.attachablePodForObject */
export function* attachablePod(context: CommandContext, target: Target, timeoutMs: number): Task<JsonObject> {
  if (target.type.group === '' && target.type.kind === 'Pod') return target.object;
  let selector: string;
  try {
    selector = selectorFor(target);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`cannot attach to ${goType(target.type)}: ${error.message}`);
  }
  const namespace = text(target.object, 'metadata', 'namespace');
  const [pod] = yield* podsFor(context, namespace, selector, timeoutMs, byActivity);
  return pod ?? {};
}
