import type { Process, Program, Task } from '../../shell/process/types.ts';
import { PodApi } from '../pod-api.ts';
import type { WebAnswer } from '../web/answer.ts';
import { listenHttp } from '../web/http-server.ts';
import { listenAdmission } from './admission.ts';
import { IngressController, type OwnPod } from './controller.ts';
import { type ControllerFlags, readFlags } from './flags.ts';
import { Klog } from './klog.ts';
import { ELECTION_PERIOD_MS, Election } from './leader.ts';
import { page } from './pages.ts';
import { isOneOfMany, runningAddresses, type StatusFlags, updateStatus } from './status.ts';

/** Between two syncs. Models: --sync-rate-limit 0.3 */
const SYNC_INTERVAL_MS = 3300;
/** How often addresses are brought into the Ingresses. Models: status.UpdateInterval */
const STATUS_INTERVAL_MS = 60_000;
const SHUTDOWN_DELAY_MS = 10_000;
const SIGNALS = [15, 2, 3];

function banner(version: string): string {
  const line = '-'.repeat(79);
  return `${line}\nNGINX Ingress controller\n  Release:       ${version}\n  Build:         skiff\n  Repository:    https://github.com/kubernetes/ingress-nginx\n  nginx version: nginx/1.27.1\n\n${line}\n\n`;
}

/** The pod around the program, or what is wrong. Models: k8s.GetIngressPod */
function ownPod(process: Process, api: PodApi): OwnPod | string {
  const [name, namespace] = [process.env.get('POD_NAME') ?? '', process.env.get('POD_NAMESPACE') ?? ''];
  if (name === '' || namespace === '')
    return 'unable to get POD information (missing POD_NAME or POD_NAMESPACE environment variable';
  const found = api.request('GET', `/api/v1/namespaces/${namespace}/pods/${name}`);
  if ('failure' in found) return `unable to get POD information: ${found.failure.message}`;
  return { ...found.body, apiVersion: 'v1', kind: 'Pod' } as unknown as OwnPod;
}

/** Waits until the time is up or someone wakes it. */
class Bell {
  private ring: (() => void) | undefined;
  private rung = false;

  constructor(private readonly process: Process) {}

  strike(): void {
    this.rung = true;
    this.ring?.();
  }

  *wait(ms: number): Task<void> {
    if (!this.rung)
      yield* this.process.wait({
        on: 'host',
        start: (wake) => {
          const { clock } = this.process.machine;
          const timer = clock.after(ms, wake, 'background');
          this.ring = () => void clock.after(0, wake);
          return () => {
            timer.cancel();
            this.ring = undefined;
          };
        },
      });
    this.rung = false;
  }
}

function listen(
  process: Process,
  controller: IngressController,
  flags: ControllerFlags,
): { close(): void }[] | undefined {
  const { network, clock } = process.machine;
  if (network === undefined) return undefined;
  const service = {
    network,
    nowMs: () => clock.nowMs(),
    malformed: () => page(400),
    answer: (
      request: Parameters<typeof controller.frontend.answer>[0],
      port: number,
      reply: (answer: WebAnswer) => void,
    ) => {
      // What arrives on the TLS port in plain text gets nginx' own word for it.
      if (port === flags.httpsPort) reply(page(400));
      else controller.frontend.answer(request, reply);
    },
  };
  const made = [
    ...[flags.httpPort, flags.httpsPort].map((port) => listenHttp(service, port)),
    ...(flags.webhookPort === undefined
      ? []
      : [listenAdmission(process, flags.webhookPort, (ingress) => controller.refuses(ingress))]),
  ];
  if (made.every((each) => each !== undefined)) return made;
  for (const each of made) each?.close();
  return undefined;
}

function health(process: Process, port: number, isHealthy: () => boolean): { close(): void } | undefined {
  const { network, clock } = process.machine;
  if (network === undefined) return undefined;
  const plain = (status: number, body: string): WebAnswer => ({
    status,
    headers: [['Content-Type', 'text/plain; charset=utf-8']],
    body,
  });
  return listenHttp(
    {
      network,
      nowMs: () => clock.nowMs(),
      malformed: () => plain(400, '400 Bad Request'),
      answer: ({ path }, _, reply) => {
        if (path !== '/healthz') reply(plain(404, '404 page not found\n'));
        else if (isHealthy()) reply(plain(200, 'ok'));
        else
          reply(plain(500, '[+]ping ok\n[-]nginx-ingress-controller failed: reason withheld\nhealthz check failed\n'));
      },
    },
    port,
  );
}

/** Says which settings of the controller's ConfigMap have no effect: all of them. */
function warnOfSettings(api: PodApi, configMap: string, log: Klog): void {
  const [namespace = '', name = ''] = configMap.split('/');
  if (name === '') return;
  const found = api.request('GET', `/api/v1/namespaces/${namespace}/configmaps/${name}`);
  if ('failure' in found) return;
  for (const key of Object.keys((found.body['data'] as object | undefined | null) ?? {}))
    log.line('W', 'configmap.go:1', `${key} of ConfigMap ${configMap} is not simulated by Skiff and has no effect`);
}

function* main(process: Process, version: string): Task<number> {
  const log = new Klog(process);
  process.stdout.write(banner(version));
  const flags = readFlags(process.argv.slice(1));
  if (typeof flags === 'string') {
    log.line('F', 'main.go:69', flags);
    return 255;
  }
  for (const name of flags.withoutEffect)
    log.line('W', 'main.go:70', `--${name} is not simulated by Skiff and has no effect`);
  const api = PodApi.of(process);
  if (typeof api === 'string') {
    log.line('F', 'main.go:262', `Error while initiating a connection to the Kubernetes API server: ${api}`);
    return 255;
  }
  const host = process.env.get('KUBERNETES_SERVICE_HOST') ?? '';
  log.info('main.go:205', 'Creating API client', { host: `https://${host}:443` });
  const pod = ownPod(process, api);
  if (typeof pod === 'string') {
    log.line('F', 'main.go:120', `Unexpected error obtaining ingress-nginx pod: ${pod}`);
    return 255;
  }
  warnOfSettings(api, flags.configMap, log);
  return yield* serve(process, log, flags, api, pod);
}

function* serve(process: Process, log: Klog, flags: ControllerFlags, api: PodApi, pod: OwnPod): Task<number> {
  const { clock } = process.machine;
  const bell = new Bell(process);
  let isStopping = false;
  for (const signal of SIGNALS)
    process.onSignal(signal, () => {
      isStopping = true;
      bell.strike();
    });
  log.info('nginx.go:273', 'Starting NGINX Ingress controller');
  const controller = new IngressController(process, api, log, flags, pod, () => bell.strike());
  let listeners: { close(): void }[] | undefined;
  const healthz = health(process, flags.healthzPort, () => listeners !== undefined);
  const status: StatusFlags = {
    publishService: flags.publishService,
    publishAddress: flags.publishAddress,
    podNamespace: pod.metadata.namespace ?? '',
    podLabels: pod.metadata.labels ?? {},
  };
  const lease = { namespace: status.podNamespace, name: flags.electionId };
  let election: Election | undefined;
  let [nextSync, nextElection, nextStatus] = [0, 0, 0];
  try {
    while (!isStopping) {
      const now = clock.nowMs();
      if (listeners === undefined && controller.isSynced) {
        log.info('nginx.go:319', 'Starting NGINX process');
        listeners = listen(process, controller, flags);
        if (listeners === undefined) {
          log.line('F', 'main.go:80', `port ${flags.httpPort} is already in use. Please check the flag --http-port`);
          return 255;
        }
        election = new Election(api, log, lease, pod.metadata.name);
        nextStatus = now + 1000;
      }
      if (listeners !== undefined && now >= nextSync) {
        controller.sync();
        nextSync = now + SYNC_INTERVAL_MS;
      }
      if (election !== undefined && now >= nextElection) {
        election.tick(now);
        nextElection = now + ELECTION_PERIOD_MS;
      }
      if (election?.isLeader && now >= nextStatus) {
        const points = runningAddresses(api, status, log);
        if (points !== undefined) updateStatus(api, controller.list(), points, log);
        nextStatus = now + STATUS_INTERVAL_MS;
      }
      const due = election === undefined ? [now + 1000] : [nextElection];
      if (election?.isLeader) due.push(nextStatus);
      if (listeners !== undefined && controller.isDirty) due.push(nextSync);
      yield* bell.wait(Math.max(1, Math.min(...due) - clock.nowMs()));
    }
    yield* stop(process, log, { controller, election, api, status });
    return 0;
  } finally {
    controller.stop();
    healthz?.close();
    for (const listener of listeners ?? []) listener.close();
  }
}

function* stop(
  process: Process,
  log: Klog,
  parts: {
    readonly controller: IngressController;
    readonly election: Election | undefined;
    readonly api: PodApi;
    readonly status: StatusFlags;
  },
): Task<void> {
  const { controller, election, api, status } = parts;
  log.info('sigterm.go:36', 'Received SIGTERM, shutting down');
  log.info('nginx.go:395', 'Shutting down controller queues');
  const points = runningAddresses(api, status, log);
  if (election?.isLeader && points !== undefined && points.length <= 1 && !isOneOfMany(api, status)) {
    log.info('status.go:140', 'removing value from ingress status', { address: points });
    updateStatus(api, controller.list(), [], log);
  }
  election?.release(process.machine.clock.nowMs());
  log.info('nginx.go:411', 'Stopping NGINX process');
  log.info('nginx.go:424', 'NGINX process has stopped');
  log.info('sigterm.go:44', 'Handled quit, delaying controller exit for 10 seconds');
  yield* process.sleep(SHUTDOWN_DELAY_MS);
  log.info('sigterm.go:47', 'Exiting', { code: 0 });
}

/** The controller's binary. */
export function ingressController(version: string): Program {
  return (process) => main(process, version);
}

/** `/wait-shutdown`, the preStop hook: asks the controller to end and waits until it has. */
export const waitShutdown: Program = function* (process): Task<number> {
  process.machine.kill(1, 15);
  while (process.machine.processes().some(({ pid }) => pid === 1)) yield* process.sleep(1000);
  return 0;
};

/** `dumb-init`: becomes what stands after its own options. */
export const dumbInit: Program = function* (process): Task<number> {
  const argv = process.argv.slice(process.argv[1] === '--' ? 2 : 1);
  const task = process.exec({ argv });
  if ('error' in task) {
    process.stderr.write(`[dumb-init] ${argv[0] ?? ''}: No such file or directory\n`);
    return 2;
  }
  return yield* task;
};
