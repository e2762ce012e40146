import type { ResourceKey } from '../client.ts';
import type { JsonObject, KubeObject } from '../json.ts';
import type { ApiRequest, ApiResponse, UserInfo } from './http.ts';

/** What a request asks of a resource. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

/** One request to a subresource, routed: the object exists. */
export interface SubresourceCall {
  readonly request: ApiRequest;
  readonly verb: Verb;
  readonly resource: ResourceKey;
  readonly subresource: string;
  /** The object that the subresource is of, as it is now. */
  readonly object: KubeObject;
  readonly namespace: string;
  readonly name: string;
  /** What follows the subresource in the path, without a leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The parsed body of a request that has one. */
  readonly body: JsonObject | undefined;
  readonly user: UserInfo;
  readonly manager: string;
  readonly dryRun: boolean;
}

/** Serves a subresource. Throws `ApiError` to refuse. */
export type SubresourceHandler = (call: SubresourceCall) => ApiResponse;
