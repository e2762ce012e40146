import type { Node } from '../kinds.ts';
import { findCondition } from '../pod-state.ts';

/** Most nodes of a zone may be silent because the way to them is cut: then evicting would do harm. Models: nodelifecycle.ZoneState */
export type ZoneState = 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** --unhealthy-zone-threshold, --large-cluster-size-threshold. */
const UNHEALTHY_SHARE = 0.55;
const LARGE_CLUSTER = 50;
/** Between two nodes that are given a NoExecute taint: --node-eviction-rate 0.1, --secondary-node-eviction-rate 0.01. */
const INTERVAL_MS = 10_000;
const SLOW_INTERVAL_MS = 100_000;

const LABELS = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

/** A name for the node's zone; nodes without labels share one. Models: component-helpers/node/topology.GetZoneKey */
export function zoneOf({ metadata }: Node): string {
  return LABELS.map((label) => metadata.labels?.[label] ?? '').join(':');
}

/** The state of each zone. Models: ComputeZoneState */
export function zoneStates(nodes: readonly Node[]): ReadonlyMap<string, ZoneState> {
  const counts = new Map<string, { ready: number; notReady: number }>();
  for (const node of nodes) {
    const zone = zoneOf(node);
    const count = counts.get(zone) ?? { ready: 0, notReady: 0 };
    if (findCondition(node.status?.conditions, 'Ready')?.status === 'True') count.ready++;
    else count.notReady++;
    counts.set(zone, count);
  }
  const states = new Map<string, ZoneState>();
  for (const [zone, { ready, notReady }] of counts) {
    if (ready === 0 && notReady > 0) states.set(zone, 'FullDisruption');
    else if (notReady > 2 && notReady / (ready + notReady) >= UNHEALTHY_SHARE) states.set(zone, 'PartialDisruption');
    else states.set(zone, 'Normal');
  }
  return states;
}

/** Milliseconds between two nodes of a zone that are emptied; undefined where none is. Models: setLimiterInZone */
export function evictionIntervalMs(state: ZoneState, nodes: number): number | undefined {
  if (state !== 'PartialDisruption') return INTERVAL_MS;
  return nodes > LARGE_CLUSTER ? SLOW_INTERVAL_MS : undefined;
}
