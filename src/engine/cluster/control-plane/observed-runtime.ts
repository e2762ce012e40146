import type { ContainerConfig, ContainerRuntime } from '../kubelet/runtime.ts';

/** Told of the containers of one node as they come and go. */
export interface ContainerObserver {
  started(config: ContainerConfig): void;
  ended(config: ContainerConfig): void;
}

/** The same runtime, with somebody who looks on. */
export function observedRuntime(runtime: ContainerRuntime, observer: ContainerObserver): ContainerRuntime {
  const start: ContainerRuntime['start'] = (config, exited) => {
    const result = runtime.start(config, (exit) => {
      observer.ended(config);
      exited(exit);
    });
    if (result.kind === 'started') observer.started(config);
    return result;
  };
  return Object.create(runtime, { start: { value: start } });
}
