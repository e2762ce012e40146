import { BoundedRegExp } from '../../cluster/regexp/bounded.ts';
import type { Reply } from './resp.ts';

type Value =
  | { readonly type: 'string'; text: string }
  | { readonly type: 'list'; readonly items: string[] }
  | { readonly type: 'hash'; readonly fields: Map<string, string> }
  | { readonly type: 'set'; readonly members: Set<string> };

const OK: Reply = { kind: 'status', text: 'OK' };
const NIL: Reply = { kind: 'bulk', text: undefined };
const WRONG_TYPE: Reply = { kind: 'error', text: 'WRONGTYPE Operation against a key holding the wrong kind of value' };
const NOT_INTEGER: Reply = { kind: 'error', text: 'ERR value is not an integer or out of range' };

const integer = (value: number): Reply => ({ kind: 'integer', value });
const bulk = (text: string | undefined): Reply => ({ kind: 'bulk', text });
const list = (texts: readonly string[]): Reply => ({ kind: 'list', items: texts.map(bulk) });

class WrongType extends Error {}

type Command = { readonly least: number; readonly most: number; run(db: Database, args: readonly string[]): Reply };

/** Keys and values of one redis server; expiry by virtual time. */
export class Database {
  private readonly values = new Map<string, Value>();
  private readonly expires = new Map<string, number>();

  constructor(readonly nowMs: () => number) {}

  private value(key: string): Value | undefined {
    const due = this.expires.get(key);
    if (due !== undefined && due <= this.nowMs()) this.remove(key);
    return this.values.get(key);
  }

  text(key: string): string | undefined {
    const value = this.value(key);
    if (value !== undefined && value.type !== 'string') throw new WrongType();
    return value?.text;
  }

  list(key: string, make = false): string[] {
    const value = this.value(key);
    if (value !== undefined && value.type !== 'list') throw new WrongType();
    const items = value?.items ?? [];
    if (make && value === undefined) this.values.set(key, { type: 'list', items });
    return items;
  }

  hash(key: string, make = false): Map<string, string> {
    const value = this.value(key);
    if (value !== undefined && value.type !== 'hash') throw new WrongType();
    const fields = value?.fields ?? new Map<string, string>();
    if (make && value === undefined) this.values.set(key, { type: 'hash', fields });
    return fields;
  }

  set(key: string, make = false): Set<string> {
    const value = this.value(key);
    if (value !== undefined && value.type !== 'set') throw new WrongType();
    const members = value?.members ?? new Set<string>();
    if (make && value === undefined) this.values.set(key, { type: 'set', members });
    return members;
  }

  put(key: string, text: string): void {
    this.values.set(key, { type: 'string', text });
    this.expires.delete(key);
  }

  change(key: string, text: string): void {
    this.values.set(key, { type: 'string', text });
  }

  remove(key: string): boolean {
    this.expires.delete(key);
    return this.values.delete(key);
  }

  /** Redis keeps no empty list, hash or set. */
  tidy(key: string, size: number): void {
    if (size === 0) this.remove(key);
  }

  expire(key: string, ms: number): boolean {
    if (this.value(key) === undefined) return false;
    this.expires.set(key, this.nowMs() + ms);
    return true;
  }

  /** Milliseconds left; -1 without expiry, -2 without key. */
  left(key: string): number {
    if (this.value(key) === undefined) return -2;
    const due = this.expires.get(key);
    return due === undefined ? -1 : due - this.nowMs();
  }

  keys(): readonly string[] {
    return [...this.values.keys()].filter((key) => this.value(key) !== undefined);
  }

  type(key: string): string {
    return this.value(key)?.type ?? 'none';
  }

  clear(): void {
    this.values.clear();
    this.expires.clear();
  }

  /** Commands that make another database equal to this one. */
  dump(): readonly (readonly string[])[] {
    return this.keys().flatMap((key): readonly (readonly string[])[] => {
      const value = this.value(key);
      if (value === undefined) return [];
      const left = this.left(key);
      const expiry = left < 0 ? [] : [['expire', key, String(left / 1000)]];
      if (value.type === 'string') return [['set', key, value.text], ...expiry];
      if (value.type === 'list') return [['rpush', key, ...value.items], ...expiry];
      if (value.type === 'hash') return [['hset', key, ...[...value.fields].flat()], ...expiry];
      return [['sadd', key, ...value.members], ...expiry];
    });
  }

  /** Runs one command. */
  run(words: readonly string[]): Reply {
    const [name = '', ...args] = words;
    const command = COMMANDS.get(name.toLowerCase());
    if (command === undefined)
      return {
        kind: 'error',
        text: `ERR unknown command '${name}', with args beginning with: ${args.map((arg) => `'${arg}' `).join('')}`,
      };
    if (args.length < command.least || args.length > command.most)
      return { kind: 'error', text: `ERR wrong number of arguments for '${name.toLowerCase()}' command` };
    try {
      return command.run(this, args);
    } catch (error) {
      if (error instanceof WrongType) return WRONG_TYPE;
      throw error;
    }
  }
}

function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new BoundedRegExp(`^${source}$`);
}

function increment(db: Database, key: string, by: number): Reply {
  const text = db.text(key) ?? '0';
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(by)) return NOT_INTEGER;
  db.change(key, String(Number(text) + by));
  return integer(Number(text) + by);
}

function slice(items: readonly string[], from: string, to: string): readonly string[] {
  const at = (text: string): number => (Number(text) < 0 ? items.length + Number(text) : Number(text));
  return items.slice(Math.max(0, at(from)), at(to) + 1);
}

function store(db: Database, args: readonly string[]): Reply {
  const [key = '', text = '', ...options] = args;
  let expiry: number | undefined;
  for (let at = 0; at < options.length; at++) {
    const option = (options[at] ?? '').toLowerCase();
    if (option === 'nx' || option === 'xx') {
      if ((db.type(key) === 'none') === (option === 'xx')) return NIL;
    } else if (option === 'ex' || option === 'px') expiry = Number(options[++at]) * (option === 'ex' ? 1000 : 1);
    else return { kind: 'error', text: 'ERR syntax error' };
  }
  db.put(key, text);
  if (expiry !== undefined) db.expire(key, expiry);
  return OK;
}

const MANY = Number.POSITIVE_INFINITY;
const entry = (name: string, least: number, most: number, run: Command['run']): readonly [string, Command] => [
  name,
  { least, most, run },
];

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  entry('ping', 0, 1, (_db, [text]) => (text === undefined ? { kind: 'status', text: 'PONG' } : bulk(text))),
  entry('echo', 1, 1, (_db, [text]) => bulk(text)),
  entry('select', 1, 1, (_db, [index]) =>
    index === '0' ? OK : { kind: 'error', text: 'ERR DB index is out of range' },
  ),
  entry('set', 2, MANY, store),
  entry('get', 1, 1, (db, [key = '']) => bulk(db.text(key))),
  entry('del', 1, MANY, (db, keys) => integer(keys.filter((key) => db.remove(key)).length)),
  entry('exists', 1, MANY, (db, keys) => integer(keys.filter((key) => db.type(key) !== 'none').length)),
  entry('type', 1, 1, (db, [key = '']) => ({ kind: 'status', text: db.type(key) })),
  entry('keys', 1, 1, (db, [pattern = '']) => list(db.keys().filter((key) => glob(pattern).test(key)))),
  entry('incr', 1, 1, (db, [key = '']) => increment(db, key, 1)),
  entry('decr', 1, 1, (db, [key = '']) => increment(db, key, -1)),
  entry('incrby', 2, 2, (db, [key = '', by]) => increment(db, key, Number(by))),
  entry('append', 2, 2, (db, [key = '', text = '']) => {
    const whole = (db.text(key) ?? '') + text;
    db.change(key, whole);
    return integer(whole.length);
  }),
  entry('expire', 2, 2, (db, [key = '', seconds]) => integer(db.expire(key, Number(seconds) * 1000) ? 1 : 0)),
  entry('ttl', 1, 1, (db, [key = '']) => integer(db.left(key) < 0 ? db.left(key) : Math.ceil(db.left(key) / 1000))),
  entry('lpush', 2, MANY, (db, [key = '', ...items]) => integer(db.list(key, true).unshift(...items.reverse()))),
  entry('rpush', 2, MANY, (db, [key = '', ...items]) => integer(db.list(key, true).push(...items))),
  entry('lpop', 1, 1, (db, [key = '']) => {
    const items = db.list(key);
    const taken = items.shift();
    db.tidy(key, items.length);
    return bulk(taken);
  }),
  entry('rpop', 1, 1, (db, [key = '']) => {
    const items = db.list(key);
    const taken = items.pop();
    db.tidy(key, items.length);
    return bulk(taken);
  }),
  entry('llen', 1, 1, (db, [key = '']) => integer(db.list(key).length)),
  entry('lrange', 3, 3, (db, [key = '', from = '0', to = '-1']) => list(slice(db.list(key), from, to))),
  entry('hset', 3, MANY, (db, [key = '', ...pairs]) => {
    const fields = db.hash(key, true);
    const before = fields.size;
    for (let at = 0; at + 1 < pairs.length; at += 2) fields.set(pairs[at] ?? '', pairs[at + 1] ?? '');
    return integer(fields.size - before);
  }),
  entry('hget', 2, 2, (db, [key = '', field = '']) => bulk(db.hash(key).get(field))),
  entry('hgetall', 1, 1, (db, [key = '']) => list([...db.hash(key)].flat())),
  entry('hdel', 2, MANY, (db, [key = '', ...names]) => {
    const fields = db.hash(key);
    const gone = names.filter((name) => fields.delete(name)).length;
    db.tidy(key, fields.size);
    return integer(gone);
  }),
  entry('sadd', 2, MANY, (db, [key = '', ...members]) => {
    const set = db.set(key, true);
    const before = set.size;
    for (const member of members) set.add(member);
    return integer(set.size - before);
  }),
  entry('smembers', 1, 1, (db, [key = '']) => list([...db.set(key)])),
  entry('scard', 1, 1, (db, [key = '']) => integer(db.set(key).size)),
  entry('dbsize', 0, 0, (db) => integer(db.keys().length)),
  entry('flushall', 0, 1, (db) => {
    db.clear();
    return OK;
  }),
]);
