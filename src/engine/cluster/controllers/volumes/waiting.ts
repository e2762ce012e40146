import type { Informers } from '../../client.ts';
import { isPodTerminal } from '../pod-state.ts';
import { ClaimUsers } from './claim-users.ts';
import { CLASSES, type Claim, type StorageClass } from './types.ts';

/** What a claim without a volume is told, and who is to make one for it. */
export interface Waiting {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Set where a provisioner outside of Kubernetes is asked. */
  readonly provisioner?: string;
}

/** A claim that is bound when a pod with it has been given a node. Models: emitEventForUnboundDelayBindingClaim */
function waitingForPod(claim: Claim, informers: Informers): Waiting {
  const names = ClaimUsers.of(informers)
    .podsOf(claim)
    .filter((pod) => !pod.spec.nodeName && !isPodTerminal(pod))
    .map((pod) => pod.metadata.name);
  if (names.length === 0) {
    const message = 'waiting for first consumer to be created before binding';
    return { type: 'Normal', reason: 'WaitForFirstConsumer', message };
  }
  const message = `waiting for pod${names.length > 1 ? 's' : ''} ${names.join(',')} to be scheduled`;
  return { type: 'Normal', reason: 'WaitForPodScheduled', message };
}

/** Why a claim has no volume yet. `waits` where its class binds late and no pod has been given a node. Models: syncUnboundClaim, provisionClaim */
export function whyWaiting(claim: Claim, waits: boolean, informers: Informers): Waiting {
  if (waits) return waitingForPod(claim, informers);
  const { storageClassName = '' } = claim.spec;
  if (storageClassName === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    return { type: 'Normal', reason: 'FailedBinding', message };
  }
  const storageClass = informers.get(CLASSES, '', storageClassName) as StorageClass | undefined;
  if (storageClass === undefined) {
    const message = `storageclass.storage.k8s.io "${storageClassName}" not found`;
    return { type: 'Warning', reason: 'ProvisioningFailed', message };
  }
  const { provisioner = '' } = storageClass;
  if (provisioner.startsWith('kubernetes.io/'))
    return { type: 'Warning', reason: 'ProvisioningFailed', message: `no volume plugin matched name: ${provisioner}` };
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  return { type: 'Normal', reason: 'ExternalProvisioning', message, provisioner };
}
