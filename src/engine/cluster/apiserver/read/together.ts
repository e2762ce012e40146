import type { JsonObject } from '../../json.ts';
import type { Version } from '../../store/version.ts';
import type { Core } from '../core.ts';

/** Who gets the events. */
export interface EventReceiver {
  send(event: JsonObject): void;
}

/** Watchers of all objects of a kind in the same form: the event is made once, and they are told one after the other. */
class Audience {
  private receivers: readonly EventReceiver[] = [];
  private stop: (() => void) | undefined;

  constructor(
    private readonly core: Core,
    private readonly key: string,
    private readonly make: (version: Version) => JsonObject | undefined,
  ) {}

  join(receiver: EventReceiver): () => void {
    // A new list each time: whoever comes or goes while an event is told changes nothing for that event.
    this.receivers = [...this.receivers, receiver];
    this.stop ??= this.core.store.watch(this.key, (version) => {
      const event = this.make(version);
      if (event === undefined) return;
      const { receivers } = this;
      for (let at = 0; at < receivers.length; at++) receivers[at]?.send(event);
    });
    return () => {
      this.receivers = this.receivers.filter((other) => other !== receiver);
      if (this.receivers.length > 0) return;
      this.stop?.();
      this.stop = undefined;
    };
  }
}

const audiences = new WeakMap<Core, Map<string, Audience>>();

/** Joins the watchers of all objects at `key` who get what `make` makes, which `form` names; gives back how to leave. */
export function watchTogether(
  core: Core,
  key: string,
  form: string,
  make: (version: Version) => JsonObject | undefined,
  receiver: EventReceiver,
): () => void {
  let known = audiences.get(core);
  if (known === undefined) {
    known = new Map();
    audiences.set(core, known);
  }
  const name = `${key} ${form}`;
  let audience = known.get(name);
  if (audience === undefined) {
    audience = new Audience(core, key, make);
    known.set(name, audience);
  }
  return audience.join(receiver);
}
