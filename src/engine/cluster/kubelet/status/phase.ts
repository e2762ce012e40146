import { type ContainerStatus, containersOf, initContainersOf, isRestartableInit, type Pod } from '../pod.ts';

/**
 * The phase that container statuses amount to. `terminal` = nothing will run again, `initialized` = a main container was once created.
 * Models: pkg/kubelet getPhase
 */
export function phaseOf(
  pod: Pod,
  statuses: ReadonlyMap<string, ContainerStatus>,
  terminal: boolean,
  initialized: boolean,
): string {
  let pendingInit = 0;
  let failedInit = 0;
  let waiting = 0;
  let running = 0;
  let stopped = 0;
  let succeeded = 0;
  let unknown = 0;

  for (const container of initContainersOf(pod)) {
    const status = statuses.get(container.name);
    const state = status?.state;
    if (isRestartableInit(container)) {
      if (status === undefined) unknown++;
      else if (state?.running !== undefined) {
        if (status.started !== true) pendingInit++;
        running++;
      } else if (state?.terminated === undefined && status.lastState?.terminated === undefined) {
        pendingInit++;
        waiting++;
      }
    } else if (state?.terminated !== undefined) {
      if (state.terminated.exitCode !== 0) failedInit++;
    } else if (state?.waiting !== undefined && status?.lastState?.terminated !== undefined) {
      if (status.lastState.terminated.exitCode !== 0) failedInit++;
    } else pendingInit++;
  }

  for (const container of containersOf(pod)) {
    const status = statuses.get(container.name);
    if (status === undefined) unknown++;
    else if (status.state?.running !== undefined) running++;
    else if (status.state?.terminated !== undefined) {
      stopped++;
      if (status.state.terminated.exitCode === 0) succeeded++;
    } else if (status.lastState?.terminated !== undefined) stopped++;
    else waiting++;
  }

  const policy = pod.spec.restartPolicy ?? 'Always';
  if (failedInit > 0 && policy === 'Never') return 'Failed';
  if (pendingInit > 0 && !initialized)
    return terminal && stopped > 0 && running === 0 ? ended(stopped, succeeded) : 'Pending';
  if (waiting > 0) return 'Pending';
  if (running > 0 && unknown === 0) return 'Running';
  if (running === 0 && stopped > 0 && unknown === 0) {
    if (terminal) return ended(stopped, succeeded);
    if (policy === 'Always') return 'Running';
    if (stopped === succeeded) return 'Succeeded';
    return policy === 'Never' ? 'Failed' : 'Running';
  }
  return 'Pending';
}

function ended(stopped: number, succeeded: number): string {
  return stopped === succeeded ? 'Succeeded' : 'Failed';
}
