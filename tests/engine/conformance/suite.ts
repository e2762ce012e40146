import type { ApiRequest, ApiResponse } from '../../../src/engine/cluster/apiserver/http.ts';
import type { Json } from '../../../src/engine/cluster/json.ts';
import { createWorld, type World } from '../../../src/engine/session/world.ts';

// The conformance tests of Kubernetes in our own words: the same requests in the same order, in process and in virtual time.

/** An object of any kind, read freely. */
// biome-ignore lint/suspicious/noExplicitAny: tests read objects of all kinds without their types
export type Loose = any;

export const MERGE = { 'content-type': 'application/merge-patch+json' };
export const STRATEGIC = { 'content-type': 'application/strategic-merge-patch+json' };
export const JSON_PATCH = { 'content-type': 'application/json-patch+json' };
export const APPLY = { 'content-type': 'application/apply-patch+yaml' };

/** A whole cluster with a namespace of its own, as the framework makes one for every test. */
export interface Suite {
  readonly world: World;
  readonly namespace: string;
  call(method: ApiRequest['method'], path: string, body?: Json | string, headers?: Record<string, string>): ApiResponse;
  /** The body of a call that must succeed. */
  ok(method: ApiRequest['method'], path: string, body?: Json | string, headers?: Record<string, string>): Loose;
  /** Code, reason and message of a call that must fail. */
  fails(method: ApiRequest['method'], path: string, body?: Json | string, headers?: Record<string, string>): string;
  /** The events of a watch from now on. */
  watch(path: string): Loose[];
  run(ms: number): void;
}

export function suite(namespace = 'e2e'): Suite {
  const world = createWorld({
    seed: 1,
    startMs: 1_795_312_250_000,
    workers: 2,
    systemPods: false,
    files: {},
    jq: () => undefined,
  });
  const call: Suite['call'] = (method, path, body, headers) =>
    world.cluster.handle({
      method,
      path,
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
  const ok: Suite['ok'] = (...request) => {
    const { status, body } = call(...request);
    if (status >= 300) throw new Error(JSON.stringify(body));
    return body;
  };
  const run = (ms: number): void => {
    world.clock.runUntil(world.clock.nowMs() + ms);
  };
  ok('POST', '/api/v1/namespaces', { metadata: { name: namespace, labels: { [namespace]: 'true' } } });
  run(2000);
  return {
    world,
    namespace,
    call,
    ok,
    fails(...request) {
      const { status, body } = call(...request);
      if (status < 300) throw new Error(`succeeded: ${JSON.stringify(body)}`);
      return `${status} ${(body as Loose).reason ?? ''}: ${(body as Loose).message}`;
    },
    watch(path) {
      const seen: Loose[] = [];
      call('GET', path).watch?.subscribe(
        (event) => seen.push(event),
        () => seen.push({ type: 'END' }),
      );
      return seen;
    },
    run,
  };
}
