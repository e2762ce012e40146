import type { Decision, NodeVerdict } from '../../../engine/cluster/scheduler/decision.ts';

/** One cell of the table "why this node": what a plugin made of a node. */
export type PluginCell =
  /** It did not look at the node: another had turned it down before, or it has no say in that matter. */
  | { readonly is: 'silent' }
  | { readonly is: 'passed'; readonly points: number | undefined }
  | { readonly is: 'refused'; readonly reasons: readonly string[] };

/** A node's row: its verdict, and a cell for each plugin. */
export interface NodeRow {
  readonly node: string;
  readonly chosen: boolean;
  readonly refused: boolean;
  readonly total: number | undefined;
  readonly cells: readonly PluginCell[];
}

/** The table: plugins in the order in which they were asked, nodes with the one taken first, then by points. */
export interface DecisionTable {
  readonly plugins: readonly string[];
  readonly rows: readonly NodeRow[];
}

function cellOf(plugin: string, at: number, verdict: NodeVerdict, filters: readonly string[]): PluginCell {
  const points = verdict.scores?.[plugin];
  const { rejectedBy } = verdict;
  if (rejectedBy?.plugin === plugin) return { is: 'refused', reasons: rejectedBy.reasons };
  const stoppedAt = rejectedBy === undefined ? Number.POSITIVE_INFINITY : filters.indexOf(rejectedBy.plugin);
  const filtered = filters.includes(plugin) && at < stoppedAt;
  return filtered || points !== undefined ? { is: 'passed', points } : { is: 'silent' };
}

/** Lays a decision of the scheduler out as a table. */
export function decisionTable(decision: Decision): DecisionTable {
  const plugins = [...decision.filters];
  for (const { scores } of decision.verdicts)
    for (const plugin of Object.keys(scores ?? {})) if (!plugins.includes(plugin)) plugins.push(plugin);
  const rows = decision.verdicts.map(
    (verdict): NodeRow => ({
      node: verdict.node,
      chosen: verdict.node === decision.chosen,
      refused: verdict.rejectedBy !== undefined,
      total: verdict.total,
      cells: plugins.map((plugin, at) => cellOf(plugin, at, verdict, decision.filters)),
    }),
  );
  const rank = (row: NodeRow): number => (row.chosen ? 2 : row.refused ? 0 : 1);
  rows.sort((a, b) => rank(b) - rank(a) || (b.total ?? 0) - (a.total ?? 0) || (a.node < b.node ? -1 : 1));
  return { plugins, rows };
}
