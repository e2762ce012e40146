import type { JsonObject } from '../../cluster/json.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import { type DescribeContext, RELATED } from './context.ts';
import { number, object, text } from './read.ts';
import { since } from './time.ts';
import type { DescribeWriter } from './writer.ts';

/** What events are looked for: by the object's name, namespace, kind and uid; '' is not asked for, except the namespace. */
export interface EventReference {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** The reference that events about an object carry. */
export function referenceTo(subject: JsonObject): EventReference {
  return {
    kind: text(subject, 'kind'),
    namespace: text(subject, 'metadata', 'namespace'),
    name: text(subject, 'metadata', 'name'),
    uid: text(subject, 'metadata', 'uid'),
  };
}

/** Events about an object, unsorted; undefined when they may not be read. Models: kubectl/pkg/describe.searchEvents */
export function searchEvents(context: DescribeContext, reference: EventReference): readonly JsonObject[] | undefined {
  const fields = [`involvedObject.name=${reference.name}`, `involvedObject.namespace=${reference.namespace}`];
  if (reference.kind !== '') fields.push(`involvedObject.kind=${reference.kind}`);
  if (reference.uid !== '') fields.push(`involvedObject.uid=${reference.uid}`);
  const namespace = reference.namespace === '' ? undefined : reference.namespace;
  const found = context.list(RELATED.events, namespace, { fields: fields.join(',') });
  return 'error' in found ? [] : found.items;
}

const when = (event: JsonObject): number => parseTime(text(event, 'lastTimestamp')) ?? Number.NEGATIVE_INFINITY;

/** Events in the order of their last occurrence. Models: kubectl/pkg/util/event.SortableEvents */
export function sortEvents(events: readonly JsonObject[]): readonly JsonObject[] {
  return [...events].sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0));
}

/** `24s`, or `10s (x2 over 24s)` for what happened repeatedly. */
export function eventInterval(event: JsonObject, nowMs: number): string {
  const eventTime = text(event, 'eventTime');
  const first = since(eventTime === '' ? text(event, 'firstTimestamp') : eventTime, nowMs);
  if (object(event, 'series') !== undefined) {
    const last = since(text(event, 'series', 'lastObservedTime'), nowMs);
    return `${last} (x${number(event, 'series', 'count')} over ${first})`;
  }
  const count = number(event, 'count');
  return count > 1 ? `${since(text(event, 'lastTimestamp'), nowMs)} (x${count} over ${first})` : first;
}

/** The events table at the end of a description. Models: kubectl/pkg/describe.DescribeEvents */
export function writeEvents(writer: DescribeWriter, events: readonly JsonObject[], nowMs: number): void {
  if (events.length === 0) {
    writer.write(0, 'Events:\t<none>\n');
    return;
  }
  writer.flush();
  writer.write(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n');
  writer.write(1, '----\t------\t----\t----\t-------\n');
  for (const event of sortEvents(events)) {
    const source = text(event, 'source', 'component') || text(event, 'reportingComponent');
    const fieldPath = text(event, 'involvedObject', 'fieldPath');
    const message = `${fieldPath === '' ? '' : `${fieldPath}: `}${text(event, 'message').trim()}`;
    const cells = [text(event, 'type'), text(event, 'reason'), eventInterval(event, nowMs), source, message];
    writer.write(1, `${cells.join('\t')}\n`);
  }
}

/** The events table of an object when events are to be shown. */
export function writeEventsOf(writer: DescribeWriter, context: DescribeContext, subject: JsonObject): void {
  if (!context.showEvents) return;
  const events = searchEvents(context, referenceTo(subject));
  if (events !== undefined) writeEvents(writer, events, context.nowMs);
}
