import type { Handler } from '../../resources/pod/types.ts';
import { callback, type Flow, sleep } from '../flow.ts';
import type { NodeServices } from '../node-services.ts';
import { formatPod, type NamedContainer, type Pod } from '../pod.ts';
import { probeAddress } from '../prober/address.ts';
import type { RunningContainer } from '../runtime.ts';
import { runHttpHook } from './http-hook.ts';
import type { PodRuntime } from './record.ts';

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
  if (hook.httpGet !== undefined)
    return yield* runHttpHook({ services, pod, container }, hook.httpGet, probeAddress(pod, runtime));
  // A tcpSocket is accepted by the API server and by no kubelet.
  return `invalid handler: ${JSON.stringify(hook)}`;
}
