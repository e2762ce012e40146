import type { JsonObject } from '../../../cluster/json.ts';
import { objects, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import type { CommandContext } from '../../command.ts';
import { pathOf, type ResourceType } from '../../discovery.ts';
import { isNotFound, StatusError } from '../../errors.ts';
import { parseDuration } from '../../go/duration.ts';
import { metadataOf } from '../../json.ts';
import type { Printer } from '../../printers/printer.ts';
import { TabWriter } from '../../printers/tab-writer.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import type { Info } from '../../resource/info.ts';
import { StreamReader, watchEvent } from '../../watch.ts';
import { isHumanReadable } from './get.ts';
import { getPrinter } from './objects.ts';
import { getOptions } from './request.ts';
import { tablePrinter } from './tables.ts';

/** `kubectl get -w`: what there is, then each change, until the server or a signal ends it. Models: GetOptions.watch */
export function* watchResources(context: CommandContext): Task<number> {
  const options = getOptions(context);
  const built = yield* build(context, { ...options, flatten: false, singleResourceType: true, chunkSize: 0 });
  if (context.flags.bool('ignore-not-found') && built.errors.every(isNotFound) && built.infos.length === 0) return 0;
  throwErrors(built.errors);
  const info = built.infos[0];
  if (info === undefined) return 0;
  const show = shower(context, info.type);
  const object = info.object ?? {};
  const isList = info.name === '';
  if (!context.flags.bool('watch-only')) {
    const items = isList && Array.isArray(object['items']) ? objects(object['items']) : [object];
    for (const item of items) show(withKind(item, info.type), 'ADDED');
  }
  yield* follow(context, info, text(metadataOf(object)['resourceVersion']), options.accept, show);
  return 0;
}

function* follow(
  context: CommandContext,
  info: Info,
  resourceVersion: string,
  accept: string | undefined,
  show: (object: JsonObject, event: string) => void,
): Task<void> {
  const { flags } = context;
  const byName = info.name === '' ? '' : `metadata.name=${info.name}`;
  const fieldSelector = [flags.string('field-selector'), byName].filter((part) => part !== '').join(',');
  const response = context.client().send({
    method: 'GET',
    path: pathOf(info.type, flags.bool('all-namespaces') ? '' : info.namespace || context.namespace().name),
    query: {
      watch: 'true',
      resourceVersion: resourceVersion === '' ? '0' : resourceVersion,
      labelSelector: flags.string('selector') === '' ? undefined : flags.string('selector'),
      fieldSelector: fieldSelector === '' ? undefined : fieldSelector,
    },
    ...(accept === undefined ? {} : { accept }),
  });
  if (response.watch === undefined) return;
  const reader = new StreamReader(context.process, response.watch);
  const deadlineMs = requestDeadline(context);
  try {
    for (;;) {
      const next = yield* reader.next(deadlineMs);
      if (typeof next === 'string') return;
      const event = watchEvent(next.chunk);
      if (event?.type === 'ERROR') throw new StatusError(event.object);
      if (event !== undefined && event.type !== 'BOOKMARK') show(withKind(event.object, info.type), event.type);
    }
  } finally {
    reader.close();
  }
}

function shower(context: CommandContext, type: ResourceType): (object: JsonObject, event: string) => void {
  const events = context.flags.bool('output-watch-events');
  if (isHumanReadable(context)) {
    const writer = new TabWriter(context.out);
    const printer = tablePrinter(context, type, context.flags.bool('all-namespaces'), false);
    return (object, event) => {
      printer.print(object, writer, events ? event : undefined);
      writer.flush();
    };
  }
  const printer: Printer = getPrinter(context);
  return (object, event) => {
    printer.print(events ? { type: event, object } : object);
    printer.flush();
  };
}

function withKind(object: JsonObject, type: ResourceType): JsonObject {
  if (object['kind'] !== undefined) return object;
  return { ...object, apiVersion: type.group === '' ? type.version : `${type.group}/${type.version}`, kind: type.kind };
}

/** When `--request-timeout` ends a request that goes on; undefined without it. */
function requestDeadline(context: CommandContext): number | undefined {
  const value = context.flags.string('request-timeout');
  const parsed = parseDuration(/^\d+$/.test(value) ? `${value}s` : value);
  const ms = 'ms' in parsed ? parsed.ms : 0;
  return ms > 0 ? context.process.machine.clock.nowMs() + ms : undefined;
}
