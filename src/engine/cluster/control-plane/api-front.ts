import { type ApiHandler, type ApiStream, CONNECTION_REFUSED } from '../apiserver/http.ts';

/**
 * What listens on the API server's port: the server while it runs, nobody while it does not. When it goes down, streams that are open end,
 * as connections do when their server is gone.
 */
export class ApiFront {
  private serving = true;
  private readonly streams = new Set<() => void>();

  constructor(private readonly server: ApiHandler) {}

  get isServing(): boolean {
    return this.serving;
  }

  set isServing(on: boolean) {
    this.serving = on;
    if (on) return;
    const open = [...this.streams];
    this.streams.clear();
    for (const end of open) end();
  }

  readonly handle: ApiHandler = (request) => {
    if (!this.serving) return CONNECTION_REFUSED;
    const response = this.server(request);
    if (response.watch !== undefined) return { ...response, watch: this.guarded(response.watch) };
    if (response.follow !== undefined) return { ...response, follow: this.guarded(response.follow) };
    return response;
  };

  private guarded<Chunk>(stream: ApiStream<Chunk>): ApiStream<Chunk> {
    let cut: (() => void) | undefined;
    const forget = (): void => {
      if (cut !== undefined) this.streams.delete(cut);
    };
    return {
      subscribe: (chunk, end) => {
        cut = () => {
          stream.close();
          end();
        };
        this.streams.add(cut);
        stream.subscribe(chunk, () => {
          forget();
          end();
        });
      },
      close: () => {
        forget();
        stream.close();
      },
    };
  }
}
