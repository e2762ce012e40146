import type { AuditEvent } from '../../../cluster/apiserver/audit.ts';
import type { Actor } from './step.ts';

const CONTROLLER = 'system:serviceaccount:kube-system:';
const NODE = 'system:node:';
/** The learner, and whoever else holds the kubeconfig. */
const ADMIN = 'kubernetes-admin';

/** Who made a request, in the words of those who know a cluster's parts. */
export function actorOf({ user, manager }: Pick<AuditEvent, 'user' | 'manager'>): Actor {
  const actor = (part: Actor['part'], name: string, node?: string): Actor => ({ part, name, node });
  if (user.name.startsWith(NODE)) return actor('kubelet', 'kubelet', user.name.slice(NODE.length));
  if (user.name === 'system:kube-scheduler') return actor('scheduler', 'kube-scheduler');
  if (manager === 'kube-controller-manager' && user.name.startsWith(CONTROLLER))
    return actor('controller', user.name.slice(CONTROLLER.length));
  if (manager === 'kube-apiserver') return actor('api-server', 'kube-apiserver');
  if (manager === 'skiff-page') return actor('you', 'skiff-page');
  if (manager.startsWith('kubectl')) return actor('you', manager.replace('kubectl-', 'kubectl '));
  if (user.name === ADMIN) return actor('you', manager === '' || manager === 'unknown' ? 'kubectl' : manager);
  if (user.name.startsWith('system:serviceaccount:')) return actor('other', user.name.slice(22).replace(':', '/'));
  return actor('other', manager === '' ? user.name : manager);
}

export const isSame = (a: Actor, b: Actor): boolean => a.part === b.part && a.name === b.name && a.node === b.node;
