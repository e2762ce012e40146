import { configMap } from './core/config-map.ts';
import { namespace } from './core/namespace.ts';
import { node } from './core/node.ts';
import { pod } from './core/pod.ts';
import { serviceAccount } from './core/service-account.ts';
import type { ResourceDefinition } from './definition.ts';

/** Every kind that the API server serves: adding one takes its file and one line here. A kind is listed when what it stands for works. */
export const kinds: readonly ResourceDefinition[] = [configMap, namespace, node, pod, serviceAccount];
