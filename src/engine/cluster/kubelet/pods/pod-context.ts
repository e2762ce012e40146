import type { ContainerRecord, PodRuntime } from '../containers/record.ts';
import type { PullErrors } from '../images/ensure-image.ts';
import type { NodeServices } from '../node-services.ts';
import type { Pod } from '../pod.ts';
import type { PayloadContext } from '../volumes/payload.ts';
import type { PodVolumes } from '../volumes/pod-volumes.ts';
import { serviceAccountToken } from '../volumes/token.ts';

/** What the steps of one pod's syncs share. */
export interface PodContext {
  readonly services: NodeServices;
  readonly pod: Pod;
  readonly runtime: PodRuntime;
  readonly volumes: PodVolumes;
  readonly pullErrors: PullErrors;
  /** The pod is young and not ready yet: its programs' sleeps keep the cluster unsettled. */
  readonly settling: () => boolean;
  /** A container has ended; called once, from the clock's queue. */
  readonly exited: (record: ContainerRecord) => void;
}

/** What the pod's volumes are made from. */
export function payloadContext({ services, pod, runtime, volumes }: PodContext): PayloadContext {
  return {
    informers: services.informers,
    pod,
    facts: {
      podIp: runtime.sandbox?.network.namespace.address ?? '',
      hostIp: services.node.address,
      allocatable: services.node.allocatable,
    },
    token: (audience) => volumes.token(audience, () => serviceAccountToken(services, pod, audience)),
  };
}
