import type { Client } from '../../client.ts';
import type { Clock } from '../../clock.ts';
import { createRecorder, type EventRecorder } from '../recorder.ts';

/** One recorder for each component that a program speaks as: a driver's events come from the driver. */
export function recordersBy(client: Client, clock: Clock): (component: string) => EventRecorder {
  const known = new Map<string, EventRecorder>();
  return (component) => {
    const recorder = known.get(component) ?? createRecorder(client, clock, { component });
    known.set(component, recorder);
    return recorder;
  };
}
