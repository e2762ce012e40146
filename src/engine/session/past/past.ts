import type { Cluster } from '../../cluster/cluster.ts';
import type { Fault } from '../../cluster/faults/fault.ts';
import type { Report } from '../../grader/verdict.ts';
import type { Input } from '../input.ts';
import type { Session } from '../session.ts';
import type { SessionListener } from '../session-listener.ts';
import { Deeds } from './deeds.ts';
import { type ExplainSource, explainMoment, explainObject } from './explain/explain.ts';
import type { Explanation } from './explain/step.ts';
import { Marks } from './marks.ts';
import { Moment } from './moment.ts';
import { RequestLog } from './request-log.ts';
import { TerminalRecord } from './terminal-record.ts';

/** What a session's past is made of: what was printed, what the learner did, what was asked of the API server, and the store's history. */
export class Past {
  readonly terminals = new TerminalRecord();
  readonly deeds = new Deeds();
  readonly requests = new RequestLog();
  readonly marks: Marks;
  private moment: Moment | undefined;
  private faults: readonly Fault[] = [];
  private readonly disposers: readonly (() => void)[];

  /** Begins to record. What came before is known from the store's history only. */
  constructor(private readonly session: Session) {
    const { cluster, columns } = session.world;
    this.marks = new Marks(cluster.history, this.deeds, columns, cluster.history.revisionAt(session.arrivedMs));
    this.faults = cluster.faults.active;
    this.disposers = [cluster.server.onAudit(this.requests.add), cluster.faults.onChange(() => this.faultsChanged())];
  }

  dispose(): void {
    for (const dispose of this.disposers) dispose();
  }

  /** What the session tells. */
  readonly listener: Required<Pick<SessionListener, 'output' | 'report' | 'input' | 'entered'>> = {
    output: (terminal, text) => this.terminals.printed(terminal, this.nowMs, text),
    entered: (terminal, line) => {
      if (line.trim() !== '') this.deeds.add({ kind: 'command', atMs: this.nowMs, terminal, line });
    },
    report: ({ earned, points }: Report) => this.deeds.add({ kind: 'check', atMs: this.nowMs, earned, points }),
    input: (input) => this.input(input),
  };

  /** The cluster at a moment; the one that was asked for last is kept. Throws `RevisionError` where nothing is known any more. */
  at(atMs: number): Moment {
    const now = Math.min(atMs, this.nowMs);
    if (this.moment?.atMs !== now || now === this.nowMs) this.moment = new Moment(this.cluster, now);
    return this.moment;
  }

  /** Who did what from the last command before a moment on. */
  explainMoment(atMs: number): Explanation {
    return explainMoment(this.source(), atMs);
  }

  /** Who did what for an object to become what it is. */
  explainObject(resource: string, namespace: string, name: string, atMs: number): Explanation | undefined {
    return explainObject(this.source(), resource, namespace, name, atMs);
  }

  private get cluster(): Cluster {
    return this.session.world.cluster;
  }

  private get nowMs(): number {
    return this.session.world.clock.nowMs();
  }

  private source(): ExplainSource {
    const { history, server, scheduler } = this.cluster;
    return {
      history,
      requests: this.requests,
      commands: this.deeds.commands(),
      nowMs: this.nowMs,
      startMs: this.session.arrivedMs,
      decision: (uid) => scheduler.lastDecision(uid),
      keyOf(apiVersion, kind, namespace, name) {
        const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
        const resource = server.core.definitions.ofKind(group, kind)?.key ?? kind.toLowerCase();
        return `${resource}/${namespace}/${name}`;
      },
    };
  }

  private input(input: Input): void {
    const atMs = this.nowMs;
    switch (input.do) {
      case 'open-terminal':
        this.terminals.opened(input.terminal, atMs, input.columns, input.rows);
        return;
      case 'resize':
        this.terminals.resized(input.terminal, atMs, input.columns, input.rows);
        return;
      case 'close-terminal':
        this.terminals.closed(input.terminal, atMs);
        return;
      case 'write-file':
        this.deeds.add({ kind: 'file', atMs, path: input.path });
        return;
      case 'reached': {
        const task = this.session.lab?.tasks.find(({ id }) => id === input.task);
        if (task !== undefined) this.deeds.add({ kind: 'reached', atMs, title: task.title });
        return;
      }
      case 'fault':
        // A process that is killed is no state that lasts.
        if (input.fault.kind === 'kill-process') this.deeds.add({ kind: 'fault', atMs, fault: input.fault });
        return;
      default:
    }
  }

  /** Faults come from the learner and from a lab's script alike. */
  private faultsChanged(): void {
    const { active } = this.cluster.faults;
    const atMs = this.nowMs;
    for (const fault of active) if (!this.faults.includes(fault)) this.deeds.add({ kind: 'fault', atMs, fault });
    for (const fault of this.faults) if (!active.includes(fault)) this.deeds.add({ kind: 'heal', atMs, fault });
    this.faults = active;
  }
}
