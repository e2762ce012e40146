import type { Json, JsonObject } from '../../../cluster/json.ts';
import type { Command, CommandContext } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import type { FlagSpec } from '../../flags.ts';
import { quote } from '../../go/quote.ts';
import { runGroup } from '../../kubectl.ts';
import { createGenerated, generatedMetadata, generatorFlags, nameArgument } from './generator.ts';

const tcp: FlagSpec = {
  name: 'tcp',
  type: 'stringSlice',
  usage: "Port pairs can be specified as '<port>:<targetPort>'.",
};

/** `kubectl create service`. Models: kubectl/pkg/cmd/create/create_service.go */
export const createService: Command = {
  name: 'service',
  aliases: ['svc'],
  use: '[flags]',
  short: 'Create a service using a specified subcommand',
  subcommands: [
    serviceCommand(
      'ClusterIP',
      'NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
      'Create a ClusterIP service',
      [
        tcp,
        {
          name: 'clusterip',
          type: 'string',
          usage: "Assign your own ClusterIP or set to 'None' for a 'headless' service (no loadbalancing).",
        },
      ],
    ),
    serviceCommand(
      'NodePort',
      'NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
      'Create a NodePort service',
      [tcp, { name: 'node-port', type: 'int', usage: 'Port used to expose the service on each node in a cluster.' }],
    ),
    serviceCommand(
      'LoadBalancer',
      'NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
      'Create a LoadBalancer service',
      [tcp],
    ),
    serviceCommand(
      'ExternalName',
      'NAME --external-name external.name [--dry-run=server|client|none]',
      'Create an ExternalName service',
      [tcp, { name: 'external-name', type: 'string', required: true, usage: 'External name of service' }],
    ),
  ],
  run: runGroup,
};

function serviceCommand(type: string, use: string, short: string, flags: readonly FlagSpec[]): Command {
  return {
    name: type.toLowerCase(),
    use,
    short,
    flags: [...generatorFlags, ...flags],
    run: (context) => create(context, type),
  };
}

function create(context: CommandContext, type: string): number {
  const name = nameArgument(context);
  const { flags } = context;
  const clusterIp = flags.has('clusterip') ? flags.string('clusterip') : '';
  const pairs = flags.strings('tcp');
  if (clusterIp !== 'None' && pairs.length === 0 && type !== 'ExternalName') {
    throw new CommandError('at least one tcp port specifier must be provided');
  }
  const externalName = flags.has('external-name') ? flags.string('external-name') : '';
  if (
    type === 'ExternalName' &&
    !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(externalName)
  ) {
    throw new CommandError(`invalid service external name ${externalName}`);
  }
  const nodePort = flags.has('node-port') ? flags.int('node-port') : 0;
  const ports = pairs.map((pair): JsonObject => {
    const { port, target } = portPair(pair);
    return {
      name: pair.replaceAll(':', '-'),
      protocol: 'TCP',
      port,
      targetPort: target,
      ...(nodePort > 0 ? { nodePort } : {}),
    };
  });
  const labels = { app: name };
  const service: JsonObject = {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: generatedMetadata(context, name, { labels }),
    spec: {
      ...(ports.length > 0 ? { ports } : {}),
      selector: labels,
      ...(clusterIp === '' ? {} : { clusterIP: clusterIp }),
      type,
      ...(externalName === '' ? {} : { externalName }),
    },
    status: { loadBalancer: {} },
  };
  return createGenerated(context, service, `failed to create ${type} service: `);
}

/** Reads `80`, `80:8080` or `80:http`. Throws `CommandError`. */
function portPair(pair: string): { readonly port: number; readonly target: Json } {
  const [first = '', second] = pair.split(':');
  const port = Number(first);
  if (!/^\d+$/.test(first)) throw new CommandError(`strconv.ParseUint: parsing ${quote(first)}: invalid syntax`);
  if (port > 65_535) throw new CommandError(`strconv.ParseUint: parsing ${quote(first)}: value out of range`);
  if (second === undefined) return { port, target: port };
  if (!/^-?\d+$/.test(second)) {
    if (/^[a-z0-9-]{1,15}$/.test(second) && /[a-z]/.test(second)) return { port, target: second };
    throw new CommandError(
      /[a-z]/.test(second)
        ? 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'
        : 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-),must contain at least one letter (a-z)',
    );
  }
  const target = Number(second);
  if (target < 1 || target > 65_535) throw new CommandError('must be between 1 and 65535, inclusive');
  return { port, target };
}
