import { exchange } from '../../network/exchange.ts';
import type { Handler } from '../../resources/pod/types.ts';
import { callback, type Flow, sleep } from '../flow.ts';
import type { NodeServices } from '../node-services.ts';
import { formatPod, type NamedContainer, type Pod } from '../pod.ts';
import { portNumber, probeAddress } from '../prober/address.ts';
import type { RunningContainer } from '../runtime.ts';
import type { PodRuntime } from './record.ts';

/** A hook gives up on an HTTP server after this long. */
const HTTP_TIMEOUT_MS = 60_000;

/** Runs a postStart or preStop hook; the message says why it failed, '' where it did not. Models: pkg/kubelet/lifecycle handlerRunner.Run */
export function* runHook(
  services: NodeServices,
  pod: Pod,
  container: NamedContainer,
  running: RunningContainer,
  runtime: PodRuntime,
  hook: Handler,
): Flow<string> {
  if (hook.exec !== undefined) {
    const command = hook.exec.command ?? [];
    const result = yield* callback<{ exitCode: number; output: string } | { error: string }>((done) =>
      running.run(command, done),
    );
    if (!('error' in result) && result.exitCode === 0) return '';
    const cause =
      'error' in result
        ? result.error
        : `command '${command.join(' ')}' exited with ${result.exitCode}: ${result.output}`;
    const output = 'error' in result ? '' : result.output;
    return `Exec lifecycle hook ([${command.join(' ')}]) for Container "${container.name}" in Pod "${formatPod(pod)}" failed - error: ${cause}, message: ${JSON.stringify(output)}`;
  }
  if (hook.sleep !== undefined) {
    yield* sleep(services.clock, (hook.sleep.seconds ?? 0) * 1000, 'background');
    return '';
  }
  if (hook.httpGet !== undefined) {
    const action = hook.httpGet;
    const port = portNumber(container, action.port);
    if (port === undefined)
      return `HTTP lifecycle hook (${action.path ?? ''}) for Container "${container.name}" in Pod "${formatPod(pod)}" failed - error: no such port`;
    const host = action.host || probeAddress(pod, runtime);
    const path = action.path ?? '/';
    const result = yield* callback<Parameters<Parameters<typeof exchange>[2]>[0]>((done) =>
      exchange(
        services.network.nodeNamespace(services.node.name),
        {
          host,
          port,
          method: 'GET',
          target: path.startsWith('/') ? path : `/${path}`,
          headers: [
            ['Host', `${host}:${port}`],
            ['User-Agent', 'kube-lifecycle/1.36'],
            ['Accept', '*/*'],
            ...(action.httpHeaders ?? []).map(({ name = '', value = '' }) => [name, value] as const),
            ['Connection', 'close'],
          ],
          timeoutMs: HTTP_TIMEOUT_MS,
          clock: services.clock,
        },
        done,
      ),
    );
    if (result.kind === 'response') return '';
    return `HTTP lifecycle hook (${path}) for Container "${container.name}" in Pod "${formatPod(pod)}" failed - error: Get "http://${host}:${port}${path}": ${result.message}, message: ""`;
  }
  // A tcpSocket is accepted by the API server and by no kubelet.
  return `invalid handler: ${JSON.stringify(hook)}`;
}
