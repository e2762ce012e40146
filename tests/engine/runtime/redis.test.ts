import { describe, expect, it } from 'vitest';
import { Database } from '../../../src/engine/runtime/redis/database.ts';
import { encode, encodeCommand, takeCommand, takeReply } from '../../../src/engine/runtime/redis/resp.ts';

describe('redis', () => {
  it('keeps strings, lists, hashes and sets, and counts', () => {
    const db = new Database(() => 0);
    const run = (line: string): string => encode(db.run(line.split(' ')));
    expect(run('SET a 1')).toBe('+OK\r\n');
    expect(run('INCR a')).toBe(':2\r\n');
    expect(run('GET a')).toBe('$1\r\n2\r\n');
    expect(run('GET none')).toBe('$-1\r\n');
    expect(run('RPUSH l x y z')).toBe(':3\r\n');
    expect(run('LRANGE l 0 -1')).toBe('*3\r\n$1\r\nx\r\n$1\r\ny\r\n$1\r\nz\r\n');
    expect(run('GET l')).toMatch(/^-WRONGTYPE/);
    expect(run('HSET h f v')).toBe(':1\r\n');
    expect(run('SADD s m m')).toBe(':1\r\n');
    expect(run('NOSUCH')).toMatch(/^-ERR unknown command 'NOSUCH'/);
    expect(run('GET')).toBe("-ERR wrong number of arguments for 'get' command\r\n");
  });

  it('lets keys expire by the virtual clock', () => {
    let now = 0;
    const db = new Database(() => now);
    db.run(['SET', 'a', '1', 'EX', '10']);
    now = 9_000;
    expect(db.run(['TTL', 'a'])).toEqual({ kind: 'integer', value: 1 });
    now = 10_000;
    expect(db.run(['GET', 'a'])).toEqual({ kind: 'bulk', text: undefined });
  });

  it('reads requests and replies in the pieces in which they arrive', () => {
    const text = encodeCommand(['SET', 'k', 'a b']);
    for (let cut = 0; cut < text.length; cut++) expect(takeCommand(text.slice(0, cut))).toBeUndefined();
    expect(takeCommand(text)).toEqual({ words: ['SET', 'k', 'a b'], rest: '' });
    expect(takeCommand('PING\r\n')).toEqual({ words: ['PING'], rest: '' });
    expect(takeReply('*1\r\n$2\r\nhi\r\n+OK\r\n')).toEqual({
      reply: { kind: 'list', items: [{ kind: 'bulk', text: 'hi' }] },
      rest: '+OK\r\n',
    });
  });
});
