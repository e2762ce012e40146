import { type ExchangeResult, exchange } from '../../network/exchange.ts';
import { healthCheck, readHealthAnswer } from '../../network/grpc-health.ts';
import type { NetworkNamespace } from '../../network/types.ts';
import type { HttpGetAction, Probe } from '../../resources/pod/types.ts';
import type { PodRuntime } from '../containers/record.ts';
import type { NodeServices } from '../node-services.ts';
import type { NamedContainer, Pod } from '../pod.ts';
import type { RunningContainer } from '../runtime.ts';
import { portNumber, probeAddress } from './address.ts';

/** What one probe found. `errored` = it could not be carried out; that says nothing about the container. */
export type ProbeOutcome =
  | { readonly kind: 'success' }
  | { readonly kind: 'failure' | 'warning' | 'errored'; readonly message: string };

type Done = (outcome: ProbeOutcome) => void;

const SUCCESS: ProbeOutcome = { kind: 'success' };
const MAX_REDIRECTS = 10;

/** Carries out one probe; `done` runs once. Returns a disposer. Models: pkg/kubelet/prober/prober.go, pkg/probe */
export function runProbe(
  services: NodeServices,
  pod: Pod,
  runtime: PodRuntime,
  container: NamedContainer,
  running: RunningContainer,
  probe: Probe,
  done: Done,
): () => void {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
  const from = services.network.nodeNamespace(services.node.name);
  const address = probeAddress(pod, runtime);
  if (probe.exec !== undefined) return execProbe(services, running, probe.exec.command ?? [], timeoutMs, done);
  if (probe.httpGet !== undefined) return httpProbe(services, from, container, probe.httpGet, address, timeoutMs, done);
  if (probe.tcpSocket !== undefined) {
    const port = portNumber(container, probe.tcpSocket.port);
    if (port === undefined) return errored(services, `invalid port number: ${probe.tcpSocket.port}`, done);
    return tcpProbe(from, probe.tcpSocket.host || address, port, timeoutMs, done);
  }
  if (probe.grpc !== undefined) {
    const { port = 0, service = '' } = probe.grpc;
    return grpcProbe(services, from, { host: address, port, service }, timeoutMs, done);
  }
  return errored(services, `missing probe handler for ${pod.metadata.name}:${container.name}`, done);
}

function errored(services: NodeServices, message: string, done: Done): () => void {
  const timer = services.clock.after(0, () => done({ kind: 'errored', message }), 'background');
  return () => timer.cancel();
}

/** Models: pkg/probe/exec */
function execProbe(
  services: NodeServices,
  running: RunningContainer,
  command: readonly string[],
  timeoutMs: number,
  done: Done,
): () => void {
  let over = false;
  const finish = (outcome: ProbeOutcome): void => {
    if (over) return;
    over = true;
    timer.cancel();
    done(outcome);
  };
  const timer = services.clock.after(
    timeoutMs,
    () => {
      finish({
        kind: 'failure',
        message: `command timed out: ${JSON.stringify(command.join(' '))} timed out after ${timeoutMs / 1000}s`,
      });
      kill();
    },
    'background',
  );
  const kill = running.run(command, (result) => {
    if ('error' in result) finish({ kind: 'errored', message: result.error });
    else finish(result.exitCode === 0 ? SUCCESS : { kind: 'failure', message: result.output });
  });
  return () => {
    over = true;
    timer.cancel();
    kill();
  };
}

/** Models: pkg/probe/tcp */
function tcpProbe(from: NetworkNamespace, host: string, port: number, timeoutMs: number, done: Done): () => void {
  return from.dial(host, port, timeoutMs, (result) => {
    if (result.kind === 'open') {
      result.connection.end();
      return done(SUCCESS);
    }
    const at = `dial tcp ${host}:${port}`;
    if (result.kind === 'unknown-host')
      return done({ kind: 'failure', message: `dial tcp: lookup ${host}: no such host` });
    if (result.kind === 'timeout') return done({ kind: 'failure', message: `${at}: i/o timeout` });
    done({
      kind: 'failure',
      message: `${at}: connect: ${result.kind === 'refused' ? 'connection refused' : 'no route to host'}`,
    });
  });
}

/** Models: pkg/probe/grpc */
function grpcProbe(
  services: NodeServices,
  from: NetworkNamespace,
  address: { readonly host: string; readonly port: number; readonly service: string },
  timeoutMs: number,
  done: Done,
): () => void {
  let over = false;
  let close: () => void = () => {};
  const finish = (outcome: ProbeOutcome): void => {
    if (over) return;
    over = true;
    timer.cancel();
    close();
    done(outcome);
  };
  const failed = (message: string): void => finish({ kind: 'failure', message });
  const timer = services.clock.after(
    timeoutMs,
    () =>
      failed(
        `timeout: failed to connect service "${address.host}:${address.port}" within ${timeoutMs / 1000}s: context deadline exceeded`,
      ),
    'background',
  );
  const drop = from.dial(address.host, address.port, timeoutMs, (result) => {
    if (over || result.kind !== 'open') return;
    const { connection } = result;
    close = () => connection.end();
    let arrived = '';
    connection.listen({
      data(text) {
        arrived += text;
        const status = readHealthAnswer(arrived);
        if (status === 'SERVING') finish(SUCCESS);
        else if (status === 'NOT_SERVING') failed(`service unhealthy (responded with "${status}")`);
        else if (status === 'UNIMPLEMENTED')
          failed(
            'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health',
          );
        else if (status === 'NOT_FOUND')
          failed('error: health rpc probe failed: rpc error: code = NotFound desc = unknown service');
      },
      end() {},
      reset() {},
    });
    connection.send(healthCheck(address.service));
  });
  return () => {
    over = true;
    timer.cancel();
    drop();
    close();
  };
}

/** Models: pkg/probe/http */
function httpProbe(
  services: NodeServices,
  from: NetworkNamespace,
  container: NamedContainer,
  action: HttpGetAction,
  address: string,
  timeoutMs: number,
  done: Done,
): () => void {
  const port = portNumber(container, action.port);
  if (port === undefined) return errored(services, `invalid port number: ${action.port}`, done);
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const given = (action.httpHeaders ?? []).map(({ name = '', value = '' }) => [name, value] as const);
  const named = (name: string) => given.some(([key]) => key.toLowerCase() === name);
  const host = action.host || address;

  let drop: () => void = () => {};
  const ask = (target: string, redirects: number): void => {
    const url = `${scheme}://${host}:${port}${target}`;
    const headers = [
      ...(named('host') ? [] : [['Host', `${host}:${port}`] as const]),
      ...(named('user-agent') ? [] : [['User-Agent', 'kube-probe/1.36'] as const]),
      ...(named('accept') ? [] : [['Accept', '*/*'] as const]),
      ...given,
      ['Connection', 'close'] as const,
    ];
    drop = exchange(
      from,
      { host, port, method: 'GET', target, headers, timeoutMs, clock: services.clock, tls: scheme === 'https' },
      (result) => answered(result, url, redirects),
    );
  };
  const answered = (result: ExchangeResult, url: string, redirects: number): void => {
    if (result.kind === 'failed') {
      done({ kind: 'failure', message: `Get "${url}": ${result.message}` });
      return;
    }
    const { status, location, body } = result;
    if (status >= 300 && status < 400 && location !== undefined) {
      if (location.startsWith('/') && redirects < MAX_REDIRECTS) {
        ask(location, redirects + 1);
        return;
      }
      if (location.startsWith('/')) {
        done({ kind: 'failure', message: `Get "${url}": stopped after 10 redirects` });
        return;
      }
      if (!location.startsWith(`${scheme}://${host}`)) {
        done({ kind: 'warning', message: `Probe terminated redirects, Response body: ${body}` });
        return;
      }
    }
    if (status >= 200 && status < 400) {
      done(SUCCESS);
      return;
    }
    done({ kind: 'failure', message: `HTTP probe failed with statuscode: ${status}` });
  };
  const path = action.path ?? '/';
  ask(path.startsWith('/') ? path : `/${path}`, 0);
  return () => drop();
}
