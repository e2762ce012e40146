import type { Clock, TimerClass } from '../clock.ts';
import type { Connection } from './types.ts';

type Segment = { readonly kind: 'data'; readonly text: string } | { readonly kind: 'end' } | { readonly kind: 'reset' };

interface Listener {
  data(text: string): void;
  end(): void;
  reset(): void;
}

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What both sides of a connection share. */
interface Wire {
  readonly clock: Clock;
  readonly latencyMs: number;
  readonly timerClass: TimerClass;
  /** False while a cut or a stopped node drops what is sent. */
  readonly passes: () => boolean;
}

/** One side of a TCP connection. Segments arrive after the wire's latency, in order. */
class Side implements Connection {
  peer: Side | undefined;
  private listener: Listener | undefined;
  private readonly waiting: Segment[] = [];
  private state: 'open' | 'half-closed' | 'closed' = 'open';

  constructor(
    private readonly wire: Wire,
    readonly local: Endpoint,
    readonly remote: Endpoint,
  ) {}

  send(text: string): void {
    if (this.state === 'open' && text !== '') this.transmit({ kind: 'data', text });
  }

  end(): void {
    if (this.state !== 'open') return;
    this.state = 'half-closed';
    this.transmit({ kind: 'end' });
  }

  abort(): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.transmit({ kind: 'reset' });
  }

  listen(listener: Listener): void {
    this.listener = listener;
    for (const segment of this.waiting.splice(0)) deliver(listener, segment);
  }

  private transmit(segment: Segment): void {
    this.wire.clock.after(
      this.wire.latencyMs,
      () => {
        if (this.wire.passes()) this.peer?.receive(segment);
      },
      this.wire.timerClass,
    );
  }

  private receive(segment: Segment): void {
    if (this.state === 'closed') return;
    if (segment.kind === 'reset') this.state = 'closed';
    if (this.listener === undefined) this.waiting.push(segment);
    else deliver(this.listener, segment);
  }
}

function deliver(listener: Listener, segment: Segment): void {
  if (segment.kind === 'data') listener.data(segment.text);
  else if (segment.kind === 'end') listener.end();
  else listener.reset();
}

/** Both sides of a new connection. `seenByServer` differs from the client's own end where a node puts its address over it. */
export function connect(
  wire: Wire,
  client: Endpoint,
  dialled: Endpoint,
  server: Endpoint,
  seenByServer: Endpoint = client,
): { readonly client: Connection; readonly server: Connection } {
  const near = new Side(wire, client, dialled);
  const far = new Side(wire, server, seenByServer);
  near.peer = far;
  far.peer = near;
  return { client: near, server: far };
}
