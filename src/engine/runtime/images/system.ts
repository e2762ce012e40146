import { API_SERVER_PORT } from '../../cluster/bootstrap/api-service.ts';
import { SYSTEM_IMAGES } from '../../cluster/bootstrap/system-pods.ts';
import { directory, putNode } from '../../cluster/files.ts';
import { acceptTls } from '../../cluster/network/tls.ts';
import { programFile } from '../../shell/process/executable.ts';
import type { Process, Program, Task } from '../../shell/process/types.ts';
import type { ImageDefinition } from '../image.ts';
import { parseReference } from '../reference.ts';
import type { WebAnswer, WebRequest } from '../web/answer.ts';
import { listenHttp } from '../web/http-server.ts';
import { waitForSignal } from '../web/signals.ts';
import { once, programsOf } from './programs.ts';

const SIGTERM = 15;
const SIGINT = 2;

/**
 * The control plane's own containers. What they do happens in the engine itself (the API server, the scheduler, the controllers, the
 * network); their programs only run until they are stopped, so that a learner sees the pods that a real cluster has.
 */
function* standing(process: Process): Task<number> {
  yield* waitForSignal(process, [SIGTERM, SIGINT]);
  return 0;
}

/**
 * The API server's port: open, and it speaks TLS. What comes after the handshake is not simulated; kubectl and the clients in the cluster go
 * to the engine's API server themselves.
 */
const apiServer: Program = function* (process): Task<number> {
  const listener = process.machine.network?.listen(API_SERVER_PORT, (connection) =>
    acceptTls(connection, (secured) =>
      secured.listen({ data: () => secured.abort(), end: () => secured.end(), reset() {} }),
    ),
  );
  try {
    return yield* standing(process);
  } finally {
    listener?.close();
  }
};

/** CoreDNS: names are answered by the network while this is ready. It serves its two probes. */
const coreDns: Program = function* (process): Task<number> {
  const { clock, network } = process.machine;
  if (network === undefined) return 1;
  const plain = (status: number, body: string): WebAnswer => ({
    status,
    headers: [['Content-Type', 'text/plain; charset=utf-8']],
    body,
  });
  const service = {
    network,
    nowMs: () => clock.nowMs(),
    answer: (request: WebRequest, port: number, reply: (answer: WebAnswer) => void): void =>
      reply(
        request.path === (port === 8080 ? '/health' : '/ready') ? plain(200, 'OK') : plain(404, '404 page not found\n'),
      ),
    malformed: () => plain(400, '400 Bad Request'),
  };
  const listeners = [8080, 8181].flatMap((port) => listenHttp(service, port) ?? []);
  process.stdout.write('.:53\nCoreDNS-1.13.1\nlinux/amd64, go1.25.2\n');
  try {
    yield* waitForSignal(process, [SIGTERM, SIGINT]);
    process.stdout.write('[INFO] SIGTERM: Shutting down servers then terminating\n');
    return 0;
  } finally {
    for (const listener of listeners) listener.close();
  }
};

function systemImage(
  reference: string,
  path: string,
  entrypoint: readonly string[],
  program: Program,
  sizeBytes: number,
): ImageDefinition {
  const { repository, tag } = parseReference(reference);
  return {
    repository,
    tags: [tag],
    sizeBytes,
    entrypoint,
    command: [],
    env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/']],
    workingDir: '/',
    stopSignal: SIGTERM,
    files: once(() => {
      const root = directory();
      for (const folder of ['/etc', '/proc', '/sys', '/tmp', '/var/lib']) putNode(root, folder, directory());
      putNode(root, path, programFile('main'));
      return root;
    }),
    programs: once(() => programsOf(new Map(), { main: program })),
  };
}

/** The images of kube-system. */
export const systemImages: readonly ImageDefinition[] = [
  systemImage(SYSTEM_IMAGES.etcd, '/usr/local/bin/etcd', [], standing, 23_000_000),
  systemImage(SYSTEM_IMAGES.apiServer, '/usr/local/bin/kube-apiserver', [], apiServer, 27_000_000),
  systemImage(SYSTEM_IMAGES.controllerManager, '/usr/local/bin/kube-controller-manager', [], standing, 23_000_000),
  systemImage(SYSTEM_IMAGES.scheduler, '/usr/local/bin/kube-scheduler', [], standing, 17_000_000),
  systemImage(SYSTEM_IMAGES.proxy, '/usr/local/bin/kube-proxy', [], standing, 26_000_000),
  systemImage(SYSTEM_IMAGES.coreDns, '/coredns', ['/coredns'], coreDns, 23_000_000),
];
