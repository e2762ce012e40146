import type { ApiHandler, ApiRequest, ApiResponse } from '../cluster/apiserver/http.ts';
import type { Json, JsonObject, KubeObject } from '../cluster/json.ts';
import type { Process } from '../shell/process/types.ts';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Why a request failed: the Status' code and message. */
export interface ApiFailure {
  readonly code: number;
  readonly message: string;
}

/** What a request gave: a body, or why not. */
export type ApiResult = { readonly body: JsonObject } | { readonly failure: ApiFailure };

/** A watch that goes on until it is stopped. */
export interface Following {
  stop(): void;
}

/** What is told of the objects of a resource. */
export interface Follower {
  /** All of them, once a list has arrived. */
  listed(objects: readonly KubeObject[]): void;
  changed(object: KubeObject): void;
  deleted(object: KubeObject): void;
  /** A list that the server refused; it is tried again by itself. */
  failed(failure: ApiFailure): void;
}

const RETRY_MS = { first: 1000, most: 30_000 };

/**
 * The API server as a program in a pod reaches it: with the token of the pod's service account, read anew for each request, so that what the
 * account may do decides. Undefined where the pod has no token or the machine has no API server.
 */
export class PodApi {
  private constructor(
    private readonly process: Process,
    private readonly handler: ApiHandler,
    readonly namespace: string,
  ) {}

  /** The client of a process' pod, or what client-go says when there cannot be one. */
  static of(process: Process): PodApi | string {
    const { api } = process.machine;
    const token = `${ACCOUNT}/token`;
    if (api === undefined || !process.env.has('KUBERNETES_SERVICE_HOST'))
      return 'unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined';
    if (!process.fs.exists(token)) return `open ${token}: no such file or directory`;
    return new PodApi(process, api, process.fs.read(`${ACCOUNT}/namespace`).trim());
  }

  /** Sends one request. */
  request(method: ApiRequest['method'], path: string, body?: Json, contentType = 'application/json'): ApiResult {
    const response = this.send(method, path, body, contentType);
    const answer = (response.body ?? {}) as JsonObject;
    if (response.status < 400) return { body: answer };
    const message = answer['message'];
    return { failure: { code: response.status, message: typeof message === 'string' ? message : 'unknown' } };
  }

  private send(method: ApiRequest['method'], path: string, body?: Json, contentType = 'application/json'): ApiResponse {
    const token = this.process.fs.exists(`${ACCOUNT}/token`) ? this.process.fs.read(`${ACCOUNT}/token`).trim() : '';
    return this.handler({
      method,
      path,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': contentType,
        'user-agent': this.process.argv[0]?.split('/').at(-1) ?? 'program',
      },
      user: { name: 'system:anonymous', groups: ['system:unauthenticated'] },
      ...(body === undefined ? {} : { body }),
    });
  }

  /** Lists, then watches, and begins again when the watch ends. Models: client-go Reflector */
  follow(path: string, follower: Follower): Following {
    const { clock } = this.process.machine;
    let stopped = false;
    let pause = RETRY_MS.first;
    let end: () => void = () => {};
    const again = (): void => {
      const timer = clock.after(pause, list, 'background');
      end = () => timer.cancel();
    };
    const list = (): void => {
      const listed = this.request('GET', path);
      if ('failure' in listed) {
        follower.failed(listed.failure);
        again();
        pause = Math.min(pause * 2, RETRY_MS.most);
        return;
      }
      const { items, metadata } = listed.body as unknown as {
        readonly items: readonly KubeObject[];
        readonly metadata: { readonly resourceVersion: string };
      };
      follower.listed(items);
      const { watch, body } = this.send('GET', `${path}?watch=true&resourceVersion=${metadata.resourceVersion}`);
      if (watch === undefined) {
        const message = (body as JsonObject | undefined)?.['message'];
        follower.failed({ code: 403, message: typeof message === 'string' ? message : 'unknown' });
        again();
        pause = Math.min(pause * 2, RETRY_MS.most);
        return;
      }
      pause = RETRY_MS.first;
      end = () => watch.close();
      watch.subscribe(
        (chunk) => {
          const { type, object } = chunk as unknown as { readonly type: string; readonly object: KubeObject };
          if (stopped) return;
          if (type === 'DELETED') follower.deleted(object);
          else if (type === 'ADDED' || type === 'MODIFIED') follower.changed(object);
        },
        () => {
          if (!stopped) again();
        },
      );
    };
    list();
    return {
      stop: () => {
        stopped = true;
        end();
      },
    };
  }
}
