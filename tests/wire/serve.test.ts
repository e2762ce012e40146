import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

// `skiff serve` as a process: what its options do, how it stops, and whom it lets in.

const folder = mkdtempSync(join(tmpdir(), 'skiff-serve-'));
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Served {
  readonly child: ChildProcess;
  readonly file: string;
  readonly port: number;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

function start(...flags: readonly string[]): Omit<Served, 'file' | 'port'> & { readonly first: Promise<string> } {
  const child = spawn('node', ['bin/skiff.mjs', 'serve', '--no-system-pods', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let [stdout, stderr] = ['', ''];
  const first = new Promise<string>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      stdout += String(text);
      resolve(stdout);
    });
    child.on('close', () => resolve(stdout));
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += String(text);
  });
  return {
    child,
    first,
    ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))),
  };
}

async function served(...flags: readonly string[]): Promise<Served> {
  const { child, first, ended } = start(...flags);
  const file = /^export KUBECONFIG=(\S+)$/m.exec(await first)?.[1] ?? '';
  const port = Number(/server: https:\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]);
  return { child, file, port, ended };
}

function ask(
  port: number,
  path: string,
  options: { readonly method?: string; readonly headers?: { [name: string]: string }; readonly body?: unknown } = {},
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const asked = request(
      { port, path, method, headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += String(chunk);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function dials(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

describe('skiff serve', () => {
  it('writes a kubeconfig for its user alone, says when a port is taken, and stops at Ctrl-C', async () => {
    const out = join(folder, 'config');
    // A file that others can read is closed to them.
    writeFileSync(out, 'old', { mode: 0o644 });
    const one = await served('--kubeconfig-out', out);
    expect(one.file).toBe(out);
    expect((statSync(out).mode & 0o777).toString(8)).toBe('600');
    const second = await start('--port', String(one.port)).ended;
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`port ${one.port} is in use`);
    expect(await dials(one.port, '127.0.0.1')).toBe(true);
    expect(await dials(one.port, '127.0.0.2')).toBe(false);
    one.child.kill('SIGINT');
    expect(await one.ended).toMatchObject({ code: 0, stderr: '' });
    expect(await dials(one.port, '127.0.0.1')).toBe(false);
  }, 60_000);

  it('follows the wall at the speed it is told, and refuses options that are none', async () => {
    const { port } = await served('--speed', '100');
    const lease = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/worker-1';
    const renewed = async (): Promise<number> =>
      Date.parse((JSON.parse((await ask(port, lease)).text) as { spec: { renewTime: string } }).spec.renewTime);
    const before = await renewed();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await renewed()) - before).toBeGreaterThan(40_000);
    expect((await start('--speed', '0').ended).stderr).toContain('--speed needs a number from 0.001');
    expect((await start('--authorization', 'None').ended).stderr).toContain('AlwaysAllow or RBAC');
    expect((await start('--bogus').ended).code).not.toBe(0);
  }, 60_000);

  it('lets strangers see nothing with --authorization=RBAC, and nobody forge a token', async () => {
    const { port } = await served('--authorization', 'RBAC');
    const pods = '/api/v1/namespaces/default/pods';
    expect(JSON.parse((await ask(port, pods)).text)).toMatchObject({
      code: 403,
      message:
        'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
    });
    expect((await ask(port, '/readyz')).status).toBe(200);
    expect((await ask(port, '/metrics')).status).toBe(403);
    for (const authorization of ['Bearer', 'Bearer ', 'Basic YWRtaW46YWRtaW4=', 'bearer', 'Negotiate x', ''])
      expect({ authorization, got: (await ask(port, pods, { headers: { authorization } })).status }).not.toMatchObject({
        got: 200,
      });
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      sub: 'system:serviceaccount:kube-system:namespace-controller',
      exp: 4e9,
      aud: ['https://kubernetes.default.svc.cluster.local'],
    };
    for (const token of [
      `${encode({ alg: 'none' })}.${encode(claims)}.`,
      `${encode({ alg: 'HS256', kid: 'skiff' })}.${encode(claims)}.${Buffer.from('unsigned').toString('base64url')}`,
    ])
      expect((await ask(port, pods, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
    expect((await ask(port, pods, { headers: { 'impersonate-user': 'kubernetes-admin' } })).status).toBe(403);
    expect(
      (await ask(port, pods, { headers: { 'impersonate-user': 'x', 'impersonate-group': 'system:masters' } })).status,
    ).toBe(403);
  }, 60_000);

  it('tells its health and what it counts', async () => {
    const { port } = await served();
    expect((await ask(port, '/readyz?verbose')).text).toMatch(
      /^\[\+\]ping ok\n.*\[\+\]etcd ok\n.*readyz check passed\n$/s,
    );
    expect(await ask(port, '/livez/etcd')).toEqual({ status: 200, text: 'ok' });
    expect((await ask(port, '/healthz/nonsense')).status).toBe(404);
    expect(JSON.parse((await ask(port, '/version')).text)).toMatchObject({ gitVersion: 'v1.36.2' });
    for (let count = 0; count < 3; count++) await ask(port, '/api/v1/namespaces/default/configmaps/none');
    const { text } = await ask(port, '/metrics');
    expect(text).toContain(
      'apiserver_request_total{code="404",group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1"} 3\n',
    );
    expect(text).toMatch(/^apiserver_storage_objects\{resource="nodes"\} 3$/m);
    expect(text).not.toContain('NaN');
  }, 60_000);
});
