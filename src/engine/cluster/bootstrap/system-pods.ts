import type { JsonObject } from '../json.ts';
import { rememberManifest } from '../kubelet/pods/manifest.ts';
import { manifestText } from './manifest-text.ts';

const NAMESPACE = 'kube-system';
const VERSION = 'v1.36.2';

/** The images of the system pods: the container runtime must know them. */
export const SYSTEM_IMAGES = {
  etcd: 'registry.k8s.io/etcd:3.6.6-0',
  apiServer: `registry.k8s.io/kube-apiserver:${VERSION}`,
  controllerManager: `registry.k8s.io/kube-controller-manager:${VERSION}`,
  scheduler: `registry.k8s.io/kube-scheduler:${VERSION}`,
  proxy: `registry.k8s.io/kube-proxy:${VERSION}`,
  coreDns: 'registry.k8s.io/coredns/coredns:v1.13.1',
} as const;

interface StaticPod {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly cpu: string;
  readonly memory?: string;
  readonly folders: { readonly [volume: string]: string };
  readonly annotations?: { readonly [key: string]: string };
}

function staticPod({ name, image, command, cpu, memory, folders, annotations }: StaticPod): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: NAMESPACE,
      labels: { component: name, tier: 'control-plane' },
      ...(annotations && { annotations }),
    },
    spec: {
      hostNetwork: true,
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      containers: [
        {
          name,
          image,
          imagePullPolicy: 'IfNotPresent',
          command,
          resources: { requests: { cpu, ...(memory !== undefined && { memory }) } },
          volumeMounts: Object.entries(folders).map(([volume, path]) => ({ name: volume, mountPath: path })),
        },
      ],
      volumes: Object.entries(folders).map(([volume, path]) => ({
        name: volume,
        hostPath: { path, type: path.endsWith('.conf') ? 'FileOrCreate' : 'DirectoryOrCreate' },
      })),
    },
  };
}

/**
 * The manifests in the control plane's /etc/kubernetes/manifests, by file name. The kubelet there runs them and mirrors them
 * to the API server with the node's name appended. Models: cmd/kubeadm/app/phases/{controlplane,etcd}
 */
export function staticPodManifests(address: string): { readonly [file: string]: JsonObject } {
  return {
    'etcd.yaml': staticPod({
      name: 'etcd',
      image: SYSTEM_IMAGES.etcd,
      command: [
        'etcd',
        `--advertise-client-urls=https://${address}:2379`,
        '--client-cert-auth=true',
        '--data-dir=/var/lib/etcd',
        `--listen-client-urls=https://127.0.0.1:2379,https://${address}:2379`,
        '--name=control-plane',
      ],
      cpu: '100m',
      memory: '100Mi',
      folders: { 'etcd-data': '/var/lib/etcd', 'etcd-certs': '/etc/kubernetes/pki/etcd' },
      annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': `https://${address}:2379` },
    }),
    'kube-apiserver.yaml': staticPod({
      name: 'kube-apiserver',
      image: SYSTEM_IMAGES.apiServer,
      command: [
        'kube-apiserver',
        `--advertise-address=${address}`,
        '--allow-privileged=true',
        '--authorization-mode=Node,RBAC',
        '--etcd-servers=https://127.0.0.1:2379',
        '--secure-port=6443',
        '--service-cluster-ip-range=10.96.0.0/12',
      ],
      cpu: '250m',
      folders: { 'k8s-certs': '/etc/kubernetes/pki' },
      annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` },
    }),
    'kube-controller-manager.yaml': staticPod({
      name: 'kube-controller-manager',
      image: SYSTEM_IMAGES.controllerManager,
      command: [
        'kube-controller-manager',
        '--allocate-node-cidrs=true',
        '--cluster-cidr=10.244.0.0/16',
        '--controllers=*,bootstrapsigner,tokencleaner',
        '--leader-elect=true',
        '--service-cluster-ip-range=10.96.0.0/12',
      ],
      cpu: '200m',
      folders: { 'k8s-certs': '/etc/kubernetes/pki', kubeconfig: '/etc/kubernetes/controller-manager.conf' },
    }),
    'kube-scheduler.yaml': staticPod({
      name: 'kube-scheduler',
      image: SYSTEM_IMAGES.scheduler,
      command: ['kube-scheduler', '--kubeconfig=/etc/kubernetes/scheduler.conf', '--leader-elect=true'],
      cpu: '100m',
      folders: { kubeconfig: '/etc/kubernetes/scheduler.conf' },
    }),
  };
}

const texts = new Map<string, { readonly [file: string]: string }>();

/** The same as the files' texts. Written once an address. */
export function staticPodTexts(address: string): { readonly [file: string]: string } {
  let made = texts.get(address);
  if (made === undefined) {
    made = Object.fromEntries(
      Object.entries(staticPodManifests(address)).map(([name, manifest]) => {
        const text = manifestText(manifest);
        rememberManifest(text, JSON.parse(JSON.stringify(manifest)));
        return [name, text];
      }),
    );
    texts.set(address, made);
  }
  return made;
}

/** What carries Service traffic, on every node. Models: cmd/kubeadm/app/phases/addons/proxy */
export function proxyDaemonSet(): JsonObject {
  const labels = { 'k8s-app': 'kube-proxy' };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-proxy', namespace: NAMESPACE, labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels },
        spec: {
          hostNetwork: true,
          priorityClassName: 'system-node-critical',
          serviceAccountName: 'kube-proxy',
          tolerations: [{ operator: 'Exists' }],
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          containers: [
            {
              name: 'kube-proxy',
              image: SYSTEM_IMAGES.proxy,
              imagePullPolicy: 'IfNotPresent',
              command: [
                '/usr/local/bin/kube-proxy',
                '--config=/var/lib/kube-proxy/config.conf',
                '--hostname-override=$(NODE_NAME)',
              ],
              env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
              securityContext: { privileged: true },
              volumeMounts: [{ name: 'kube-proxy', mountPath: '/var/lib/kube-proxy' }],
            },
          ],
          volumes: [{ name: 'kube-proxy', configMap: { name: 'kube-proxy' } }],
        },
      },
    },
  };
}

/** What kube-proxy's pods need: their account and their configuration. */
export function proxyObjects(): readonly JsonObject[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'kube-proxy', namespace: NAMESPACE } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-proxy', namespace: NAMESPACE, labels: { app: 'kube-proxy' } },
      data: {
        'config.conf':
          'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: 10.244.0.0/16\nmode: ""\n',
      },
    },
  ];
}
