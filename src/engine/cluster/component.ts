import type { ClientFactory, Informers } from './client.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

/** What every component of the control plane is handed when the cluster is put together. */
export interface ComponentContext {
  readonly clock: Clock;
  /** Already forked for the component. */
  readonly random: Random;
  readonly informers: Informers;
  readonly client: ClientFactory;
}

/** A controller, the scheduler, a kubelet: started once, stopped when its node or the cluster stops. */
export interface Component {
  readonly name: string;
  start(): void;
  stop(): void;
}
