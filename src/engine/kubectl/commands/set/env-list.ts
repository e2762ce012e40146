import { decodeBase64 } from '../../../cluster/base64.ts';
import type { JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import type { CommandContext } from '../../command.ts';
import { fieldValue, resourceValue } from '../../describe/environment.ts';
import { CommandError, isCommandFailure } from '../../errors.ts';
import type { Info } from '../../resource/info.ts';
import { withPodSpec } from './pod-spec.ts';
import { matchesWildcard } from './set-command.ts';

/** The containers of a pod spec in the order in which `set env` goes through them: init containers last. */
export function allContainers(spec: JsonObject): readonly JsonObject[] {
  return [...objects(spec['containers']), ...objects(spec['initContainers'])];
}

/** `set env --list`: the variables of each container that fits, references resolved when asked. Models: EnvOptions.RunEnv */
export function listEnvironment(context: CommandContext, info: Info, object: JsonObject, pattern: string): void {
  withPodSpec(info.type, object, (spec) => {
    for (const container of allContainers(spec)) {
      if (matchesWildcard(pattern, text(container['name']))) listContainer(context, info, object, container);
    }
    return spec;
  });
}

function listContainer(context: CommandContext, info: Info, object: JsonObject, container: JsonObject): void {
  context.out(`# ${info.type.kind} ${info.name}, container ${text(container['name'])}\n`);
  const failures = new Map<string, string[]>();
  for (const variable of objects(container['env'])) {
    const name = text(variable['name']);
    const source = record(variable['valueFrom']);
    const kind = Object.keys(source)[0];
    if (kind === undefined) {
      context.out(`${name}=${text(variable['value'])}\n`);
      continue;
    }
    const reference = record(source[kind]);
    if (context.flags.bool('resolve')) {
      try {
        context.out(`${name}=${resolved(context, kind, reference, object, container)}\n`);
        continue;
      } catch (error) {
        if (!isCommandFailure(error)) throw error;
        failures.set(error.message, [...(failures.get(error.message) ?? []), name]);
      }
    }
    context.out(`# ${name} from ${referenceText(kind, reference)}\n`);
  }
  const lines = [...failures].map(
    ([why, names]) => `error retrieving reference for ${[...names].sort().join(', ')}: ${why}\n`,
  );
  for (const line of lines.sort()) context.err(line);
}

/** Models: kubectl/pkg/cmd/set/env.GetEnvVarRefString */
function referenceText(kind: string, reference: JsonObject): string {
  if (kind === 'fieldRef') return `field path ${text(reference['fieldPath'])}`;
  if (kind === 'resourceFieldRef') return `resource field ${text(reference['resource'])}`;
  const noun = kind === 'secretKeyRef' ? 'secret' : 'configmap';
  return `${noun} ${text(reference['name'])}, key ${text(reference['key'])}`;
}

/** The value behind a reference. Throws when there is none. Models: kubectl/pkg/cmd/set/env.GetEnvVarRefValue */
function resolved(
  context: CommandContext,
  kind: string,
  reference: JsonObject,
  object: JsonObject,
  container: JsonObject,
): string {
  if (kind === 'fieldRef') {
    const path = text(reference['fieldPath']);
    if (!/^metadata\.(name|namespace|uid|((labels|annotations)(\['.*'\])?))$/.test(path)) {
      throw new CommandError(`unsupported fieldPath: ${path}`);
    }
    return fieldValue(object, path);
  }
  if (kind === 'resourceFieldRef') {
    return resourceValue(text(reference['resource']), text(reference['divisor']), container);
  }
  const secret = kind === 'secretKeyRef';
  const name = text(reference['name']);
  const key = text(reference['key']);
  const plural = secret ? 'secrets' : 'configmaps';
  const path = `/api/v1/namespaces/${encodeURIComponent(context.namespace().name)}/${plural}/${encodeURIComponent(name)}`;
  const value = record(context.client().object({ method: 'GET', path })['data'])[key];
  if (value === undefined) {
    throw new CommandError(`key ${key} not found in ${secret ? 'secret' : 'config map'} ${name}`);
  }
  return secret ? (decodeBase64(text(value)) ?? '') : text(value);
}
