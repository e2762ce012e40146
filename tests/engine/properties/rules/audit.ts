import type { History } from '../../../../src/engine/cluster/store/history.ts';
import type { Loose } from '../../cluster/fake-cluster.ts';
import { podAddresses, serviceAddresses } from './addresses.ts';
import { budgetsHold } from './budget.ts';
import { closedNamespaces, identityStays, oneController, podsDoNotReturn, revisionsRise } from './objects.ts';
import { quotaHolds } from './quota.ts';
import type { Rule } from './rule.ts';
import {
  jobsKeepBounds,
  oneDaemonANode,
  ordinalsInOrder,
  recreateWaits,
  rolloutsKeepBounds,
  schedulesKeepConcurrency,
} from './workloads.ts';

/** Follows a history version by version and says at once which rule one of them breaks. */
export class Audit {
  readonly living = new Map<string, Map<string, Loose>>();
  private seen = 0;
  private readonly rules: readonly (readonly [string, Rule])[];

  constructor(
    private readonly history: History,
    more: { readonly [name: string]: Rule } = {},
  ) {
    this.rules = Object.entries({
      identityStays,
      revisionsRise: revisionsRise(),
      oneController,
      podsDoNotReturn,
      closedNamespaces,
      podAddresses,
      serviceAddresses,
      quotaHolds,
      rolloutsKeepBounds,
      recreateWaits,
      ordinalsInOrder,
      oneDaemonANode,
      jobsKeepBounds,
      schedulesKeepConcurrency,
      budgetsHold: budgetsHold(),
      ...more,
    });
  }

  /** Looks at what was written since the last time. */
  check(): void {
    for (const version of this.history.versions(undefined, { fromRevision: this.seen + 1 })) {
      const { revision, resource, type } = version;
      this.seen = revision;
      const object: Loose = version.object;
      const { namespace = '', name } = object.metadata;
      const key = `${namespace}/${name}`;
      const objects = this.living.get(resource) ?? new Map<string, Loose>();
      this.living.set(resource, objects);
      const before = objects.get(key);
      if (type === 'DELETED') objects.delete(key);
      else objects.set(key, object);
      const moment = { version, object, before, living: this.living, nowMs: version.timeMs };
      for (const [rule, holds] of this.rules) {
        const why = holds(moment);
        if (why !== undefined)
          throw new Error(
            `${rule}: ${type} ${resource} ${key} at revision ${revision} by ${version.writer.manager}: ${why}`,
          );
      }
    }
  }
}
