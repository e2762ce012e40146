import type { JsonObject } from '../../../cluster/json.ts';
import type { CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';

/** The pod of `kubectl run`, its fields in the order of Go's structs. Throws `CommandError`. Models: RunOptions.createPod */
export function podObject(
  context: CommandContext,
  name: string,
  labels: JsonObject,
  args: readonly string[],
): JsonObject {
  const { flags } = context;
  const annotations = annotationPairs(flags.strings('annotations'));
  const env = flags.strings('env').map(environmentVariable);
  const port = flags.string('port');
  const stdin = flags.bool('stdin');
  const container: JsonObject = {
    name,
    image: flags.string('image'),
    ...(args.length > 0 && flags.bool('command') ? { command: args } : {}),
    ...(args.length > 0 && !flags.bool('command') ? { args } : {}),
    ...(port === '' ? {} : { ports: [{ containerPort: Number(port) }] }),
    ...(env.length > 0 ? { env } : {}),
    resources: {},
    ...(flags.string('image-pull-policy') === '' ? {} : { imagePullPolicy: flags.string('image-pull-policy') }),
    ...(flags.bool('privileged') ? { securityContext: { privileged: true } } : {}),
    ...(stdin ? { stdin: true } : {}),
    ...(stdin && !flags.bool('leave-stdin-open') ? { stdinOnce: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
  };
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
    spec: { containers: [container], restartPolicy: flags.string('restart') || 'Always', dnsPolicy: 'ClusterFirst' },
    status: {},
  };
}

/** The service of `kubectl run --expose`. */
export function serviceObject(
  context: CommandContext,
  name: string,
  labels: JsonObject | undefined,
  selector: JsonObject,
): JsonObject {
  const port = Number(context.flags.string('port'));
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: { name, ...(labels === undefined ? {} : { labels }) },
    spec: { ports: [{ protocol: 'TCP', port, targetPort: port }], selector },
    status: { loadBalancer: {} },
  };
}

function environmentVariable(pair: string): JsonObject {
  const equals = pair.indexOf('=');
  const name = pair.slice(0, Math.max(0, equals));
  if (equals < 1 || !/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) throw new CommandError(`invalid env: ${pair}`);
  const value = pair.slice(equals + 1);
  return value === '' ? { name } : { name, value };
}

function annotationPairs(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) throw new CommandError(`unexpected annotation: ${pair}`);
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
