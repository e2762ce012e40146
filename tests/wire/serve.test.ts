import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { noRealKubectl, realTools } from '../../scripts/real-kubectl.mjs';
import { readLabFolder } from '../../src/engine/hosts/node/lab-folder.ts';

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
    const refused: readonly (readonly [flags: readonly string[], code: number, words: string])[] = [
      [['--speed', '0'], 2, '--speed needs a number from 0.001'],
      [['--speed', 'fast'], 2, '--speed needs a number from 0.001'],
      [['--nodes', '1.5'], 2, '--nodes needs a whole number, not "1.5"'],
      [['--port', '70000'], 2, '--port needs a number from 0 to 65535'],
      [['--authorization', 'None'], 2, 'AlwaysAllow or RBAC'],
      [['--bogus'], 2, '--bogus'],
      [['--lab', join(folder, 'none')], 1, 'lab.yaml'],
      [['--kubeconfig-out', '/dev/null/config'], 1, 'cannot write the kubeconfig: '],
    ];
    const ended = await Promise.all(refused.map(([flags]) => start(...flags).ended));
    for (const [at, [, code, words]] of refused.entries()) {
      expect(ended[at]).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(words) });
      expect(ended[at]?.stderr).not.toMatch(/\n +at /);
    }
  }, 60_000);

  it.skipIf(noRealKubectl !== undefined)(
    'grades a lab that the real kubectl solved, and ends at SIGTERM',
    async () => {
      const { child, file, ended } = await served('--lab', 'labs/03-pods', '--speed', '60');
      const env = { ...process.env, KUBECONFIG: file, HOME: folder, PATH: `${realTools()}:${process.env['PATH']}` };
      const kubectl = (...words: readonly string[]): string =>
        execFileSync('kubectl', words, { env, encoding: 'utf8' });
      const { lab, readFile } = readLabFolder('labs/03-pods');
      for (const step of lab.proof.solutions[0]?.run ?? []) {
        if (step.kind === 'run') execFileSync('sh', ['-c', step.line], { env, cwd: folder, stdio: 'pipe' });
        else if (step.kind === 'edit') writeFileSync(join(folder, step.path), readFile(step.with) ?? step.with);
      }
      kubectl('wait', '--for=condition=Ready', 'pod', '--all', '--timeout=120s');
      kubectl('wait', '--for=delete', 'pod', '-l', 'role=retired', '--timeout=120s');
      kubectl('create', 'deployment', 'scaled', '--image=nginx');
      expect(kubectl('autoscale', 'deployment', 'scaled', '--cpu-percent=50', '--max=4')).toBe(
        'horizontalpodautoscaler.autoscaling/scaled autoscaled\n',
      );
      expect(kubectl('get', 'hpa', 'scaled', '-o', 'jsonpath={.spec.metrics[0].resource}')).toBe(
        '{"name":"cpu","target":{"averageUtilization":50,"type":"Utilization"}}',
      );
      child.kill('SIGTERM');
      const { code, stdout, stderr } = await ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/pods: (\d+) of \1 points/);
      expect(stdout).not.toContain('✗');
    },
    60_000,
  );

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
