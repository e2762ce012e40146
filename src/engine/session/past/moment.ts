import type { ApiHandler } from '../../cluster/apiserver/http.ts';
import { ApiServer } from '../../cluster/apiserver/server.ts';
import { VirtualClock } from '../../cluster/clock.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { StoreInformers } from '../../cluster/informers.ts';
import { Random } from '../../cluster/random.ts';
import { servedBy } from '../../cluster/resources/customresources/served.ts';
import { CRDS, type Crd, isTrue } from '../../cluster/resources/customresources/types.ts';
import { kinds } from '../../cluster/resources/registry.ts';
import { RevisionError, type Store } from '../../cluster/store.ts';

const REFUSED = '/the-past-cannot-be-changed';

/**
 * A cluster as it was at one moment, to be read: what was stored then, behind the same server code, on a clock that stands at that moment. So
 * everything that can be asked of the present can be asked of the past: lists, tables, `kubectl describe`, managed fields.
 */
export class Moment {
  readonly revision: number;
  /** Stands at the moment. */
  readonly clock: VirtualClock;
  readonly informers: StoreInformers;
  private readonly store: Store;
  private server: ApiServer | undefined;

  /** Throws `RevisionError` for a moment of which history knows nothing any more. */
  constructor(
    cluster: Cluster,
    /** Virtual time, milliseconds since the Unix epoch. */
    readonly atMs: number,
  ) {
    const { history } = cluster;
    if (atMs < history.oldestMs) throw new RevisionError('compacted', history.revisionAt(atMs), history.oldestRevision);
    this.revision = history.revisionAt(atMs);
    this.clock = new VirtualClock(atMs);
    this.store = cluster.server.core.store.asOf(this.revision, this.clock);
    this.informers = new StoreInformers(this.store);
  }

  /** Answers what reads; the past takes no writes, and nothing happens there that could be watched. */
  readonly handle: ApiHandler = (request) => {
    this.server ??= this.serve();
    return this.server.handle(request.method === 'GET' ? request : { ...request, method: 'GET', path: REFUSED });
  };

  /** Answers what reads, and writes that are only tried (`dryRun=All`): what they draw and find is this copy's and not the session's. */
  readonly tried: ApiHandler = (request) => {
    this.server ??= this.serve();
    const isTry = request.method === 'GET' || /[?&]dryRun=All(?:&|$)/.test(request.path);
    return this.server.handle(isTry ? request : { ...request, method: 'GET', path: REFUSED });
  };

  private serve(): ApiServer {
    const server = new ApiServer({
      clock: this.clock,
      random: new Random(0),
      store: this.store,
      definitions: kinds,
    });
    for (const object of this.informers.list(CRDS)) {
      const crd = object as Crd;
      if (isTrue(crd, 'Established')) server.core.definitions.setCustom(crd.metadata.name, servedBy(crd));
    }
    return server;
  }
}
