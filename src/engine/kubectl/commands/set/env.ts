import type { Json, JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import type { Command, CommandContext } from '../../command.ts';
import { selectorFlag } from '../../common-flags.ts';
import { CommandError } from '../../errors.ts';
import { quote } from '../../go/quote.ts';
import { checkOutput } from '../../printers/printer.ts';
import { build, throwErrors } from '../../resource/builder.ts';
import { readPairs } from '../pairs.ts';
import { allContainers, listEnvironment } from './env-list.ts';
import { mapContainers, withPodSpec } from './pod-spec.ts';
import { matchesWildcard, setFlags, setOnResources } from './set-command.ts';

/** `kubectl set env`. Models: kubectl/pkg/cmd/set/set_env.go */
export const setEnv: Command = {
  name: 'env',
  use: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  short: 'Update environment variables on a pod template',
  flags: [
    ...setFlags('set env', {
      all: 'If true, select all resources in the namespace of the specified resource types',
      filename: 'Filename, directory, or URL to files the resource to update the env',
    }),
    selectorFlag,
    {
      name: 'containers',
      shorthand: 'c',
      type: 'string',
      default: '*',
      usage: 'The names of containers in the selected pod templates to change - may use wildcards',
    },
    {
      name: 'env',
      shorthand: 'e',
      type: 'stringArray',
      usage: 'Specify a key-value pair for an environment variable to set into each container.',
    },
    { name: 'from', type: 'string', usage: 'The name of a resource from which to inject environment variables' },
    { name: 'keys', type: 'stringSlice', usage: 'Comma-separated list of keys to import from specified resource' },
    {
      name: 'list',
      type: 'bool',
      usage:
        'If true, display the environment and any changes in the standard format. this flag will removed when we have kubectl view env.',
    },
    {
      name: 'overwrite',
      type: 'bool',
      default: 'true',
      usage:
        'If true, allow environment to be overwritten, otherwise reject updates that overwrite existing environment.',
    },
    { name: 'prefix', type: 'string', usage: 'Prefix to append to variable names' },
    {
      name: 'resolve',
      type: 'bool',
      usage: 'If true, show secret or configmap references when listing variables',
    },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    const { resources, pairs } = readPairs(context.args, 'environment variable');
    checkOutput(context);
    if (resources.length === 0 && flags.strings('filename').length === 0 && flags.string('kustomize') === '') {
      throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    }
    const typed = readPairs(flags.strings('env'), 'environment variable').pairs;
    const set = new Map([...typed.set, ...pairs.set]);
    const removed = [...typed.removed, ...pairs.removed];
    const imported = flags.string('from') === '' ? [] : yield* fromResource(context, flags.string('from'));
    const variables: readonly JsonObject[] = [...[...set].map(([name, value]) => ({ name, value })), ...imported];
    const operation = 'env updated';
    return yield* setOnResources(context, resources, operation, (info, object) => {
      const pattern = flags.string('containers');
      const changed = withPodSpec(info.type, object, (spec) => {
        const names = allContainers(spec).map((container) => text(container['name']));
        if (!names.some((name) => matchesWildcard(pattern, name))) {
          const where = `${info.type.kind}/${info.name}`;
          context.err(`Warning: ${where} does not have any containers matching ${quote(pattern)}\n`);
        }
        return mapContainers(spec, (container) => {
          if (!matchesWildcard(pattern, text(container['name']))) return container;
          return withEnvironment(
            container,
            variables,
            removed,
            flags.bool('overwrite'),
            `${info.type.resource}/${info.name}`,
          );
        });
      });
      if (!flags.bool('list')) return changed;
      listEnvironment(context, info, changed, pattern);
      return undefined;
    });
  },
};

function withEnvironment(
  container: JsonObject,
  variables: readonly JsonObject[],
  removed: readonly string[],
  overwrite: boolean,
  where: string,
): JsonObject {
  const have = objects(container['env']);
  for (const variable of variables) {
    const same = have.find((each) => each['name'] === variable['name']);
    if (same !== undefined && !overwrite) {
      throw new CommandError(
        `error: ${where} '${text(same['name'])}' already has a value (${text(same['value'])}), and --overwrite is false`,
      );
    }
  }
  const kept = have
    .filter((each) => !removed.includes(text(each['name'])))
    .map((each) => variables.find((variable) => variable['name'] === each['name']) ?? each);
  const added = variables.filter((variable) => !have.some((each) => each['name'] === variable['name']));
  const env: readonly Json[] = [...kept, ...added];
  if (env.length === 0 && container['env'] === undefined) return container;
  const { env: _env, ...rest } = container;
  return env.length === 0 ? rest : { ...container, env };
}

function* fromResource(context: CommandContext, from: string): Task<readonly JsonObject[]> {
  const built = yield* build(context, { args: [from], namespace: context.namespace().name });
  throwErrors(built.errors);
  const [info] = built.infos;
  const kind = info?.type.kind;
  if (info === undefined || (kind !== 'ConfigMap' && kind !== 'Secret')) {
    throw new CommandError(`unsupported resource specified in --from`);
  }
  const keys = context.flags.strings('keys');
  const prefix = context.flags.string('prefix');
  const reference = kind === 'ConfigMap' ? 'configMapKeyRef' : 'secretKeyRef';
  return Object.keys(record(info.object?.['data']))
    .sort()
    .filter((key) => keys.length === 0 || keys.includes(key))
    .map((key) => ({
      name: prefix + variableName(context, key),
      valueFrom: { [reference]: { key, name: info.name } },
    }));
}

/** Models: EnvOptions.keyToEnvName */
function variableName(context: CommandContext, key: string): string {
  const name = key.replace(/[^A-Za-z0-9_]/g, '_').toUpperCase();
  if (name !== key) context.err(`Warning: key ${key} transferred to ${name}\n`);
  return name;
}
