import type { JsonObject } from '../../cluster/json.ts';
import type { CommandContext } from '../command.ts';
import { apiVersionOf, pathOf, type ResourceType } from '../discovery.ts';
import { isNotFound } from '../errors.ts';
import { quote } from '../go/quote.ts';

/** One thing that a command works on: an object of the server's, of a file, or a list. Models: cli-runtime/pkg/resource.Info */
export interface Info {
  readonly type: ResourceType;
  /** Empty for what has no namespace and for lists of all namespaces. */
  readonly namespace: string;
  /** Empty for a list. */
  readonly name: string;
  /** The file that it came from; empty otherwise. */
  readonly source: string;
  /** What the file holds or the server answered; absent when nobody asked yet. */
  readonly object?: JsonObject;
}

/** `Resource: "apps/v1, Resource=deployments", …` as long errors name a thing. Models: Info.String */
export function infoText(info: Info): string {
  const { type } = info;
  const groupVersion = type.group === '' ? `/${type.version}` : apiVersionOf(type);
  return `Resource: "${groupVersion}, Resource=${type.resource}", GroupVersionKind: "${groupVersion}, Kind=${type.kind}"\nName: ${quote(info.name)}, Namespace: ${quote(info.namespace)}`;
}

/** The object as the server has it; a missing namespace is named before a missing object. Throws `StatusError`. Models: Info.Get */
export function fetchInfo(context: CommandContext, info: Info, accept?: string, subresource?: string): JsonObject {
  const client = context.client();
  try {
    return client.object({
      method: 'GET',
      path: pathOf(info.type, info.namespace, info.name, subresource),
      ...(accept === undefined ? {} : { accept }),
    });
  } catch (error) {
    if (isNotFound(error) && info.namespace !== '' && info.namespace !== 'default') {
      const namespace = client.raw({ method: 'GET', path: `/api/v1/namespaces/${encodeURIComponent(info.namespace)}` });
      if (namespace.status === 404)
        client.object({ method: 'GET', path: `/api/v1/namespaces/${encodeURIComponent(info.namespace)}` });
    }
    throw error;
  }
}
