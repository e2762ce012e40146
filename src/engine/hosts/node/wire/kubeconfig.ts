import type { Certificates } from './certificates.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64');

/** The admin's kubeconfig for a server, in the names that kubeadm gives. */
export function kubeconfig(server: string, { authority, admin }: Certificates): string {
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${encode(authority)}
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
    client-certificate-data: ${encode(admin.certificate)}
    client-key-data: ${encode(admin.key)}
`;
}
