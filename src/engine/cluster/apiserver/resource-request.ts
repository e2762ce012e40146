import type { KubeObject } from '../json.ts';
import type { AuditEvent } from './audit.ts';
import { type Core, type WriteOptions, writerOf } from './core.ts';
import type { Resource } from './definitions.ts';
import type { ApiRequest, UserInfo } from './http.ts';
import type { RequestInfo } from './request/info.ts';
import { notFound } from './status.ts';
import type { SubresourceHandler } from './subresource.ts';

export type ResourceInfo = Extract<RequestInfo, { kind: 'resource' }>;

/** One request to a resource, with all that its verbs need. */
export interface ResourceRequest {
  readonly core: Core;
  readonly resource: Resource;
  readonly info: ResourceInfo;
  readonly request: ApiRequest;
  readonly query: URLSearchParams;
  readonly user: UserInfo;
  /** The handler of a subresource that another room serves. */
  readonly handler: SubresourceHandler | undefined;
}

/** The manager and the other facts of the request, for the audit. */
export type Recorded = Pick<AuditEvent, 'verb' | 'manager' | 'name'>;

/** The object that the request names. Throws 404. */
export function live({ core, resource, info }: ResourceRequest): KubeObject {
  const computed = resource.definition
    .computed?.(info.namespace, info.name)
    .find(({ metadata }) => metadata.name === info.name && (metadata.namespace ?? '') === info.namespace);
  const object = computed ?? core.store.get(resource.key, info.namespace, info.name);
  if (object === undefined) throw notFound(resource.groupResource, info.name);
  return object;
}

/** How a request's write is done. */
export function writeOptions(
  { user }: ResourceRequest,
  manager: string,
  dryRun: boolean,
  subresource: string,
  warn: (text: string) => void,
): WriteOptions {
  return { user, writer: writerOf(manager, 'Update', subresource), dryRun, warn };
}
