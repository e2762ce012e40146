import type { Informers } from '../../cluster/client.ts';
import type { ConnectionReport, TrafficEnd } from '../../cluster/network/traffic.ts';
import { flowEnd, LEARNER, throughOf } from '../traffic-view.ts';
import type { Hop } from './page.ts';
import { isController, ruleFor } from './rules.ts';

/** A request goes on for no more hops than this in what is shown. */
const MOST_HOPS = 24;

function isSame(a: TrafficEnd | undefined, b: TrafficEnd): boolean {
  return a !== undefined && flowEnd(a) === flowEnd(b);
}

/**
 * Follows one request: from the learner's machine to whom it reached, and what that one called before the answer came. Two requests that
 * reach the same pod in the same few milliseconds cannot be told apart.
 */
export class HopTrail {
  readonly hops: Hop[] = [];
  /** Who has the request, first the learner's machine. */
  private readonly holders: TrafficEnd[] = [{ is: 'outside' }];
  private forwarded = false;

  constructor(
    private readonly informers: Informers,
    private readonly asked: { readonly host: string; readonly port: number; readonly target: string },
  ) {}

  readonly add = (report: ConnectionReport): void => {
    if (this.hops.length >= MOST_HOPS || !this.isOnWay(report)) return;
    if (report.entry === 'loopback') {
      this.inside(report);
      return;
    }
    this.hops.push({
      is: 'connection',
      from: flowEnd(report.from),
      entry: report.entry,
      dialled: `${report.address}:${report.port}`,
      through: throughOf(report),
      to: report.to === undefined ? undefined : flowEnd(report.to),
      toPort: report.toPort,
      outcome: report.outcome,
      ...(report.why === undefined ? {} : { why: report.why }),
    });
    if (report.outcome === 'answered' && report.to !== undefined) this.reached(report.to);
  };

  private isOnWay({ from, entry }: ConnectionReport): boolean {
    if (entry === 'loopback' && from.is === 'pod') return this.forwarded;
    const last = this.holders.at(-1);
    return from.is === 'outside' ? this.holders.length === 1 : isSame(last, from);
  }

  /** A loopback of the learner's machine is a port of kubectl's; the next in a pod is where that leads. */
  private inside({ from, port, outcome }: ConnectionReport): void {
    if (from.is === 'outside') {
      const taken = outcome === 'answered';
      if (!taken)
        this.hops.push({
          is: 'connection',
          from: LEARNER,
          entry: 'loopback',
          dialled: `127.0.0.1:${port}`,
          through: [],
          to: LEARNER,
          toPort: port,
          outcome,
        });
      else this.hops.push({ is: 'port-forward', port, to: undefined, toPort: undefined });
      this.forwarded = taken;
      return;
    }
    const at = this.hops.findLastIndex(({ is }) => is === 'port-forward');
    const hop = this.hops[at];
    if (hop?.is !== 'port-forward') return;
    this.hops[at] = { ...hop, to: flowEnd(from), toPort: port };
    this.forwarded = false;
    this.reached(from);
  }

  private reached(end: TrafficEnd): void {
    this.holders.push(end);
    if (end.is === 'pod' && isController(this.informers, end.namespace, end.name))
      this.hops.push(ruleFor(this.informers, this.asked.host, this.asked.target));
  }
}
