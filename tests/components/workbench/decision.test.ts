import { describe, expect, it } from 'vitest';
import { decisionTable } from '../../../src/components/workbench/map/decision.ts';
import { activeLike, faultsFor } from '../../../src/components/workbench/map/faults.ts';
import type { Decision } from '../../../src/engine/cluster/scheduler/decision.ts';
import type { MapItem } from '../../../src/engine/session/map-item.ts';

const decision: Decision = {
  podUid: 'u',
  timeMs: 0,
  chosen: 'worker-1',
  message: undefined,
  filters: ['NodeName', 'TaintToleration', 'NodeResourcesFit'],
  verdicts: [
    { node: 'worker-2', scores: { TaintToleration: 300, NodeResourcesFit: 40 }, total: 340 },
    { node: 'worker-1', scores: { TaintToleration: 300, NodeResourcesFit: 70, Balanced: 9 }, total: 379 },
    { node: 'control-plane', rejectedBy: { plugin: 'TaintToleration', reasons: ['had untolerated taint'] } },
  ],
};

describe('the table "why this node"', () => {
  const { plugins, rows } = decisionTable(decision);

  it('has a column for each plugin that filtered or scored', () => {
    expect(plugins).toEqual(['NodeName', 'TaintToleration', 'NodeResourcesFit', 'Balanced']);
  });

  it('shows the node that was taken first, then by points, then those turned down', () => {
    expect(rows.map(({ node, chosen, refused }) => [node, chosen, refused])).toEqual([
      ['worker-1', true, false],
      ['worker-2', false, false],
      ['control-plane', false, true],
    ]);
  });

  it('says which plugins passed a node, which refused it, and which were not asked any more', () => {
    expect(rows[2]?.cells).toEqual([
      { is: 'passed', points: undefined },
      { is: 'refused', reasons: ['had untolerated taint'] },
      { is: 'silent' },
      { is: 'silent' },
    ]);
    expect(rows[0]?.cells[3]).toEqual({ is: 'passed', points: 9 });
    expect(rows[1]?.cells[3]).toEqual({ is: 'silent' });
  });
});

describe('the menu of faults', () => {
  const item = (resource: string, more: Partial<MapItem> = {}) =>
    ({ resource, namespace: 'default', name: 'web', containers: [], ...more }) as unknown as MapItem;

  it('offers for a node what happens to machines', () => {
    expect(faultsFor(item('nodes')).map(({ kind }) => kind)).toEqual(['stop-node', 'cut-node', 'fill-memory']);
  });

  it('offers for a pod its processes and its images', () => {
    const containers = [
      { name: 'a', image: 'nginx', state: 'running' },
      { name: 'b', image: 'nginx', state: 'waiting' },
    ] as unknown as MapItem['containers'];
    expect(faultsFor(item('pods', { containers }))).toEqual([
      { kind: 'kill-process', namespace: 'default', pod: 'web', container: 'a' },
      { kind: 'crash-image', image: 'nginx', exitCode: 1 },
      { kind: 'slow-pull', image: 'nginx', seconds: 60 },
    ]);
    expect(faultsFor(item('services'))).toEqual([]);
  });

  it('knows a fault again that lasts with other numbers', () => {
    const lasting = { kind: 'slow-pull', image: 'nginx', seconds: 5 } as const;
    expect(activeLike([lasting], { kind: 'slow-pull', image: 'nginx', seconds: 60 })).toBe(lasting);
  });
});
