import type { StrategyContext } from '../../resources/definition.ts';
import type { Core, WriteOptions } from '../core.ts';
import type { UserInfo } from '../http.ts';

/** What a strategy may ask during one request. */
export function strategyContext(core: Core, { warn, user }: Pick<WriteOptions, 'warn' | 'user'>): StrategyContext {
  return new RequestContext(core, warn, user);
}

class RequestContext implements StrategyContext {
  readonly nowMs: number;
  private allocated: StrategyContext['allocate'] | undefined;

  constructor(
    private readonly core: Core,
    readonly warn: (text: string) => void,
    readonly user: UserInfo,
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
