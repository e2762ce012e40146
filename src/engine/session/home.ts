import { encodeBase64 } from '../cluster/base64.ts';
import { type DirectoryNode, directory, file, putNode } from '../cluster/files.ts';

/** The learner's home directory. */
export const HOME = '/home/learner';

const BASHRC = `alias k=kubectl
PS1='\\w $ '
`;

/** A certificate or key of the kubeconfig: enough for kubectl to show; nothing here is checked by cryptography. */
function credential(name: string): string {
  return encodeBase64(
    `-----BEGIN CERTIFICATE-----\nSkiff simulates no cryptography; this stands for ${name}.\n-----END CERTIFICATE-----\n`,
  );
}

/** The kubeconfig of the cluster's admin, or of another user, as kubeadm writes them. */
export function adminKubeconfig(server: string, user = 'kubernetes-admin'): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${credential('the certificate authority')}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: ${user}
  name: ${user}@kubernetes
current-context: ${user}@kubernetes
kind: Config
users:
- name: ${user}
  user:
    client-certificate-data: ${credential('the client certificate')}
    client-key-data: ${credential('the client key')}
`;
}

/** The files that a learner begins with. `files` are named relative to the home directory. */
export function homeTree(options: {
  readonly programs: DirectoryNode;
  readonly server: string;
  /** Machines that the learner's knows by name. */
  readonly machines: readonly { readonly name: string; readonly address: string }[];
  readonly files: { readonly [path: string]: string };
  readonly nowMs: number;
}): DirectoryNode {
  const { nowMs } = options;
  const root = directory(nowMs);
  root.entries.set('usr', directory(nowMs));
  putNode(root, '/usr/bin', options.programs, nowMs);
  root.entries.set('bin', { type: 'link', target: '/usr/bin' });
  for (const path of ['/tmp', '/etc', '/var', '/root']) putNode(root, path, directory(nowMs), nowMs);
  const known = [{ name: 'localhost', address: '127.0.0.1' }, ...options.machines];
  putNode(root, '/etc/hosts', file(known.map(({ name, address }) => `${address}\t${name}\n`).join(''), nowMs), nowMs);
  putNode(root, `${HOME}/.kube/config`, file(adminKubeconfig(options.server), nowMs, 0o600), nowMs);
  putNode(root, `${HOME}/.bashrc`, file(BASHRC, nowMs), nowMs);
  for (const [path, content] of Object.entries(options.files)) {
    putNode(root, `${HOME}/${path}`, file(content, nowMs, path.endsWith('.sh') ? 0o755 : 0o644), nowMs);
  }
  return root;
}
