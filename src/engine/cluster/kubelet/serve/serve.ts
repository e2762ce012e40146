import { badRequest, failure, unknownError } from '../../apiserver/status.ts';
import type { SubresourceCall, SubresourceHandler } from '../../apiserver/subresource.ts';
import type { Kubelet } from '../kubelet.ts';
import { containersOf, findContainer, initContainersOf, type NamedContainer, type Pod } from '../pod.ts';
import type { PodWorker } from '../pods/pod-worker.ts';
import { readLogs } from './logs.ts';
import { forwardPort } from './port-forward.ts';
import { attachTo, execIn } from './sessions.ts';

/** Where handlers are registered: the API server. */
interface SubresourceServer {
  serveSubresource(resource: string, name: string, handler: SubresourceHandler): void;
}

/** A request about a container of a pod, with the kubelet's side of it. */
export interface ContainerCall {
  readonly pod: Pod;
  readonly container: NamedContainer;
  /** Undefined while the kubelet has not seen the pod yet. */
  readonly worker: PodWorker | undefined;
  readonly query: URLSearchParams;
  readonly nowMs: number;
}

const KUBELET_PORT = 10_250;

/**
 * Serves what the API server passes on to kubelets: pods/log, exec, attach and portforward. Ephemeral containers are added by a PATCH of the
 * pod that the server handles; the kubelet starts them. Models: pkg/registry/core/pod/rest
 */
export function serveKubelets(server: SubresourceServer, kubelets: ReadonlyMap<string, Kubelet>): void {
  const kubeletOf = (pod: Pod): Kubelet | undefined => kubelets.get(pod.spec.nodeName ?? '');

  server.serveSubresource('pods', 'log', (call) => {
    const pod = call.object as Pod;
    const container = containerOf(pod, call.query.get('container') ?? '');
    const kubelet = kubeletOf(pod);
    if (!pod.spec.nodeName || kubelet === undefined)
      return { status: 200, headers: { 'content-type': 'text/plain' }, warnings: [], text: '' };
    if (!kubelet.isReachable()) {
      const path = `containerLogs/${pod.metadata.namespace}/${pod.metadata.name}/${container.name}`;
      throw unknownError(`Get "https://${kubelet.node.address}:${KUBELET_PORT}/${path}": ${unreachable(kubelet)}`);
    }
    return readLogs(contextOf(call, pod, container, kubelet));
  });
  server.serveSubresource('pods', 'exec', (call) => session(call, execIn));
  server.serveSubresource('pods', 'attach', (call) => session(call, attachTo));
  server.serveSubresource('pods', 'portforward', (call) => {
    const pod = call.object as Pod;
    const kubelet = dial(pod);
    return channels(forwardPort(pod, kubelet.worker(pod), call.query));
  });

  function session(call: SubresourceCall, serve: (call: ContainerCall) => ReturnType<typeof execIn>) {
    const pod = call.object as Pod;
    const container = containerOf(pod, call.query.get('container') ?? '');
    return channels(serve(contextOf(call, pod, container, dial(pod))));
  }

  function dial(pod: Pod): Kubelet {
    const kubelet = kubeletOf(pod);
    if (!pod.spec.nodeName || kubelet === undefined)
      throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
    if (!kubelet.isReachable()) throw failure(500, '', `error dialing backend: ${unreachable(kubelet)}`);
    return kubelet;
  }
}

function contextOf(call: SubresourceCall, pod: Pod, container: NamedContainer, kubelet: Kubelet): ContainerCall {
  return { pod, container, worker: kubelet.worker(pod), query: call.query, nowMs: kubelet.nowMs() };
}

function channels(served: ReturnType<typeof execIn>) {
  return { status: 101, headers: { upgrade: 'websocket' }, warnings: [], channels: served };
}

function unreachable(kubelet: Kubelet): string {
  return `dial tcp ${kubelet.node.address}:${KUBELET_PORT}: connect: connection refused`;
}

/** The container that a request means. Models: pkg/registry/core/pod.validateContainer */
function containerOf(pod: Pod, name: string): NamedContainer {
  const main = containersOf(pod);
  if (name !== '') {
    const found = findContainer(pod, name);
    if (found === undefined) throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`);
    return found.container;
  }
  const [only, ...others] = main;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) throw badRequest(`a container name must be specified for pod ${pod.metadata.name}`);
  const names = (containers: readonly NamedContainer[]) => containers.map((container) => container.name).join(' ');
  const init = initContainersOf(pod);
  const more = init.length === 0 ? '' : ` or one of the init containers: [${names(init)}]`;
  throw badRequest(
    `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names(main)}]${more}`,
  );
}
