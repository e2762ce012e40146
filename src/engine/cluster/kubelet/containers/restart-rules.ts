import { initContainersOf, isRestartableInit, type NamedContainer, type Pod } from '../pod.ts';
import { isEnded, type PodRuntime } from './record.ts';

/** Whether the restart policy allows another try after a failure. Models: kuberuntime shouldRestartOnFailure */
export function restartsOnFailure(pod: Pod): boolean {
  return pod.spec.restartPolicy !== 'Never';
}

/** Whether a container that ended with this code runs again: its own rules first, then its policy, then the pod's. Models: podutil.ContainerShouldRestart */
export function restartsAfter(pod: Pod, container: NamedContainer, exitCode: number): boolean {
  for (const rule of container.restartPolicyRules ?? []) {
    const values = rule.exitCodes?.values ?? [];
    const listed = values.includes(exitCode);
    const matches = rule.exitCodes?.operator === 'NotIn' ? !listed : listed;
    if (matches && rule.action === 'Restart') return true;
  }
  const policy = container.restartPolicy ?? pod.spec.restartPolicy ?? 'Always';
  if (policy === 'Never') return false;
  return policy === 'OnFailure' ? exitCode !== 0 : true;
}

/** Whether a main (or sidecar) container is to be started in the next sync. Models: kubecontainer.ShouldContainerBeRestarted */
export function shouldBeRestarted(pod: Pod, container: NamedContainer, runtime: PodRuntime): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  const record = runtime.latest(container.name);
  if (record === undefined) return true;
  if (!isEnded(record)) return false;
  return restartsAfter(pod, container, record.end?.exitCode ?? 0);
}

/** Any main container was ever created: the pod is initialized. Models: kubecontainer.HasAnyActiveRegularContainerStarted */
export function hasInitialized(pod: Pod, runtime: PodRuntime): boolean {
  return (pod.spec.containers ?? []).some((container) => runtime.latest(container.name ?? '') !== undefined);
}

/** Native sidecars, in the order in which they start. */
export function sidecarsOf(pod: Pod): readonly NamedContainer[] {
  return initContainersOf(pod).filter(isRestartableInit);
}
