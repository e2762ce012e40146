import type { PodNetworkConfig } from '../../network/network.ts';
import { type Flow, sleep } from '../flow.ts';
import { containersOf, type Pod } from '../pod.ts';
import type { PodContext } from './pod-context.ts';
import { hostsFile, podHostname, resolvConf } from './sandbox-files.ts';

/** How long making a sandbox and its network takes. */
const SANDBOX_START_MS: readonly [number, number] = [140, 260];

/** Makes the pod's sandbox; false (and an event) when the node has no address left. Models: kuberuntime createPodSandbox */
export function* createSandbox(context: PodContext): Flow<boolean> {
  const { services, pod, runtime } = context;
  const { network, node, dns, recorder } = services;
  if (runtime.sandbox !== undefined)
    recorder.event(pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
  yield* sleep(services.clock, services.random.between(...SANDBOX_START_MS));

  const handler = runtimeHandler(context);
  if (handler !== undefined) {
    const cause = `rpc error: code = Unknown desc = failed to get sandbox runtime: no runtime for "${handler}" is configured`;
    recorder.event(pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${cause}`);
    return false;
  }

  const { hostname, domain } = podHostname(pod, dns.domain);
  const nodeNetwork = network.nodeNamespace(node.name);
  const hostNetwork = pod.spec.hostNetwork === true;
  const made = network.podNamespace({
    node: node.name,
    pod: { namespace: pod.metadata.namespace ?? '', name: pod.metadata.name },
    hostNetwork,
    hostname: hostNetwork ? nodeNetwork.hostname : hostname,
    resolvConf: resolvConf(pod, dns, nodeNetwork.resolvConf),
    hosts: (address) => hostsFile(pod, address, hostname, domain, nodeNetwork.hosts),
    hostPorts: hostPortsOf(pod),
    timerClass: () => (context.settling() ? 'work' : 'background'),
  });
  if (made === undefined) {
    const cause = `failed to setup network for sandbox: plugin type="ptp" failed (add): failed to allocate for range 0: no IP addresses available in range set: ${node.podCidr}`;
    recorder.event(pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${cause}`);
    return false;
  }
  runtime.sandbox = {
    network: made,
    attempt: runtime.sandbox === undefined ? 0 : runtime.sandbox.attempt + 1,
    ready: true,
  };
  return true;
}

/** The handler of the pod's RuntimeClass where the node's runtime has none of that name. */
function runtimeHandler({ services, pod }: PodContext): string | undefined {
  const name = pod.spec.runtimeClassName;
  if (name === undefined) return undefined;
  const handler = services.informers.get('runtimeclasses.node.k8s.io', '', name)?.['handler'];
  return typeof handler === 'string' && handler !== 'runc' ? handler : undefined;
}

const NO_PORTS: NonNullable<PodNetworkConfig['hostPorts']> = [];

function hostPortsOf(pod: Pod): NonNullable<PodNetworkConfig['hostPorts']> {
  let found: NonNullable<PodNetworkConfig['hostPorts']>[number][] | undefined;
  for (const { ports } of containersOf(pod)) {
    for (const { hostPort, containerPort, protocol, hostIP } of ports ?? []) {
      if (!hostPort || !containerPort) continue;
      found ??= [];
      found.push({
        hostPort,
        containerPort,
        ...(protocol === undefined ? {} : { protocol }),
        ...(hostIP === undefined ? {} : { hostIP }),
      });
    }
  }
  return found ?? NO_PORTS;
}
