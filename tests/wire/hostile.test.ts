import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ServedWorld, serveWorld } from './served-world.ts';

// What strangers may throw at the socket: no crash, no hang, no 500, and the next request is answered.

const SECOND = 1000;

describe('the socket', () => {
  let served: ServedWorld;
  beforeAll(async () => {
    served = await serveWorld();
    served.driver.setSpeed(20);
    const pod = {
      metadata: { name: 'box' },
      spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '99999'] }] },
    };
    await ask('POST', '/api/v1/namespaces/default/pods', JSON.stringify(pod), 'application/json');
    await ask(
      'POST',
      '/api/v1/namespaces/default/configmaps',
      '{"metadata":{"name":"c"},"data":{"a":"b"}}',
      'application/json',
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
  }, 60_000);
  afterAll(() => served.close());

  async function ask(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    type?: string,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(`http://127.0.0.1:${served.port}${path}`, {
      method,
      signal: AbortSignal.timeout(5 * SECOND),
      ...(body === undefined ? {} : { body, headers: { 'content-type': type ?? 'application/json' } }),
    });
    return { status: response.status, text: await response.text() };
  }

  it('takes nothing from a web page, by its origin or by a name that leads to the loopback', async () => {
    const page = { origin: 'https://evil.example' };
    const get = (headers: { readonly [name: string]: string }): Promise<Response> =>
      fetch(`http://127.0.0.1:${served.port}/api/v1/secrets`, { headers });
    expect((await get(page)).status).toBe(403);
    expect((await get({})).status).toBe(200);
    expect(await raw('GET /api/v1/secrets HTTP/1.1\r\nHost: rebound.example\r\n\r\n')).toMatch(/^HTTP\/1.1 403 /);
  });

  async function isWell(): Promise<void> {
    expect(await ask('GET', '/readyz')).toEqual({ status: 200, text: 'ok' });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }

  /** Sends raw bytes and gives back what came, at most a second later. */
  function raw(bytes: Uint8Array | string): Promise<string> {
    return new Promise((resolve) => {
      let got = '';
      const socket = connect(served.port, '127.0.0.1', () => socket.write(bytes));
      const over = (): void => {
        clearTimeout(limit);
        socket.destroy();
        resolve(got);
      };
      const limit = setTimeout(over, 300);
      socket.on('data', (chunk) => {
        got += String(chunk);
      });
      socket.on('error', over);
      socket.on('close', over);
    });
  }

  it('bears bytes that are no HTTP', async () => {
    const corpus = [
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /api HTTP/1.1\r\n\r\n',
      'POST /api/v1/namespaces HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST /api/v1/namespaces HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      'POST /api/v1/namespaces HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      'GET /api%00%ff%zz HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET //..//../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n',
      'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n',
      'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n',
      'GET /api/v1/namespaces/default/pods/box/exec?command=ls HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: no\r\nSec-WebSocket-Version: 99\r\n\r\n',
      '\x16\x03\x01\x00\x05nonse',
      '\x16',
      '\0\0\0\0',
    ];
    for (const bytes of corpus) expect(await raw(bytes), bytes.slice(0, 80)).not.toMatch(/^HTTP\/1\.1 5/);
    const random = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 200 }), { numRuns: 20, seed: 1 });
    for (const bytes of random) expect(await raw(bytes)).not.toMatch(/^HTTP\/1\.1 5/);
    await isWell();
  }, 60_000);

  it('bears patches of all four kinds on objects that are there', async () => {
    const key = fc.constantFrom(
      'metadata',
      'data',
      'spec',
      'labels',
      '__proto__',
      'constructor',
      'prototype',
      'polluted',
      '$patch',
      '$setElementOrder/containers',
      '$deleteFromPrimitiveList/finalizers',
      '$retainKeys',
      'name',
      'a',
      '',
      'containers',
      'finalizers',
      'ownerReferences',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', 'x', 'delete', 'replace', 'merge', '\u0000'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    const pointer = fc
      .array(
        fc.constantFrom(
          'metadata',
          'data',
          'spec',
          'containers',
          '0',
          '-',
          '99999999999',
          '__proto__',
          'polluted',
          'constructor',
          '~1',
          '~0',
          '~',
          '',
        ),
        { maxLength: 4 },
      )
      .map((parts) => parts.map((part) => `/${part}`).join(''));
    const operations = fc.array(
      fc.record({
        op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'bogus'),
        path: pointer,
        from: pointer,
        value,
      }),
      { maxLength: 4 },
    );
    const kinds = [
      ['application/json-patch+json', operations],
      ['application/merge-patch+json', value],
      ['application/strategic-merge-patch+json', value],
      ['application/apply-patch+yaml', value],
    ] as const;
    const targets = [
      '/api/v1/namespaces/default/configmaps/c',
      '/api/v1/namespaces/default/pods/box',
      '/api/v1/namespaces/default/pods/box/status',
      '/apis/apps/v1/namespaces/default/deployments/none/scale',
    ];
    for (const [type, bodies] of kinds)
      for (const [at, body] of fc.sample(bodies as fc.Arbitrary<unknown>, { numRuns: 120, seed: 7 }).entries()) {
        // What JSON.stringify leaves out of a plain object, a hostile client writes.
        const text = JSON.stringify(body).replaceAll('"polluted":', '"__proto__":{"polluted":1},"polluted":');
        const path = `${targets[at % targets.length]}?fieldManager=f&dryRun=All`;
        const before = process.cpuUsage();
        const { status, text: got } = await ask('PATCH', path, text, type);
        const { user, system } = process.cpuUsage(before);
        expect(user + system, text).toBeLessThan(1000 * SECOND);
        expect(status, `${type} ${path}\n${text}\n${got}`).toBeLessThan(500);
      }
    await isWell();
  }, 120_000);

  it('bears selectors, and bodies that are no objects', async () => {
    const piece = fc.constantFrom(
      'a',
      'b/c',
      '=',
      '==',
      '!=',
      '!',
      ' in ',
      ' notin ',
      '(',
      ')',
      ',',
      ' ',
      '>',
      '<',
      '%',
      '__proto__',
      'metadata.name',
      'spec.nodeName',
      '\\',
      '"',
      '\u{1F600}',
      'a'.repeat(300),
    );
    const selectors = fc.sample(
      fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
      { numRuns: 150, seed: 3 },
    );
    for (const selector of selectors)
      for (const name of ['labelSelector', 'fieldSelector', 'continue', 'resourceVersion', 'limit']) {
        const { status, text } = await ask('GET', `/api/v1/pods?${name}=${encodeURIComponent(selector)}`);
        expect(status, `${name}=${selector}\n${text}`).toBeLessThan(500);
      }
    const bodies = [
      '',
      'null',
      '[]',
      '"x"',
      '{',
      '{"kind":',
      `${'['.repeat(20_000)}`,
      `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
      '{"metadata":[]}',
      '{"metadata":{"name":{}}}',
      '- a: &x [*x]',
      'a: !!js/function x',
    ];
    for (const body of bodies)
      for (const type of [
        'application/json',
        'application/yaml',
        'application/vnd.kubernetes.protobuf',
        'text/plain',
        '',
      ])
        for (const path of [
          '/api/v1/namespaces/default/configmaps',
          '/apis/apps/v1/namespaces/default/deployments',
          '/api/v1/namespaces/default/pods/box/eviction',
          '/api/v1/namespaces/default/serviceaccounts/default/token',
          '/apis/authentication.k8s.io/v1/tokenreviews',
        ]) {
          const { status, text } = await ask('POST', path, body, type);
          expect(status, `${type} ${path} ${body.slice(0, 60)}\n${text.slice(0, 300)}`).toBeLessThan(500);
        }
    await isWell();
  }, 120_000);

  it('bears protobuf that is cut, turned over, or made of anything', async () => {
    const field = (number: number, bytes: readonly number[]): number[] => [(number << 3) | 2, bytes.length, ...bytes];
    const words = (text: string): number[] => [...new TextEncoder().encode(text)];
    const meta = field(1, field(1, words('made')));
    const right = Uint8Array.from([
      ...words('k8s'),
      0,
      ...field(1, [...field(1, words('v1')), ...field(2, words('ConfigMap'))]),
      ...field(2, [...meta, ...field(2, [...field(1, words('a')), ...field(2, words('b'))])]),
    ]);
    const path = '/api/v1/namespaces/default/configmaps?dryRun=All';
    const type = 'application/vnd.kubernetes.protobuf';
    expect((await ask('POST', path, right, type)).status).toBe(201);
    const changed = fc.tuple(fc.nat(right.length - 1), fc.nat(255), fc.nat(right.length)).map(([at, byte, length]) => {
      const bytes = right.slice();
      bytes[at] = byte;
      return bytes.slice(0, Math.max(length, 4));
    });
    const random = fc.uint8Array({ maxLength: 60 }).map((bytes) => Uint8Array.from([...words('k8s'), 0, ...bytes]));
    for (const bytes of fc.sample(fc.oneof(changed, random), { numRuns: 150, seed: 11 })) {
      const { status, text } = await ask('POST', path, Uint8Array.from(bytes), type);
      expect(status, `${Buffer.from(bytes).toString('hex')}\n${text}`).toBeLessThan(500);
    }
    await isWell();
  }, 60_000);

  it('bears what may be asked of a watch, and any Accept', async () => {
    const value = fc.constantFrom(
      '',
      'true',
      '0',
      '1',
      '-1',
      '9'.repeat(40),
      'x',
      '\u0000',
      '__proto__',
      'Exact',
      'NotOlderThan',
    );
    const name = fc.constantFrom(
      'resourceVersion',
      'resourceVersionMatch',
      'sendInitialEvents',
      'allowWatchBookmarks',
      'timeoutSeconds',
      'limit',
      'continue',
    );
    const accept = fc.constantFrom(
      '',
      '*/*',
      'text/html',
      ';;;',
      ','.repeat(2000),
      'application/json;as=Table;v=v1;g=meta.k8s.io',
      'application/json;as=Nothing;v=v1;g=x',
      'application/json;q=nan',
      'application/cbor',
      'application/vnd.kubernetes.protobuf',
    );
    const asked = fc.tuple(fc.uniqueArray(fc.tuple(name, value), { maxLength: 4 }), fc.boolean(), accept);
    for (const [words, isWatch, wanted] of fc.sample(asked, { numRuns: 150, seed: 13 })) {
      const query = new URLSearchParams([
        ...words.map(([key, text]): [string, string] => [key, text]),
        ...(isWatch ? [['watch', 'true'] as [string, string]] : []),
      ]);
      const stop = new AbortController();
      const limit = setTimeout(() => stop.abort(), 5 * SECOND);
      const response = await fetch(`http://127.0.0.1:${served.port}/api/v1/configmaps?${query}`, {
        headers: { accept: wanted },
        signal: stop.signal,
      });
      clearTimeout(limit);
      expect(response.status, `${query} ${wanted}`).toBeLessThan(500);
      stop.abort();
    }
    await isWell();
  }, 60_000);

  it('bears WebSocket frames that make no sense', async () => {
    const exec = '/api/v1/namespaces/default/pods/box/exec?command=cat&stdin=true&stdout=true&stderr=true';
    const forward = '/api/v1/namespaces/default/pods/box/portforward?ports=80';
    const frames = fc.sample(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), { numRuns: 12, seed: 5 });
    const fixed = [
      Uint8Array.of(),
      Uint8Array.of(255),
      Uint8Array.of(255, 0),
      Uint8Array.of(4, 123),
      new TextEncoder().encode('\x04{"Width":-1,"Height":1e99}'),
      Uint8Array.of(9, 9, 9),
    ];
    for (const [path, protocol] of [
      [exec, 'v5.channel.k8s.io'],
      [exec, 'v4.channel.k8s.io'],
      [exec, 'base64.channel.k8s.io'],
      ['/api/v1/namespaces/default/pods/box/log?follow=true', 'binary.k8s.io'],
      ['/api/v1/namespaces/default/pods?watch=true', 'binary.k8s.io'],
      [forward, 'v4.channel.k8s.io'],
      [forward, 'SPDY/3.1+portforward.k8s.io'],
    ] as const)
      for (const list of [fixed, ...frames]) {
        await new Promise<void>((resolve) => {
          const limit = setTimeout(() => client.terminate(), 150);
          // `ws` takes no protocol name with a slash: that one is sent as a header.
          const client = protocol.includes('/')
            ? new WebSocket(`ws://127.0.0.1:${served.port}${path}`, { headers: { 'sec-websocket-protocol': protocol } })
            : new WebSocket(`ws://127.0.0.1:${served.port}${path}`, protocol);
          client.on('open', () => {
            for (const frame of list) client.send(frame);
          });
          client.on('error', () => {});
          client.on('close', () => {
            clearTimeout(limit);
            resolve();
          });
        });
      }
    await isWell();
  }, 60_000);
});
