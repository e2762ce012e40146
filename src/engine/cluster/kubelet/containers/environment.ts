import type { Informers } from '../../client.ts';
import type { EnvVar } from '../../resources/pod/types.ts';
import type { NamedContainer, Pod } from '../pod.ts';
import { configMapData, secretData } from '../volumes/config-source.ts';
import { expand } from './expansion.ts';
import { type FieldFacts, fieldValue, resourceValue } from './field-ref.ts';
import { serviceEnvironment } from './service-environment.ts';

/** A container's environment, or why it cannot be made: the message of CreateContainerConfigError. */
export type EnvironmentResult =
  | { readonly kind: 'made'; readonly variables: ReadonlyMap<string, string> }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * The container's variables in the kubelet's order: `envFrom`, `env` (each may refer to those before it and to Service variables), then
 * what Services add. Models: pkg/kubelet makeEnvironmentVariables
 */
export function makeEnvironment(
  informers: Informers,
  pod: Pod,
  container: NamedContainer,
  facts: FieldFacts,
): EnvironmentResult {
  const services = serviceEnvironment(informers, pod.metadata.namespace ?? '', pod.spec.enableServiceLinks !== false);
  if (!container.envFrom?.length && !container.env?.length) return { kind: 'made', variables: services };
  const own = new Map<string, string>();
  try {
    for (const source of container.envFrom ?? []) {
      const prefix = source.prefix ?? '';
      const ref = source.configMapRef ?? source.secretRef;
      if (ref === undefined) continue;
      const read = source.configMapRef !== undefined ? configMapData : secretData;
      const data = read(informers, pod, ref.name ?? '');
      if (data === undefined) {
        if (ref.optional === true) continue;
        throw new ConfigError(`${source.configMapRef !== undefined ? 'configmap' : 'secret'} "${ref.name}" not found`);
      }
      for (const key of [...data.keys()].sort()) own.set(`${prefix}${key}`, data.get(key) ?? '');
    }
    for (const variable of container.env ?? []) {
      const name = variable.name ?? '';
      const value = variableValue(
        informers,
        pod,
        container,
        variable,
        facts,
        (other) => own.get(other) ?? services.get(other),
      );
      if (value === undefined) continue;
      // A later definition takes the place of an earlier one, as the last of two equal names does in the container.
      own.delete(name);
      own.set(name, value);
    }
  } catch (error) {
    if (error instanceof ConfigError) return { kind: 'failed', message: error.message };
    throw error;
  }
  for (const [name, value] of services) if (!own.has(name)) own.set(name, value);
  return { kind: 'made', variables: own };
}

class ConfigError extends Error {}

/** Undefined = an optional reference to something that is not there. */
function variableValue(
  informers: Informers,
  pod: Pod,
  container: NamedContainer,
  variable: EnvVar,
  facts: FieldFacts,
  known: (name: string) => string | undefined,
): string | undefined {
  const source = variable.valueFrom;
  if (source === undefined) return expand(variable.value ?? '', known);
  if (source.fieldRef !== undefined) return attempt(() => fieldValue(pod, source.fieldRef?.fieldPath ?? '', facts));
  if (source.resourceFieldRef !== undefined) {
    const ref = source.resourceFieldRef;
    return attempt(() => resourceValue(pod, container, ref, facts));
  }
  const selector = source.configMapKeyRef ?? source.secretKeyRef;
  if (selector === undefined) throw new ConfigError(`unsupported source of the variable "${variable.name}"`);
  const fromMap = source.configMapKeyRef !== undefined;
  const data = (fromMap ? configMapData : secretData)(informers, pod, selector.name ?? '');
  const value = data?.get(selector.key ?? '');
  if (value !== undefined) return value;
  if (selector.optional === true) return undefined;
  if (data === undefined) throw new ConfigError(`${fromMap ? 'configmap' : 'secret'} "${selector.name}" not found`);
  throw new ConfigError(
    `couldn't find key ${selector.key} in ${fromMap ? 'ConfigMap' : 'Secret'} ${pod.metadata.namespace}/${selector.name}`,
  );
}

function attempt(read: () => string): string {
  try {
    return read();
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error));
  }
}
