import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ServedWorld, serveWorld } from './served-world.ts';

// Streams over a WebSocket as clients other than kubectl open them.

let served: ServedWorld;
const POD = '/api/v1/namespaces/default/pods/box';
beforeAll(async () => {
  served = await serveWorld();
  served.driver.between(() => {
    served.world.cluster.handle({
      method: 'POST',
      path: '/api/v1/namespaces/default/pods',
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'box' },
        spec: {
          containers: [
            { name: 'box', image: 'busybox:1.36', command: ['sh', '-c', 'echo container is alive; sleep 10000'] },
          ],
        },
      },
    });
    served.world.clock.runUntil(served.world.clock.nowMs() + 30_000);
  });
}, 60_000);
afterAll(() => served.close());

/** Opens a socket as a library does that sends an `Origin`; resolves with the messages when the server has closed it. */
function messages(
  path: string,
  protocol: string | undefined,
  options: { readonly certificate?: boolean; readonly said?: (client: WebSocket) => void } = {},
): Promise<{ readonly all: readonly Buffer[]; readonly protocol: string; readonly error?: string }> {
  const config = readFileSync(join(served.home, '.kube/config'), 'utf8');
  const decoded = (name: string): Buffer =>
    Buffer.from(new RegExp(`${name}: (\\S+)`).exec(config)?.[1] ?? '', 'base64');
  const proof =
    options.certificate === false
      ? {}
      : { cert: decoded('client-certificate-data'), key: decoded('client-key-data'), origin: 'http://localhost' };
  const url = `wss://127.0.0.1:${served.port}${path}`;
  const settings = { rejectUnauthorized: false, origin: 'http://localhost', ...proof };
  const client = protocol === undefined ? new WebSocket(url, settings) : new WebSocket(url, protocol, settings);
  const all: Buffer[] = [];
  return new Promise((resolve) => {
    client.on('message', (data: Buffer) => {
      all.push(data);
      options.said?.(client);
    });
    client.on('error', (error) => resolve({ all, protocol: '', error: error.message }));
    client.on('close', () => resolve({ all, protocol: client.protocol }));
  });
}

describe('WebSockets of other clients', () => {
  it('runs a command over the first version of the channels, which says nothing of a success', async () => {
    const got = await messages(`${POD}/exec?command=echo&command=hello&stdout=1&stderr=1`, 'channel.k8s.io');
    expect(got.protocol).toBe('channel.k8s.io');
    expect(got.all.map((bytes) => [bytes[0], bytes.subarray(1).toString()])).toEqual([[1, 'hello\n']]);
    const failed = await messages(`${POD}/exec?command=false&stdout=1&stderr=1`, 'channel.k8s.io');
    expect(failed.all.map((bytes) => [bytes[0], bytes.subarray(1).toString()])).toEqual([
      [3, 'command terminated with non-zero exit code: exit status 1'],
    ]);
  });

  it('writes base64 where binary messages are not wanted', async () => {
    const got = await messages(`${POD}/exec?command=echo&command=hello&stdout=1`, 'base64.channel.k8s.io');
    expect(got.all.map(String)).toEqual([`1${Buffer.from('hello\n').toString('base64')}`]);
  });

  it('sends logs as messages, and closes at their end', async () => {
    const got = await messages(`${POD}/log?container=box`, 'binary.k8s.io');
    expect(got.protocol).toBe('binary.k8s.io');
    expect(Buffer.concat(got.all).toString()).toBe('container is alive\n');
    const lines = await messages(`${POD}/log`, 'base64.binary.k8s.io');
    expect(lines.all.map(String)).toEqual([Buffer.from('container is alive\n').toString('base64')]);
    const followed = await messages(`${POD}/log?follow=true`, 'binary.k8s.io', { said: (client) => client.close() });
    expect(Buffer.concat(followed.all).toString()).toBe('container is alive\n');
  });

  it('sends the events of a watch as messages', async () => {
    const got = await messages('/api/v1/namespaces/default/pods?watch=true', undefined, {
      said: (client) => client.close(),
    });
    expect(JSON.parse(String(got.all[0]))).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'box' } } });
  });

  it('believes an Origin only from who shows the certificate', async () => {
    const stranger = await messages(`${POD}/log`, 'binary.k8s.io', { certificate: false });
    expect(stranger.error).toBe('Unexpected server response: 403');
  });
});
