import { acceptTls } from '../../cluster/network/tls.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import type { ImageDefinition } from '../image.ts';
import type { WebAnswer, WebRequest } from '../web/answer.ts';
import { serveHttp } from '../web/http-server.ts';
import { waitForSignal } from '../web/signals.ts';
import { once, programsOf } from './programs.ts';
import { singleProgramRoot } from './root-tree.ts';

const DEFAULT_PORT = 10_250;
/** It has figures after its second scrape. */
const SCRAPES = 2;
const DEFAULT_RESOLUTION_MS = 60_000;

/** The value of `--name=value`. */
function flag(process: Process, name: string): string | undefined {
  const prefix = `--${name}=`;
  return process.argv.find((word) => word.startsWith(prefix))?.slice(prefix.length);
}

function resolutionMs(text: string | undefined): number {
  const match = /^(?:(\d+)m)?(?:(\d+)s)?$/.exec(text ?? '');
  if (text === undefined || match === null) return DEFAULT_RESOLUTION_MS;
  return (Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0)) * 1000;
}

/**
 * The metrics server: it serves its probes over TLS. The figures themselves are worked out by the API server's part of the engine
 * (cluster/metrics) while this one is ready.
 */
const metricsServer: Program = function* (process): Task<number> {
  const { clock, network } = process.machine;
  if (network === undefined) return 1;
  const startedMs = clock.nowMs();
  const readyMs = startedMs + SCRAPES * Math.min(resolutionMs(flag(process, 'metric-resolution')), 15_000);
  const text = (status: number, body: string): WebAnswer => ({
    status,
    headers: [['Content-Type', 'text/plain; charset=utf-8']],
    body,
  });
  const service = {
    network,
    nowMs: () => clock.nowMs(),
    answer: (request: WebRequest, _port: number, reply: (answer: WebAnswer) => void): void => {
      const isReady = clock.nowMs() >= readyMs;
      if (request.path === '/livez' || request.path === '/healthz') reply(text(200, 'ok'));
      else if (request.path === '/readyz')
        reply(
          isReady
            ? text(200, 'ok')
            : text(500, '[-]metric-storage-ready failed: reason withheld\nreadyz check failed\n'),
        );
      else reply(text(403, 'Forbidden'));
    },
    malformed: () => text(400, '400 Bad Request'),
  };
  const port = Number(flag(process, 'secure-port') ?? DEFAULT_PORT);
  const listener = network.listen(port, (connection) =>
    acceptTls(connection, (secured) => serveHttp(service, port, secured)),
  );
  if (listener === undefined) {
    process.stderr.write(
      `panic: failed to create listener: listen tcp 0.0.0.0:${port}: bind: address already in use\n`,
    );
    return 2;
  }
  process.stderr.write('Generated self-signed cert (/tmp/apiserver.crt, /tmp/apiserver.key)\n');
  process.stderr.write(`Serving securely on [::]:${port}\n`);
  try {
    yield* waitForSignal(process, [15, 2]);
    return 0;
  } finally {
    listener.close();
  }
};

/** `registry.k8s.io/metrics-server/metrics-server`. */
export const metricsServerImage: ImageDefinition = {
  repository: 'registry.k8s.io/metrics-server/metrics-server',
  tags: ['v0.8.0', 'v0.7.2', 'v0.7.1', 'v0.7.0', 'v0.6.4', 'v0.6.3', 'v0.6.2', 'v0.6.1'],
  sizeBytes: 22_000_000,
  entrypoint: ['/metrics-server'],
  command: [],
  env: [],
  workingDir: '/',
  stopSignal: 15,
  files: once(() => singleProgramRoot('metrics-server', ['/etc', '/proc', '/sys', '/tmp'])),
  programs: once(() => programsOf(new Map(), { 'metrics-server': metricsServer })),
};
