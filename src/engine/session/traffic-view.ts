import type { ConnectionReport, Silence, TrafficEnd } from '../cluster/network/traffic.ts';

/** Who is at an end of a flow: a key of the map (`pods/default/web`, `nodes//worker-1`), or the learner's machine. */
export type FlowEnd = string;

/** The learner's machine at the end of a flow. */
export const LEARNER = 'learner';

/** Connections that went the same way within a short time. */
export interface Flow {
  readonly from: FlowEnd;
  /** Keys of what it came through, in order: a node whose port was called, a Service. */
  readonly through: readonly string[];
  /** Undefined where it came to nobody. */
  readonly to: FlowEnd | undefined;
  /** What was dialled: `10.96.3.7:80`. */
  readonly dialled: string;
  readonly outcome: ConnectionReport['outcome'];
  readonly why?: Silence;
  readonly n: number;
  /** Virtual time of the first. */
  readonly atMs: number;
}

/** Ways told at once; more than a person could follow are only counted. */
const MOST_FLOWS = 32;

/** The end of a connection as the map names it. */
export function flowEnd(end: TrafficEnd): FlowEnd {
  if (end.is === 'pod') return `pods/${end.namespace}/${end.name}`;
  return end.is === 'node' ? `nodes//${end.node}` : LEARNER;
}

/** What a report says a connection came through, as keys of the map. */
export function throughOf({ entry, entryNode, service }: ConnectionReport): readonly string[] {
  const byNode = entryNode !== undefined && (entry === 'node-port' || entry === 'host-port');
  return [
    ...(byNode ? [`nodes//${entryNode}`] : []),
    ...(service === undefined ? [] : [`services/${service.namespace}/${service.name}`]),
  ];
}

/** A machine that calls itself, and a node that calls a pod by its address, as its kubelet does for each probe: no traffic to look at. */
function isInner({ entry, from, to }: ConnectionReport): boolean {
  return entry === 'loopback' || (from.is === 'node' && to?.is === 'pod' && entry === 'pod');
}

/** Gathers who called whom since it was last asked. Bounded: the same way is counted, and ways beyond some number, too. */
export class TrafficView {
  private readonly flows = new Map<string, Flow>();
  private more = 0;

  readonly add = (report: ConnectionReport): void => {
    if (isInner(report)) return;
    const flow: Omit<Flow, 'n'> = {
      from: flowEnd(report.from),
      through: throughOf(report),
      to: report.to === undefined ? undefined : flowEnd(report.to),
      dialled: `${report.address}:${report.port}`,
      outcome: report.outcome,
      ...(report.why === undefined ? {} : { why: report.why }),
      atMs: report.atMs,
    };
    const key = [flow.from, ...flow.through, flow.to, flow.dialled, flow.outcome].join(' ');
    const known = this.flows.get(key);
    if (known !== undefined) this.flows.set(key, { ...known, n: known.n + 1 });
    else if (this.flows.size < MOST_FLOWS) this.flows.set(key, { ...flow, n: 1 });
    else this.more++;
  };

  /** What came since the last call; `more` connections went other ways. */
  take(): { readonly flows: readonly Flow[]; readonly more: number } {
    const taken = { flows: [...this.flows.values()], more: this.more };
    this.flows.clear();
    this.more = 0;
    return taken;
  }
}
