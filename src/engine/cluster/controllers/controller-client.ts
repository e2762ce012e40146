import type { Client } from '../client.ts';
import type { ComponentContext } from '../component.ts';

/** The client of one controller: it acts as the controller's own service account. Models: kube-controller-manager --use-service-account-credentials */
export function controllerClient(context: ComponentContext, account: string): Client {
  return context.client('kube-controller-manager', {
    name: `system:serviceaccount:kube-system:${account}`,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
  });
}
