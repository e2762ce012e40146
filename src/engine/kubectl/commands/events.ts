import type { JsonObject } from '../../cluster/json.ts';
import { parseTime } from '../../cluster/timestamp.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { allNamespacesFlag, chunkSizeFlag, printFlags } from '../common-flags.ts';
import { eventInterval } from '../describe/events.ts';
import { items, object, text } from '../describe/read.ts';
import { apiVersionOf } from '../discovery.ts';
import { CommandError, VerbatimError } from '../errors.ts';
import { splitTypeName } from '../pods/target.ts';
import { makePrinter } from '../printers/printer.ts';
import { TabWriter } from '../printers/tab-writer.ts';
import { StreamReader, watchEvent } from '../watch.ts';

/** `kubectl events`. Models: kubectl/pkg/cmd/events */
export const eventsCommand: Command = {
  name: 'events',
  use: '[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  short: 'List events',
  flags: [
    allNamespacesFlag,
    chunkSizeFlag,
    { name: 'for', type: 'string', usage: 'Filter events to only those pertaining to the specified resource.' },
    { name: 'no-headers', type: 'bool', usage: "When using the default output format, don't print headers." },
    { name: 'types', type: 'stringSlice', usage: 'Output only events of given types.' },
    {
      name: 'watch',
      shorthand: 'w',
      type: 'bool',
      usage: 'After listing the requested events, watch for more events.',
    },
    ...printFlags,
  ],
  run: runEvents,
};

function* runEvents(context: CommandContext): Task<number> {
  const { flags } = context;
  const namespace = context.namespace().name;
  const all = flags.bool('all-namespaces');
  const fieldSelector = aboutSelector(context);
  const types = flags.strings('types').map((type) => type.toLowerCase());
  const print = eventPrinter(context);
  if (types.some((type) => type !== 'normal' && type !== 'warning')) {
    throw new CommandError('valid --types are Normal or Warning');
  }
  const wanted = (event: JsonObject): boolean =>
    types.length === 0 || types.includes(text(event, 'type').toLowerCase());
  const path = all ? '/api/v1/events' : `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
  if (flags.bool('watch')) {
    yield* watchEvents(context, path, fieldSelector, (event) => {
      if (wanted(event)) print(event);
    });
    return 0;
  }
  const events = listEvents(context, path, fieldSelector).filter(wanted);
  if (events.length === 0) {
    context.err(all ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
    return 0;
  }
  const sorted = [...events].sort((a, b) => when(a) - when(b));
  print({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items: sorted });
  return 0;
}

/** `--for TYPE/NAME` as a field selector. */
function aboutSelector(context: CommandContext): string | undefined {
  const about = context.flags.string('for');
  if (about === '') return undefined;
  // Without a name, everything is meant.
  const bare = /^([^/,]+)\/$/.exec(about)?.[1];
  const named = bare === undefined ? splitTypeName(about) : { type: bare, name: '' };
  if (named === undefined) throw new CommandError('--for must be in resource/name form');
  const type = context.discovery().find(named.type.toLowerCase());
  if (type === undefined)
    throw new VerbatimError(`the server doesn't have a resource type "${named.type.toLowerCase()}"`);
  if (named.name === '') return undefined;
  const fields = { kind: type.kind, apiVersion: apiVersionOf(type), name: named.name };
  return Object.entries(fields)
    .map(([field, value]) => `involvedObject.${field}=${value}`)
    .join(',');
}

function listEvents(context: CommandContext, path: string, fieldSelector: string | undefined): readonly JsonObject[] {
  const found: JsonObject[] = [];
  let next: string | undefined;
  do {
    const page: JsonObject = context.client().object({
      method: 'GET',
      path,
      query: { fieldSelector, limit: '500', continue: next },
    });
    found.push(...items(page, 'items').map((event): JsonObject => ({ ...event, kind: 'Event', apiVersion: 'v1' })));
    next = text(page, 'metadata', 'continue') || undefined;
  } while (next !== undefined);
  return found;
}

/** When an event was seen last. Models: events.eventTime */
function when(event: JsonObject): number {
  const series = object(event, 'series');
  const last = series === undefined ? text(event, 'lastTimestamp') : text(series, 'lastObservedTime');
  return parseTime(last) ?? parseTime(text(event, 'eventTime')) ?? 0;
}

function* watchEvents(
  context: CommandContext,
  path: string,
  fieldSelector: string | undefined,
  seen: (event: JsonObject) => void,
): Task<void> {
  const { watch } = context.client().send({ method: 'GET', path, query: { fieldSelector, watch: 'true' } });
  if (watch === undefined) return;
  const reader = new StreamReader(context.process, watch);
  try {
    for (;;) {
      const next = yield* reader.next();
      if (next === 'end' || next === 'timeout') return;
      const event = watchEvent(next.chunk);
      if (event?.type === 'ADDED' || event?.type === 'MODIFIED')
        seen({ ...event.object, kind: 'Event', apiVersion: 'v1' });
    }
  } finally {
    reader.close();
  }
}

/** Prints a list or a single event, in a table unless `-o` asks for something else. Models: events.EventPrinter */
function eventPrinter(context: CommandContext): (event: JsonObject) => void {
  const { flags } = context;
  if (flags.string('output') !== '' || flags.string('template') !== '') {
    const printer = makePrinter(context, { operation: 'events' });
    // Names of typed lists are not printed, and kubectl says nothing of it.
    if (flags.string('output') === 'name') return () => undefined;
    return (event) => printer.print(event);
  }
  const all = flags.bool('all-namespaces');
  let headed = flags.bool('no-headers');
  return (event) => {
    const tabs = new TabWriter(context.out);
    if (!headed) tabs.write(`${all ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`);
    headed = true;
    const rows = event['kind'] === 'EventList' ? items(event, 'items') : [event];
    for (const row of rows)
      tabs.write(`${all ? `${text(row, 'metadata', 'namespace')}\t` : ''}${cells(context, row)}\n`);
    tabs.flush();
  };
}

function cells(context: CommandContext, event: JsonObject): string {
  const about = `${text(event, 'involvedObject', 'kind')}/${text(event, 'involvedObject', 'name')}`;
  const interval = eventInterval(event, context.process.machine.clock.nowMs());
  const message = text(event, 'message').trim();
  return [interval, text(event, 'type'), text(event, 'reason'), about, message].map(escaped).join('\t');
}

const escaped = (cell: string): string => cell.replaceAll('\x1b', '^[').replaceAll('\r', '\\r');
