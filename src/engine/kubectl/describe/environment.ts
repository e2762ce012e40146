import type { JsonObject } from '../../cluster/json.ts';
import { milliValue, parseQuantity, type Quantity, wholeValue, ZERO } from './quantity.ts';
import { flag, items, object, pairs, text } from './read.ts';
import type { DescribeWriter } from './writer.ts';

/** `Environment:` and its variables. `pod` resolves field references; templates have none. Models: kubectl/pkg/describe.describeContainerEnvVars */
export function writeEnvironment(writer: DescribeWriter, container: JsonObject, pod: JsonObject | undefined): void {
  const variables = items(container, 'env');
  writer.write(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}\n`);
  for (const variable of variables) {
    const name = text(variable, 'name');
    const source = object(variable, 'valueFrom');
    if (source !== undefined) {
      const described = describeSource(source, container, pod);
      if (described !== undefined) writer.write(3, `${name}:\t${described}\n`);
      continue;
    }
    const [first = '', ...more] = text(variable, 'value').split('\n');
    writer.write(3, `${name}:\t${first}\n`);
    for (const line of more) writer.write(3, `\t${line}\n`);
  }
}

/** `Environment Variables from:`, when there are any. Models: kubectl/pkg/describe.describeContainerEnvFrom */
export function writeEnvironmentFrom(writer: DescribeWriter, container: JsonObject): void {
  const sources = items(container, 'envFrom');
  if (sources.length === 0) return;
  writer.write(2, 'Environment Variables from:\n');
  for (const source of sources) {
    const configMap = object(source, 'configMapRef');
    const reference = configMap ?? object(source, 'secretRef');
    const kind = configMap !== undefined ? 'ConfigMap' : reference !== undefined ? 'Secret' : '';
    const prefix = text(source, 'prefix');
    const from = prefix === '' ? kind : `${kind} with prefix '${prefix}'`;
    writer.write(3, `${text(reference, 'name')}\t${from}\tOptional: ${flag(reference, 'optional')}\n`);
  }
}

function describeSource(source: JsonObject, container: JsonObject, pod: JsonObject | undefined): string | undefined {
  const fieldRef = object(source, 'fieldRef');
  if (fieldRef !== undefined) {
    const path = text(fieldRef, 'fieldPath');
    const value = pod === undefined ? '' : fieldValue(pod, path);
    return `${value} (${text(fieldRef, 'apiVersion')}:${path})`;
  }
  const resourceRef = object(source, 'resourceFieldRef');
  if (resourceRef !== undefined) {
    const resource = text(resourceRef, 'resource');
    const amount = resourceValue(resource, text(resourceRef, 'divisor'), container);
    const ofNode = amount === '0' && (resource === 'limits.cpu' || resource === 'limits.memory');
    return `${ofNode ? 'node allocatable' : amount} (${resource})`;
  }
  const secret = object(source, 'secretKeyRef');
  if (secret !== undefined) {
    return `<set to the key '${text(secret, 'key')}' in secret '${text(secret, 'name')}'>\tOptional: ${flag(secret, 'optional')}`;
  }
  const configMap = object(source, 'configMapKeyRef');
  if (configMap !== undefined) {
    return `<set to the key '${text(configMap, 'key')}' of config map '${text(configMap, 'name')}'>\tOptional: ${flag(configMap, 'optional')}`;
  }
  return undefined;
}

/** Only metadata can be read back; other paths stay empty, as in kubectl. Models: kubectl/pkg/util/fieldpath.ExtractFieldPathAsString */
export function fieldValue(pod: JsonObject, path: string): string {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null) return text(pod, 'metadata', subscript[1] ?? '', subscript[2] ?? '');
  if (path === 'metadata.labels' || path === 'metadata.annotations') {
    return pairs(pod, ...path.split('.'))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join('\n');
  }
  if (path === 'metadata.name' || path === 'metadata.namespace' || path === 'metadata.uid')
    return text(pod, ...path.split('.'));
  return '';
}

/** A container's limit or request in units of the divisor. Models: kubectl/pkg/util/resource.ExtractContainerResourceValue */
export function resourceValue(resource: string, divisorText: string, container: JsonObject): string {
  const [kind = '', ...rest] = resource.split('.');
  const name = rest.join('.');
  const known = ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-');
  if ((kind !== 'limits' && kind !== 'requests') || !known) return '';
  const amount = parseQuantity(text(container, 'resources', kind, name)) ?? ZERO;
  const given = parseQuantity(divisorText) ?? ZERO;
  const divisor: Quantity = given.nano === 0n ? { nano: 1_000_000_000n, format: 'decimal' } : given;
  const value = name === 'cpu' ? milliValue(amount) / milliValue(divisor) : wholeValue(amount) / wholeValue(divisor);
  return String(Math.ceil(value));
}
