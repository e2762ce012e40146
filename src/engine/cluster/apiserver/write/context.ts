import type { StrategyContext } from '../../resources/definition.ts';
import type { Core } from '../core.ts';

/** What a strategy may ask during one request. */
export function strategyContext(core: Core, warn: (text: string) => void): StrategyContext {
  const { store } = core;
  let allocate: StrategyContext['allocate'] | undefined;
  return {
    nowMs: core.clock.nowMs(),
    get allocate() {
      allocate ??= core.allocators.forRequest();
      return allocate;
    },
    get: (resource, namespace, name) => store.get(resource, namespace, name),
    list: (resource, namespace) => store.table(resource).list(namespace === '' ? undefined : namespace),
    warn,
  };
}
