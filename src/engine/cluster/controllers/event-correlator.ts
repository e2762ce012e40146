/** How many different messages of one kind an object may have in the interval before they are combined. */
const MAX_SIMILAR = 10;
const SIMILAR_INTERVAL_MS = 600_000;
/** Token bucket for one source and object. */
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;
const CACHE_SIZE = 4096;

/** A map that forgets what was not touched for longest. */
class LruMap<Value> {
  private readonly entries = new Map<string, Value>();
  get(key: string): Value | undefined {
    const value = this.entries.get(key);
    // Only a map that is filling up has to know which entries are old.
    if (value !== undefined && this.entries.size > CACHE_SIZE / 2) {
      this.entries.delete(key);
      this.entries.set(key, value);
    }
    return value;
  }
  set(key: string, value: Value): void {
    if (this.entries.size > CACHE_SIZE / 2) this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size > CACHE_SIZE) {
      const oldest = this.entries.keys().next();
      if (!oldest.done) this.entries.delete(oldest.value);
    }
  }
  delete(key: string): void {
    this.entries.delete(key);
  }
}

/** So many keys of one object are noted: of one that tells more, some stay until they are the oldest. */
const MOST_KEYS = 100;

/** What one object was told of one kind lately. Most are told one thing: the set is made for the second. */
interface SimilarEvents {
  first: string | undefined;
  messages: Set<string> | undefined;
  lastMs: number;
}

/** Notes a message; true when there are so many different ones that they are combined. */
function isOneTooMany(group: SimilarEvents, message: string): boolean {
  group.first ??= message;
  if (group.messages === undefined) {
    if (group.first === message) return MAX_SIMILAR <= 1;
    group.messages = new Set([group.first]);
  }
  const { messages } = group;
  messages.add(message);
  if (messages.size < MAX_SIMILAR) return false;
  // One is dropped so that the set stays at its size.
  const oldest = messages.values().next();
  if (!oldest.done) messages.delete(oldest.value);
  return true;
}

/** How much one object may tell. */
interface Bucket {
  tokens: number;
  lastMs: number;
  /** Under which something is remembered of the object in the other maps. */
  readonly keys: string[];
}

/** What was written last for one key, so that the next one can raise its count. */
export interface WrittenEvent {
  readonly name: string;
  readonly namespace: string;
  readonly count: number;
  readonly firstTimestamp: string;
}

export interface CorrelatedEvent {
  /** Under which the written event is remembered. */
  readonly key: string;
  /** The message, prefixed where similar events were combined. */
  readonly message: string;
  readonly combined: boolean;
  /** The event that this one repeats: raise its count instead of writing a new one. */
  readonly repeats: WrittenEvent | undefined;
}

/**
 * Decides what becomes of an event of one source: dropped as spam, counted onto an earlier one, combined with similar ones, or written.
 * Models: client-go/tools/record/events_cache.go (EventCorrelator)
 */
export class EventCorrelator {
  private readonly written = new LruMap<WrittenEvent>();
  private readonly similar = new LruMap<SimilarEvents>();
  private readonly buckets = new LruMap<Bucket>();

  /** `objectKey` names the object, `similarKey` the object with type and reason, `exactKey` all but the message; undefined means: drop it. */
  correlate(
    nowMs: number,
    keys: { readonly objectKey: string; readonly similarKey: string; readonly exactKey: string },
    message: string,
  ): CorrelatedEvent | undefined {
    const group = this.similarTo(keys.similarKey, nowMs);
    const combined = isOneTooMany(group, message);
    const key = combined ? keys.similarKey : `${keys.exactKey}\0${message}`;
    const repeats = this.written.get(key);
    const bucket = this.bucketOf(keys.objectKey, nowMs);
    if (repeats === undefined && bucket.keys.length < MOST_KEYS) bucket.keys.push(keys.similarKey, key);
    if (!takeToken(bucket, nowMs)) return undefined;
    return { key, message: combined ? `(combined from similar events): ${message}` : message, combined, repeats };
  }

  /** An object is gone: nothing that it tells will be compared with what it told. */
  forget(objectKey: string): void {
    for (const key of this.buckets.get(objectKey)?.keys ?? []) {
      this.similar.delete(key);
      this.written.delete(key);
    }
    this.buckets.delete(objectKey);
  }

  /** Remembers what was written for a correlated event. */
  wrote(key: string, event: WrittenEvent): void {
    this.written.set(key, event);
  }

  private similarTo(key: string, nowMs: number): SimilarEvents {
    const known = this.similar.get(key);
    if (known !== undefined && nowMs - known.lastMs <= SIMILAR_INTERVAL_MS) {
      known.lastMs = nowMs;
      return known;
    }
    const fresh = { first: undefined, messages: undefined, lastMs: nowMs };
    this.similar.set(key, fresh);
    return fresh;
  }

  private bucketOf(key: string, nowMs: number): Bucket {
    const known = this.buckets.get(key);
    if (known !== undefined) return known;
    const bucket = { tokens: SPAM_BURST, lastMs: nowMs, keys: [] };
    this.buckets.set(key, bucket);
    return bucket;
  }
}

function takeToken(bucket: Bucket, nowMs: number): boolean {
  bucket.tokens = Math.min(SPAM_BURST, bucket.tokens + (nowMs - bucket.lastMs) / SPAM_REFILL_MS);
  bucket.lastMs = nowMs;
  const allowed = bucket.tokens >= 1;
  if (allowed) bucket.tokens -= 1;
  return allowed;
}
