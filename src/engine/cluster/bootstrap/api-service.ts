import type { JsonObject } from '../json.ts';

/** Where the API server answers inside the cluster. */
export const KUBERNETES_SERVICE_ADDRESS = '10.96.0.1';
/** The API server's own port on the control plane. */
export const API_SERVER_PORT = 6443;

/** The `kubernetes` Service and what stands behind it. Models: pkg/controlplane/controller/kubernetesservice */
export function apiService(controlPlaneAddress: string): {
  readonly service: JsonObject;
  readonly endpoints: JsonObject;
  readonly endpointSlice: JsonObject;
} {
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const port = { name: 'https', port: API_SERVER_PORT, protocol: 'TCP' };
  return {
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: {
        type: 'ClusterIP',
        clusterIP: KUBERNETES_SERVICE_ADDRESS,
        ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: API_SERVER_PORT }],
      },
    },
    endpoints: {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: [{ ip: controlPlaneAddress }], ports: [port] }],
    },
    endpointSlice: {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [controlPlaneAddress], conditions: { ready: true } }],
      ports: [port],
    },
  };
}
