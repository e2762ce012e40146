import { directory, file, nodeAt, putNode } from '../../cluster/files.ts';
import type { Kubelet } from '../../cluster/kubelet/kubelet.ts';
import { programFile } from '../../shell/process/executable.ts';
import { commonFiles, DEBIAN_12, DEBIAN_DIRECTORIES, DEBIAN_LINKS } from '../images/root-tree.ts';
import { putLogDirectories } from './log-directories.ts';

/** What a node's files are made from. */
export interface NodeFilesOptions {
  readonly kubelet: Kubelet;
  /** Names of the executables in /usr/bin. */
  readonly programs: Iterable<string>;
  /** All machines of the cluster, for /etc/hosts. */
  readonly machines: readonly { readonly name: string; readonly address: string }[];
  /** A kubeconfig for a user, as kubeadm writes it. */
  readonly kubeconfig: (user: string) => string;
  readonly isControlPlane: boolean;
  readonly nowMs: number;
}

const KUBELET_UNIT = `[Unit]
Description=kubelet: The Kubernetes Node Agent
Documentation=https://kubernetes.io/docs/
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10

[Install]
WantedBy=multi-user.target
`;

const KUBEADM_DROP_IN = `[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-/etc/default/kubelet
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`;

const CONTAINERD_UNIT = `[Unit]
Description=containerd container runtime
Documentation=https://containerd.io

[Service]
ExecStart=/usr/bin/containerd
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;

const CRICTL =
  'runtime-endpoint: unix:///run/containerd/containerd.sock\nimage-endpoint: ""\ntimeout: 0\ndebug: false\n';

const BASHRC = "PS1='\\u@\\h:\\w\\$ '\nalias ll='ls -l'\n";

/** A key or certificate: there to be seen; nothing here is checked by cryptography. */
function standIn(what: string): string {
  return `-----BEGIN CERTIFICATE-----\nSkiff simulates no cryptography; this stands for ${what}.\n-----END CERTIFICATE-----\n`;
}

const PKI = [
  'apiserver.crt',
  'apiserver.key',
  'apiserver-etcd-client.crt',
  'apiserver-etcd-client.key',
  'apiserver-kubelet-client.crt',
  'apiserver-kubelet-client.key',
  'ca.crt',
  'ca.key',
  'etcd/ca.crt',
  'etcd/ca.key',
  'etcd/server.crt',
  'etcd/server.key',
  'front-proxy-ca.crt',
  'front-proxy-ca.key',
  'front-proxy-client.crt',
  'front-proxy-client.key',
  'sa.key',
  'sa.pub',
];

function texts(options: NodeFilesOptions): { readonly [path: string]: string } {
  const { node } = options.kubelet;
  const hosts = options.machines.map(({ name, address }) => `${address}\t${name}\n`).join('');
  const all: { [path: string]: string } = {
    ...commonFiles(DEBIAN_12),
    '/etc/hostname': `${node.name}\n`,
    '/etc/hosts': `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n${hosts}`,
    '/etc/machine-id': `${node.nodeInfo.machineID}\n`,
    '/etc/crictl.yaml': CRICTL,
    '/etc/containerd/config.toml': 'version = 3\nroot = "/var/lib/containerd"\nstate = "/run/containerd"\n',
    '/etc/kubernetes/kubelet.conf': options.kubeconfig(`system:node:${node.name}`),
    '/etc/kubernetes/pki/ca.crt': standIn('the certificate authority'),
    '/usr/lib/systemd/system/kubelet.service': KUBELET_UNIT,
    '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf': KUBEADM_DROP_IN,
    '/usr/lib/systemd/system/containerd.service': CONTAINERD_UNIT,
    '/root/.bashrc': BASHRC,
  };
  if (!options.isControlPlane) return all;
  for (const name of PKI) all[`/etc/kubernetes/pki/${name}`] = standIn(name);
  all['/etc/kubernetes/admin.conf'] = options.kubeconfig('kubernetes-admin');
  all['/etc/kubernetes/super-admin.conf'] = options.kubeconfig('kubernetes-super-admin');
  all['/etc/kubernetes/controller-manager.conf'] = options.kubeconfig('system:kube-controller-manager');
  all['/etc/kubernetes/scheduler.conf'] = options.kubeconfig('system:kube-scheduler');
  all['/root/.kube/config'] = all['/etc/kubernetes/admin.conf'];
  return all;
}

/** Fills the tree of a machine that has a kubelet already with what else a Debian node has. What is there stays. */
export function putNodeFiles(options: NodeFilesOptions): void {
  const { kubelet, nowMs } = options;
  const root = kubelet.nodeFiles;
  const absent = (path: string): boolean => nodeAt(root, path) === undefined;
  for (const path of [...DEBIAN_DIRECTORIES, '/run/containerd', '/var/lib/containerd', '/var/lib/kubelet/pods'])
    if (absent(path)) putNode(root, path, directory(nowMs), nowMs);
  for (const [path, target] of Object.entries(DEBIAN_LINKS))
    if (absent(path)) putNode(root, path, { type: 'link', target }, nowMs);
  for (const name of options.programs) putNode(root, `/usr/bin/${name}`, programFile(name, nowMs), nowMs);
  for (const [path, text] of Object.entries(texts(options)))
    if (absent(path)) putNode(root, path, file(text, nowMs, path.endsWith('.conf') ? 0o600 : 0o644), nowMs);
  putLogDirectories(root, kubelet);
}

/** Where a path leads when the node's own links are followed by name only (`/lib` is `/usr/lib`). */
export function isManifestPath(path: string, staticPodPath: string): boolean {
  return path === staticPodPath || path.startsWith(`${staticPodPath.replace(/\/+$/, '')}/`);
}
