import type { Json, JsonObject } from '../json.ts';

/** Who asks. The default of a session is the cluster's admin. */
export interface UserInfo {
  readonly name: string;
  readonly groups: readonly string[];
}

/** One HTTP-shaped request. Header names are lower case. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** Path and query, percent-encoded as on the wire: `/api/v1/namespaces/default/pods?limit=500`. */
  readonly path: string;
  readonly headers?: { readonly [name: string]: string };
  /** A parsed JSON body (in-process clients), or text that the server parses by its content type. The server never changes it. */
  readonly body?: Json | string;
  readonly user?: UserInfo;
  /** True where the sender takes an answer that comes later: it is then worth waiting for slow webhooks. */
  readonly waits?: boolean;
}

/** A body that goes on: watch events (JSON objects) or log text (strings). */
export interface ApiStream<Chunk> {
  /** One reader. What came before it subscribed is delivered at once; `end` is called once, also when the server closes the stream. */
  subscribe(chunk: (chunk: Chunk) => void, end: () => void): void;
  /** The reader goes away. */
  close(): void;
}

/** Something that has the four channels of exec, attach and port-forward. Models: v5.channel.k8s.io */
export interface ApiChannels {
  /** One listener. `closed` gets the final Status object (Success, or Failure with `ExitCode` in its causes). */
  open(listener: { stdout(text: string): void; stderr(text: string): void; closed(status: JsonObject): void }): void;
  stdin(text: string): void;
  closeStdin(): void;
  resize(columns: number, rows: number): void;
  /** The client goes away; the process in the container gets no signal, as with a real one. */
  abort(): void;
}

/** An answer that is still to come: what a proxied program says, or what a slow webhook allows. */
export interface ApiLater {
  /** One reader; `done` runs once, from the clock's queue. */
  subscribe(done: (answer: ApiResponse) => void): void;
  /** The reader goes away. */
  close(): void;
}

/** One answer. Exactly one of `body`, `text`, `watch`, `follow`, `channels`, `later` is set. */
export interface ApiResponse {
  readonly status: number;
  /** Lower-case names. `warning` holds each warning text by itself, in order. */
  readonly headers: { readonly [name: string]: string };
  readonly warnings: readonly string[];
  /** A JSON body: an object of the store is handed out as it is, shared and immutable. */
  readonly body?: Json;
  /** A plain-text body: logs, /healthz. */
  readonly text?: string;
  readonly watch?: ApiStream<JsonObject>;
  readonly follow?: ApiStream<string>;
  readonly channels?: ApiChannels;
  /** The answer comes later; status and headers here mean nothing. */
  readonly later?: ApiLater;
}

/** The server's one door. Synchronous: when it returns, the change is stored and watchers have been told. */
export type ApiHandler = (request: ApiRequest) => ApiResponse;

/** What a client gets that dials a server which is not there: no answer but the machine's refusal. Known by its identity. */
export const CONNECTION_REFUSED: ApiResponse = {
  status: 503,
  headers: {},
  warnings: [],
  text: 'connect: connection refused',
};
