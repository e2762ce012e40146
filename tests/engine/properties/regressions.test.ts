import { describe, it } from 'vitest';
import { live } from './live.ts';
import type { Operation, Settings } from './operations/operation.ts';

// Shrunk counter-examples of random-operations.test.ts, as fast-check printed them.

const usual: Settings = {
  replicas: 1,
  variant: 0,
  crashes: false,
  slowReady: 0,
  surge: 0,
  unavailable: 0,
  flag: false,
};
const at = { ns: 'default', name: 'a' } as const;

const FOUND: { readonly [what: string]: readonly Operation[] } = {
  'a stateful set waits for a pod of its name that belongs to nobody any more': [
    { op: 'apply', kind: 'StatefulSet', ...at, settings: usual },
    { op: 'wait', ms: 35 },
    { op: 'evict', ns: 'default', at: 0 },
    { op: 'disown-pod', ns: 'default', at: 0 },
  ],
  'a pod that ended while its node was cut off goes when the node is back': [
    { op: 'make-pod', ns: 'default', of: 'Job', name: 'b', at: 0 },
    { op: 'wait', ms: 286 },
    { op: 'evict', ns: 'default', at: 0 },
    { op: 'fault', kind: 'cut-node', node: 'worker-1', on: true },
    { op: 'fault', kind: 'cut-node', node: 'worker-2', on: true },
    { op: 'wait', ms: 70_000 },
  ],
  'what a custom resource owned goes with it, even when its definition goes at the same time': [
    { op: 'boats', on: true },
    { op: 'wait', ms: 94 },
    { op: 'namespace', ns: 'team', on: true },
    { op: 'dependent', kind: 'Boat', ns: 'team', name: 'b', owners: [], blocks: false },
    { op: 'dependent', kind: 'ConfigMap', ns: 'team', name: 'b', owners: [0], blocks: false },
    { op: 'boats', on: false },
  ],
  'a rollout takes no more old pods while their set has not caught up': [
    {
      op: 'apply',
      kind: 'Deployment',
      ...at,
      settings: { ...usual, replicas: 4, variant: 1, slowReady: 1, surge: '100%', unavailable: '25%' },
    },
    { op: 'wait', ms: 5_000 },
    { op: 'scale', kind: 'Deployment', ...at, replicas: 5 },
    { op: 'delete-pod', ns: 'default', at: 2, force: true },
    { op: 'wait', ms: 5_337 },
    { op: 'delete-pod', ns: 'default', at: 4, force: true },
    { op: 'retemplate', kind: 'Deployment', ...at, settings: { ...usual, variant: 1, slowReady: 4 } },
  ],
};

describe('what random operations once broke', () => {
  for (const [what, operations] of Object.entries(FOUND)) it(what, () => void live(470_596, operations, []));
});
