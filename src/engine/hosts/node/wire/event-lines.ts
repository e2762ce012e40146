import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../../../cluster/json.ts';

/** How long an event may wait for the next ones, so that a burst is one write to each watcher. Wall milliseconds. */
const GATHER_MS = 10;
/** A watcher that has not read so many bytes is dropped, as the watch cache drops one whose buffer is full. */
const UNREAD_LIMIT = 8 * 1024 * 1024;

const lines = new WeakMap<object, Map<string, Buffer>>();

/** The line of an event, written once for all watchers that get the same object. */
export function eventLine(event: JsonObject): Buffer {
  const { type, object } = event;
  if (typeof type !== 'string' || typeof object !== 'object' || object === null)
    return Buffer.from(`${JSON.stringify(event)}\n`);
  let known = lines.get(object);
  if (known === undefined) {
    known = new Map();
    lines.set(object, known);
  }
  let line = known.get(type);
  if (line === undefined) {
    line = Buffer.from(`{"type":${JSON.stringify(type)},"object":${JSON.stringify(object)}}\n`);
    known.set(type, line);
  }
  return line;
}

/** Sends lines to many watchers: the first of a burst at once, the rest of it together. */
export class EventSender {
  private static readonly waiting = new Set<EventSender>();
  private static timer: NodeJS.Timeout | undefined;
  private pieces: Buffer[] = [];

  constructor(private readonly response: ServerResponse) {}

  send(line: Buffer): void {
    if (this.response.destroyed) return;
    if (EventSender.timer === undefined) {
      this.write(line);
      EventSender.timer = setTimeout(EventSender.flush, GATHER_MS);
      return;
    }
    this.pieces.push(line);
    EventSender.waiting.add(this);
  }

  end(): void {
    this.drain();
    this.response.end();
  }

  private static readonly flush = (): void => {
    const due = [...EventSender.waiting];
    EventSender.waiting.clear();
    EventSender.timer = due.length === 0 ? undefined : setTimeout(EventSender.flush, GATHER_MS);
    for (const sender of due) sender.drain();
  };

  private drain(): void {
    const [only, ...more] = this.pieces;
    if (only === undefined) return;
    this.pieces = [];
    this.write(more.length === 0 ? only : Buffer.concat([only, ...more]));
  }

  private write(bytes: Buffer): void {
    if (this.response.destroyed || this.response.writableEnded) return;
    this.response.write(bytes);
    if (this.response.writableLength > UNREAD_LIMIT) this.response.destroy();
  }
}
