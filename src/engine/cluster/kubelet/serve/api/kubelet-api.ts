import type { ApiResponse } from '../../../apiserver/http.ts';
import type { ProxyCall, ProxyHandler } from '../../../apiserver/proxy/call.ts';
import { failure } from '../../../apiserver/status.ts';
import type { Json, JsonObject } from '../../../json.ts';
import type { Kubelet } from '../../kubelet.ts';
import { findContainer } from '../../pod.ts';
import { readLogs } from '../logs.ts';
import { configz } from './configz.ts';
import { logFolder } from './log-folder.ts';
import { kubeletMetrics, resourceMetrics } from './metrics.ts';
import { statsSummary } from './summary.ts';

const PORT = 10_250;

function text(status: number, content: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, warnings: [], text: content };
}

function json(body: JsonObject): ApiResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, warnings: [], body };
}

type Read = (kubelet: Kubelet, call: ProxyCall) => ApiResponse;

const healthy: Read = () => text(200, 'ok');

/** What the kubelet's port serves that only reads, by path. */
const READS: { readonly [path: string]: Read } = {
  '/healthz': healthy,
  '/healthz/ping': healthy,
  '/healthz/log': healthy,
  '/healthz/syncloop': healthy,
  '/pods': (kubelet) =>
    json({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: {},
      items: [...kubelet.pods()].map(({ pod }) => pod as unknown as Json),
    }),
  '/configz': (kubelet) => json(configz(kubelet.nodeFiles)),
  '/stats/summary': (kubelet) => json(statsSummary(kubelet)),
  '/metrics': (kubelet) => text(200, kubeletMetrics(kubelet)),
  '/metrics/resource': (kubelet) => text(200, resourceMetrics(kubelet)),
};

/** `/containerLogs/NAMESPACE/POD/CONTAINER`: the way by which pods/log comes, too. Models: pkg/kubelet/server getContainerLogs */
function containerLogs(kubelet: Kubelet, path: string, query: URLSearchParams): ApiResponse {
  const [namespace, podName, containerName = ''] = path.split('/').slice(2).map(decodeURIComponent);
  const worker = [...kubelet.pods()].find(
    ({ pod }) => pod.metadata.namespace === namespace && pod.metadata.name === podName,
  );
  if (worker === undefined) return text(404, `pod "${podName}" does not exist\n`);
  const found = findContainer(worker.pod, containerName);
  if (found === undefined) return text(404, `container "${containerName}" not found in pod "${podName}"\n`);
  return readLogs({ pod: worker.pod, container: found.container, worker, query, nowMs: kubelet.nowMs() });
}

/**
 * The handler of nodes/proxy: the kubelet's own port, as far as it only reads. Throws `ApiError` where nobody answers.
 * Models: pkg/registry/core/node.ResourceLocation, pkg/kubelet/server.Server
 */
export function kubeletProxy(kubelets: ReadonlyMap<string, Kubelet>): ProxyHandler {
  return (call) => {
    const kubelet = kubelets.get(call.object.metadata.name);
    const port = call.port === '' ? PORT : Number(call.port);
    if (kubelet === undefined || port !== PORT || !kubelet.isReachable()) {
      const to = `${kubelet?.node.address ?? call.object.metadata.name}:${call.port === '' ? PORT : call.port}`;
      throw failure(
        503,
        'ServiceUnavailable',
        `error trying to reach service: dial tcp ${to}: connect: connection refused`,
      );
    }
    const [path = '', search = ''] = call.target.split(/\?([\s\S]*)/, 2);
    if (path === '/logs' || path.startsWith('/logs/'))
      return logFolder(kubelet.nodeFiles, path.slice('/logs'.length), call.prefix);
    if (/^\/containerLogs\/[^/]+\/[^/]+\/[^/]+$/.test(path))
      return containerLogs(kubelet, path, new URLSearchParams(search));
    const read = READS[path.replace(/(.)\/$/, '$1')];
    if (read === undefined) return text(404, '404 page not found\n');
    if (call.method !== 'GET' && call.method !== 'HEAD') return text(405, '405: Method Not Allowed');
    return read(kubelet, call);
  };
}
