import type { StrategyContext } from '../../resources/definition.ts';
import type { Core } from '../core.ts';

/** What a strategy may ask during one request. */
export function strategyContext(core: Core, warn: (text: string) => void): StrategyContext {
  return new RequestContext(core, warn);
}

class RequestContext implements StrategyContext {
  readonly nowMs: number;
  private allocated: StrategyContext['allocate'] | undefined;

  constructor(
    private readonly core: Core,
    readonly warn: (text: string) => void,
  ) {
    this.nowMs = core.clock.nowMs();
  }

  get allocate(): StrategyContext['allocate'] {
    this.allocated ??= this.core.allocators.forRequest();
    return this.allocated;
  }

  get(resource: string, namespace: string, name: string) {
    return this.core.store.get(resource, namespace, name);
  }

  list(resource: string, namespace: string) {
    return this.core.store.table(resource).list(namespace === '' ? undefined : namespace);
  }
}
