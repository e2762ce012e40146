import { type DirectoryNode, directory, file, putNode } from '../cluster/files.ts';
import { base64 } from './base64.ts';

/** The learner's home directory. */
export const HOME = '/home/learner';

const BASHRC = `alias k=kubectl
PS1='\\w $ '
`;

/** A certificate or key of the kubeconfig: enough for kubectl to show; nothing here is checked by cryptography. */
function credential(name: string): string {
  return base64(
    `-----BEGIN CERTIFICATE-----\nSkiff simulates no cryptography; this stands for ${name}.\n-----END CERTIFICATE-----\n`,
  );
}

/** The kubeconfig of the cluster's admin. */
export function adminKubeconfig(server: string): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${credential('the certificate authority')}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: kubernetes-admin
  name: kubernetes-admin@kubernetes
current-context: kubernetes-admin@kubernetes
kind: Config
users:
- name: kubernetes-admin
  user:
    client-certificate-data: ${credential('the client certificate')}
    client-key-data: ${credential('the client key')}
`;
}

/** The files that a learner begins with. `files` are named relative to the home directory. */
export function homeTree(options: {
  readonly programs: DirectoryNode;
  readonly server: string;
  readonly files: { readonly [path: string]: string };
  readonly nowMs: number;
}): DirectoryNode {
  const { nowMs } = options;
  const root = directory(nowMs);
  root.entries.set('usr', directory(nowMs));
  putNode(root, '/usr/bin', options.programs, nowMs);
  root.entries.set('bin', { type: 'link', target: '/usr/bin' });
  for (const path of ['/tmp', '/etc', '/var', '/root']) putNode(root, path, directory(nowMs), nowMs);
  putNode(root, `${HOME}/.kube/config`, file(adminKubeconfig(options.server), nowMs, 0o600), nowMs);
  putNode(root, `${HOME}/.bashrc`, file(BASHRC, nowMs), nowMs);
  for (const [path, content] of Object.entries(options.files)) {
    putNode(root, `${HOME}/${path}`, file(content, nowMs, path.endsWith('.sh') ? 0o755 : 0o644), nowMs);
  }
  return root;
}
