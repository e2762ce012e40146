import type { ContainerConfig } from '../cluster/kubelet/runtime.ts';
import { DEFAULT_PATH } from '../shell/process/executable.ts';
import type { FoundImage } from './registry.ts';

/** A container's variables: the runtime's own, the image's, then the kubelet's. */
export function environment(config: ContainerConfig, image: FoundImage): Map<string, string> {
  const env = new Map<string, string>([
    ['PATH', DEFAULT_PATH],
    ['HOSTNAME', config.hostname],
  ]);
  for (const [name, value] of image.definition.env) env.set(name, value);
  for (const [name, value] of config.env) env.set(name, value);
  if (!env.has('HOME')) env.set('HOME', '/root');
  return env;
}
