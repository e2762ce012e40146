// `node scripts/run-ts.mjs bench/wire-load.ts [SECONDS]`: what a served cluster bears. 200 watches on one namespace's config maps, 500 requests a
// second (gets and patches by halves), and one client that never reads its watch. Prints latencies, lost or reordered events, and the server's memory.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

const SECONDS = Number(process.argv[2] ?? '60');
const WATCHES = 200;
const RATE = 500;
const OBJECTS = 50;
/** What the client that never reads is sent each time, and how often. */
const LARGE_BYTES = 200_000;
const LARGE_EACH_MS = 250;
const NAMESPACE = '/api/v1/namespaces/default/configmaps';

interface Served {
  readonly process: ChildProcess;
  readonly port: number;
}

function serve(): Promise<Served> {
  const child = spawn(
    'node',
    [
      ...(process.env['PROF'] ? ['--cpu-prof', '--cpu-prof-dir=/tmp/k/prof'] : []),
      'bin/skiff.mjs',
      'serve',
      '--no-system-pods',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`skiff serve ended with ${code}`)));
    child.stdout?.once('data', (text: Buffer) => {
      const file = /KUBECONFIG=(\S+)/.exec(String(text))?.[1] ?? '';
      resolve({ process: child, port: Number(/:(\d+)$/m.exec(readFileSync(file, 'utf8'))?.[1]) });
    });
  });
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function call(port: number, method: string, path: string, body?: string, type = 'application/json'): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const asked = request({ port, method, path, agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Follows a watch and counts; versions of one object must rise. */
class Watcher {
  events = 0;
  reordered = 0;
  private last = 0;
  private rest = '';

  constructor(port: number) {
    request(
      { port, path: `${NAMESPACE}?watch=true`, agent: new Agent({ keepAlive: true }) },
      (response: IncomingMessage) => {
        response.setEncoding('utf8');
        response.on('data', (text: string) => this.take(text));
      },
    ).end();
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const version = Number(/"resourceVersion":"(\d+)"/.exec(line)?.[1]);
      if (line.startsWith('{"type":"MODIFIED"')) {
        this.events++;
        if (version <= this.last) this.reordered++;
        this.last = version;
      }
    }
  }
}

function memoryMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** User and system time of a process, seconds. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const { process: server, port } = await serve();
for (let at = 0; at < OBJECTS; at++)
  await call(
    port,
    'POST',
    NAMESPACE,
    JSON.stringify({ metadata: { name: `c${at}` }, data: { text: 'x'.repeat(500) } }),
  );
// A client that asks for a watch and never reads, of an object so large that its events fill every buffer.
await call(port, 'POST', '/api/v1/namespaces', JSON.stringify({ metadata: { name: 'deaf' } }));
const LARGE = '/api/v1/namespaces/deaf/configmaps';
await call(
  port,
  'POST',
  LARGE,
  JSON.stringify({ metadata: { name: 'large' }, data: { text: 'x'.repeat(LARGE_BYTES) } }),
);
const deaf = connect(port, '127.0.0.1', () =>
  deaf.write(`GET ${LARGE}?watch=true HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`),
);
deaf.on('error', () => {});
deaf.pause();
const watchers = Array.from({ length: WATCHES }, () => new Watcher(port));
await wait(2000);

/** How many watches the server has open, by its own count. */
function openWatches(): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, path: '/metrics' }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += String(chunk);
      });
      response.on('end', () => {
        const lines = text.match(/^apiserver_longrunning_requests\{[^}]*verb="WATCH"[^}]*\} \d+$/gm) ?? [];
        resolve(lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0));
      });
    })
      .on('error', reject)
      .end();
  });
}

const watchesBefore = await openWatches();
let large = 0;
const feeding = setInterval(() => {
  const body = JSON.stringify({ data: { count: String(large++) } });
  void call(port, 'PATCH', `${LARGE}/large`, body, 'application/merge-patch+json');
}, LARGE_EACH_MS);
const latencies: number[] = [];
const failures = new Map<number, number>();
const memory: number[] = [];
let patches = 0;
const cpuBefore = cpuSeconds(server.pid ?? 0);
const began = performance.now();
let sent = 0;
let open = 0;
while (performance.now() - began < SECONDS * 1000) {
  const due = Math.floor(((performance.now() - began) / 1000) * RATE);
  for (; sent < due; sent++) {
    const name = `c${sent % OBJECTS}`;
    const isPatch = sent % 2 === 0;
    const from = performance.now();
    open++;
    const answered = isPatch
      ? call(
          port,
          'PATCH',
          `${NAMESPACE}/${name}`,
          JSON.stringify({ data: { count: String(sent) } }),
          'application/merge-patch+json',
        )
      : call(port, 'GET', `${NAMESPACE}/${name}`);
    if (isPatch) patches++;
    void answered.then((status) => {
      open--;
      latencies.push(performance.now() - from);
      if (status !== 200) failures.set(status, (failures.get(status) ?? 0) + 1);
    });
  }
  if (memory.length < (performance.now() - began) / 1000) memory.push(memoryMb(server.pid ?? 0));
  await wait(5);
}
clearInterval(feeding);
while (open > 0) await wait(10);
await wait(1000);
const cpu = cpuSeconds(server.pid ?? 0) - cpuBefore;
const watchesAfter = await openWatches();
latencies.sort((a, b) => a - b);
const at = (share: number): string => (latencies[Math.floor(latencies.length * share)] ?? Number.NaN).toFixed(1);
const lost = watchers.filter(({ events }) => events !== patches).length;
const reordered = watchers.reduce((sum, watcher) => sum + watcher.reordered, 0);
process.stdout.write(
  `${[
    `${latencies.length} requests in ${SECONDS} s, ${patches} patches to ${WATCHES} watches`,
    `latency ms: p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, most ${at(0.99999)}`,
    `watches that lost events: ${lost}; events out of order: ${reordered}; answers that were not 200: ${JSON.stringify([...failures])}`,
    `watches open: ${watchesBefore} before, ${watchesAfter} after ${((large * LARGE_BYTES) / 1e6).toFixed(0)} MB for the client that never read: it was ${watchesAfter === watchesBefore - 1 ? 'dropped' : 'kept'}`,
    `server CPU: ${((100 * cpu) / SECONDS).toFixed(0)} % of one core`,
    `server memory MB each 10 s: ${memory
      .filter((_, second) => second % 10 === 0)
      .map((mb) => mb.toFixed(0))
      .join(' ')}`,
  ].join('\n')}\n`,
);
server.kill('SIGTERM');
process.exit(0);
