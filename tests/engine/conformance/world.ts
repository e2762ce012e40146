import type { ApiRequest, ApiResponse } from '../../../src/engine/cluster/apiserver/http.ts';
import type { JsonObject } from '../../../src/engine/cluster/json.ts';
import { createWorld, type World } from '../../../src/engine/session/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: objects as a test reads them
export type Any = any;

export const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.56';
export const BUSYBOX = 'registry.k8s.io/e2e-test-images/busybox:1.36.1-1';

/** A cluster with its API, as the conformance suite's clients use it: requests, polling in virtual time, logs, exec. */
export class Suite {
  readonly world: World;
  readonly ns: string;

  constructor(ns = 'e2e-test', options: Partial<Parameters<typeof createWorld>[0]> = {}) {
    this.ns = ns;
    this.world = createWorld({
      seed: 5,
      startMs: Date.UTC(2026, 0, 5, 9),
      workers: 2,
      systemPods: true,
      files: {},
      jq: () => undefined,
      ...options,
    });
    this.ok('POST', '/api/v1/namespaces', {
      metadata: { name: ns, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
    });
    this.until(() => this.request('GET', this.core('serviceaccounts/default')).status === 200, 10_000);
    this.until(() => this.request('GET', this.core('configmaps/kube-root-ca.crt')).status === 200, 10_000);
  }

  get clock(): World['clock'] {
    return this.world.clock;
  }

  core(rest: string): string {
    return `/api/v1/namespaces/${this.ns}/${rest}`;
  }

  group(group: string, rest: string): string {
    return `/apis/${group}/namespaces/${this.ns}/${rest}`;
  }

  /** One request; an answer that comes later is waited for. */
  request(method: ApiRequest['method'], path: string, body?: unknown, contentType?: string): ApiResponse {
    const type = contentType ?? (method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json');
    const answer = this.world.cluster.handle({
      method,
      path,
      headers: { accept: 'application/json', 'content-type': type },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    if (answer.later === undefined) return answer;
    let got: ApiResponse | undefined;
    answer.later.subscribe((later) => {
      got = later;
    });
    this.until(() => got !== undefined, 60_000);
    return got as unknown as ApiResponse;
  }

  /** The body of a request that must succeed. */
  ok(method: ApiRequest['method'], path: string, body?: unknown, contentType?: string): Any {
    const answer = this.request(method, path, body, contentType);
    if (answer.status >= 400)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.text ?? (answer.body as JsonObject)['message']}`);
    return answer.text ?? answer.body;
  }

  get(path: string): Any {
    return this.ok('GET', path);
  }

  wait(ms: number): void {
    this.clock.runUntil(this.clock.nowMs() + ms);
  }

  /** Lets time pass in steps until it is so. Throws when it never is. */
  until(isSo: () => boolean, limitMs = 300_000, stepMs = 250): void {
    const end = this.clock.nowMs() + limitMs;
    const look = (): boolean => {
      try {
        return isSo();
      } catch {
        return false;
      }
    };
    while (!look()) {
      if (this.clock.nowMs() >= end) throw new Error(`not so within ${limitMs} ms: ${String(isSo)}`);
      this.wait(stepMs);
    }
  }

  create(kind: string, object: unknown): Any {
    return this.ok('POST', kind.includes('/') ? kind : this.core(kind), object);
  }

  pod(name: string): Any {
    return this.get(this.core(`pods/${name}`));
  }

  /** A pod that runs and is ready. */
  runPod(object: { readonly metadata: { readonly name: string }; readonly [field: string]: unknown }): Any {
    this.create('pods', object);
    const { name } = object.metadata;
    this.untilReady(name);
    return this.pod(name);
  }

  untilReady(name: string): void {
    try {
      this.until(() =>
        (this.pod(name).status.conditions ?? []).some((it: Any) => it.type === 'Ready' && it.status === 'True'),
      );
    } catch {
      throw new Error(`pod ${name} never got ready: ${JSON.stringify(this.pod(name).status)}`);
    }
  }

  /** The log of a pod that ran to its end well. */
  output(
    object: { readonly metadata: { readonly name: string }; readonly [field: string]: unknown },
    container?: string,
  ): string {
    this.create('pods', object);
    const { name } = object.metadata;
    this.until(() => ['Succeeded', 'Failed'].includes(this.pod(name).status.phase));
    const log = this.log(name, container);
    const { phase } = this.pod(name).status;
    if (phase !== 'Succeeded') throw new Error(`pod ${name} ${phase}: ${log} ${JSON.stringify(this.pod(name).status)}`);
    return log;
  }

  log(name: string, container?: string): string {
    return this.ok('GET', this.core(`pods/${name}/log${container === undefined ? '' : `?container=${container}`}`));
  }

  /** Runs a command in a container. */
  exec(pod: string, command: readonly string[], container?: string): { out: string; err: string; code: number } {
    const query = [...command.map((word) => `command=${encodeURIComponent(word)}`), 'stdout=true', 'stderr=true'];
    if (container !== undefined) query.push(`container=${container}`);
    const answer = this.request('POST', this.core(`pods/${pod}/exec?${query.join('&')}`));
    if (answer.channels === undefined) throw new Error(`exec: ${answer.status} ${JSON.stringify(answer.body)}`);
    let out = '';
    let err = '';
    let end: Any;
    answer.channels.open({
      stdout: (text) => (out += text),
      stderr: (text) => (err += text),
      closed: (status) => {
        end = status;
      },
    });
    this.until(() => end !== undefined, 600_000);
    const code = end.status === 'Success' ? 0 : Number(end.details?.causes?.[0]?.message ?? 1);
    return { out: out.trimEnd(), err, code };
  }

  shell(pod: string, line: string, container?: string): { out: string; err: string; code: number } {
    return this.exec(pod, ['/bin/sh', '-c', line], container);
  }
}

/** A pod of one container. */
export function podOf(name: string, container: object, more: object = {}, metadata: object = {}): Any {
  return {
    metadata: { name, ...metadata },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'agnhost-container', image: AGNHOST, ...container }],
      ...more,
    },
  };
}
