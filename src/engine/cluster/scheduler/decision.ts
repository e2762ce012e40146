import type { Rejection } from './framework/types.ts';

/** What became of one node while a pod was scheduled. */
export interface NodeVerdict {
  readonly node: string;
  /** The plugin that turned the node down, with its reasons; absent where the node was feasible. */
  readonly rejectedBy?: { readonly plugin: string; readonly reasons: readonly string[] };
  /** Weighted scores by plugin; absent where the node was turned down or not scored. */
  readonly scores?: { readonly [plugin: string]: number };
  readonly total?: number;
}

/** The answer to "why this node?", and to "why none?". */
export interface Decision {
  readonly podUid: string;
  readonly timeMs: number;
  /** The node taken; undefined when there was none. */
  readonly chosen: string | undefined;
  /** The message of the FailedScheduling event, where no node was taken. */
  readonly message: string | undefined;
  /** The plugins that looked at nodes for this pod, in their order: a node passed those before the one that turned it down. */
  readonly filters: readonly string[];
  readonly verdicts: readonly NodeVerdict[];
}

/** A decision's raw findings; verdicts are made from them when somebody asks. */
export interface Findings {
  readonly filters: readonly { readonly name: string }[];
  readonly rejected: ReadonlyMap<string, { readonly plugin: string; readonly rejection: Rejection }>;
  readonly feasible: readonly string[];
  /** Weighted scores by plugin, in the order of `feasible`. */
  readonly scores: ReadonlyMap<string, readonly number[]>;
}

interface Entry extends Omit<Decision, 'verdicts' | 'filters'> {
  readonly findings: Findings;
}

function verdicts({ rejected, feasible, scores }: Findings): readonly NodeVerdict[] {
  const out: NodeVerdict[] = feasible.map((node, at) => {
    if (scores.size === 0) return { node };
    const byPlugin: { [plugin: string]: number } = {};
    let total = 0;
    for (const [plugin, values] of scores) {
      const value = values[at] ?? 0;
      byPlugin[plugin] = value;
      total += value;
    }
    return { node, scores: byPlugin, total };
  });
  for (const [node, { plugin, rejection }] of rejected)
    out.push({ node, rejectedBy: { plugin, reasons: rejection.reasons } });
  return out;
}

/** The last decision for each of the pods scheduled most recently. */
export class DecisionLog {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly limit = 500) {}

  record(entry: Entry): void {
    this.entries.delete(entry.podUid);
    this.entries.set(entry.podUid, entry);
    const oldest = this.entries.size > this.limit ? this.entries.keys().next() : undefined;
    if (oldest !== undefined && !oldest.done) this.entries.delete(oldest.value);
  }

  get(podUid: string): Decision | undefined {
    const entry = this.entries.get(podUid);
    if (entry === undefined) return undefined;
    const { findings, ...decision } = entry;
    return { ...decision, filters: findings.filters.map(({ name }) => name), verdicts: verdicts(findings) };
  }
}
