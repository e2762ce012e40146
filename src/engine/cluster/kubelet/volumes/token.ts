import type { NodeServices } from '../node-services.ts';
import type { Pod } from '../pod.ts';

/** Seconds that a projected token says it is valid. */
const TOKEN_SECONDS = 3607;

/** The token of a pod's service account, bound to the pod and its node. Models: pkg/kubelet/token */
export function serviceAccountToken(
  { tokens, informers, clock, node }: NodeServices,
  pod: Pod,
  audience: string | undefined,
): string {
  const namespace = pod.metadata.namespace ?? '';
  const name = pod.spec.serviceAccountName ?? 'default';
  const uid = informers.get('serviceaccounts', namespace, name)?.metadata.uid ?? '';
  const machine = { name: node.name, uid: informers.get('nodes', '', node.name)?.metadata.uid ?? '' };
  return (
    tokens?.issue({ namespace, name, uid }, audience === undefined ? [] : [audience], TOKEN_SECONDS, clock.nowMs(), {
      node: machine,
      pod: { name: pod.metadata.name, uid: pod.metadata.uid ?? '' },
    }) ?? ''
  );
}
