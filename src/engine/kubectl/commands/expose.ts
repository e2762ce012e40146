import type { Json, JsonObject } from '../../cluster/json.ts';
import { objects, record, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import { recordFlag } from '../change-cause.ts';
import { changePrinter, createObject, dryRun, savedConfig } from '../changes.ts';
import type { Command, CommandContext } from '../command.ts';
import { dryRunFlag, fieldManagerFlag, filenameFlags, printFlags, saveConfigFlag } from '../common-flags.ts';
import type { ResourceType } from '../discovery.ts';
import { CommandError, isCommandFailure } from '../errors.ts';
import { metadataOf, withMetadata } from '../json.ts';
import { overridden, overrideFlags } from '../overrides.ts';
import { checkOutput } from '../printers/printer.ts';
import { build, throwErrors } from '../resource/builder.ts';
import type { Info } from '../resource/info.ts';

/** `kubectl expose`. Models: kubectl/pkg/cmd/expose/expose.go */
export const expose: Command = {
  name: 'expose',
  use: '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  short: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service',
  flags: [
    ...printFlags,
    dryRunFlag,
    fieldManagerFlag('kubectl-expose'),
    ...filenameFlags('Filename, directory, or URL to files identifying the resource to expose a service'),
    saveConfigFlag,
    recordFlag,
    ...overrideFlags,
    {
      name: 'cluster-ip',
      type: 'string',
      usage:
        "ClusterIP to be assigned to the service. Leave empty to auto-allocate, or set to 'None' to create a headless service.",
    },
    {
      name: 'external-ip',
      type: 'string',
      usage:
        'Additional external IP address (not managed by Kubernetes) to accept for the service. If this IP is routed to a node, the service can be accessed by this IP in addition to its generated service IP.',
    },
    { name: 'labels', shorthand: 'l', type: 'string', usage: 'Labels to apply to the service created by this call.' },
    {
      name: 'load-balancer-ip',
      type: 'string',
      usage:
        'IP to assign to the LoadBalancer. If empty, an ephemeral IP will be created and used (cloud-provider specific).',
    },
    { name: 'name', type: 'string', usage: 'The name for the newly created object.' },
    {
      name: 'port',
      type: 'string',
      usage: 'The port that the service should serve on. Copied from the resource being exposed, if unspecified',
    },
    {
      name: 'protocol',
      type: 'string',
      usage: "The network protocol for the service to be created. Default is 'TCP'.",
    },
    {
      name: 'selector',
      type: 'string',
      usage:
        'A label selector to use for this service. Only equality-based selector requirements are supported. If empty (the default) infer the selector from the resource being exposed.',
    },
    {
      name: 'session-affinity',
      type: 'string',
      usage: "If non-empty, set the session affinity for the service to this; legal values: 'None', 'ClientIP'",
    },
    {
      name: 'target-port',
      type: 'string',
      usage: 'Name or number for the port on the container that the service should direct traffic to. Optional.',
    },
    {
      name: 'type',
      type: 'string',
      usage: "Type for this service: ClusterIP, NodePort, LoadBalancer, or ExternalName. Default is 'ClusterIP'.",
    },
  ],
  *run(context): Task<number> {
    const { flags } = context;
    const mode = dryRun(context);
    checkOutput(context);
    const namespace = context.namespace();
    const built = yield* build(context, {
      args: context.args,
      filenames: flags.strings('filename'),
      kustomize: flags.string('kustomize'),
      recursive: flags.bool('recursive'),
      namespace: namespace.name,
      enforceNamespace: namespace.explicit,
      continueOnError: true,
    });
    const errors = [...built.errors];
    for (const info of built.infos) {
      try {
        let service = overridden(context, serviceFor(context, info));
        const printer = changePrinter(context, 'exposed', mode, { typed: mode === 'client' });
        if (mode === 'client') {
          if (namespace.explicit) service = withMetadata(service, { namespace: namespace.name });
          printer.print(service);
        } else {
          const type = context.discovery().forKind('v1', 'Service');
          const options = { fieldManager: flags.string('field-manager'), dryRun: mode };
          printer.print(createObject(context, type, namespace.name, savedConfig(context, service), options));
        }
      } catch (error) {
        if (!isCommandFailure(error)) throw error;
        errors.push(error);
      }
    }
    throwErrors(errors);
    return 0;
  },
};

/** The service that exposes an object. Fields in the order of Go's structs. Throws `CommandError`. */
function serviceFor(context: CommandContext, info: Info): JsonObject {
  const { flags } = context;
  const object = info.object ?? {};
  checkKind(info.type);
  const selector =
    flags.string('selector') === '' ? selectorOf(info.type, object) : labelPairs(flags.string('selector'));
  const headless = flags.string('cluster-ip') === 'None';
  const known = portsOf(info.type, object);
  const wanted = flags.string('port') === '' ? known.map((port) => port.number) : flags.string('port').split(',');
  if (wanted.length === 0 && !headless) throw new CommandError("couldn't find port via --port flag or introspection");
  const ports = wanted.flatMap((number, at) => {
    const protocols = protocolsFor(flags.string('protocol'), known, number);
    return protocols.map((protocol, index): JsonObject => {
      const named = wanted.length > 1 || protocols.length > 1;
      const name = `port-${at + 1}${protocols.length > 1 && index > 0 ? `-${protocol.toLowerCase()}` : ''}`;
      const target = flags.string('target-port') || number;
      return {
        ...(named ? { name } : {}),
        protocol,
        port: portNumber(number),
        targetPort: /^\d+$/.test(target) ? Number(target) : target,
      };
    });
  });
  const labels =
    flags.string('labels') === '' ? record(metadataOf(object)['labels']) : labelPairs(flags.string('labels'));
  const affinity = flags.string('session-affinity');
  if (affinity !== '' && affinity !== 'None' && affinity !== 'ClientIP') {
    throw new CommandError(`unknown session affinity: ${affinity}`);
  }
  const optional = (field: string, value: Json): JsonObject => (value === '' ? {} : { [field]: value });
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: {
      name: flags.string('name') || info.name.slice(0, 63),
      ...(Object.keys(labels).length > 0 ? { labels } : {}),
    },
    spec: {
      ...(ports.length > 0 ? { ports } : {}),
      selector,
      ...optional('clusterIP', flags.string('cluster-ip')),
      ...optional('type', flags.string('type')),
      ...(flags.string('external-ip') === '' ? {} : { externalIPs: [flags.string('external-ip')] }),
      ...optional('sessionAffinity', affinity),
      ...(flags.string('type') === 'LoadBalancer' ? optional('loadBalancerIP', flags.string('load-balancer-ip')) : {}),
    },
    status: { loadBalancer: {} },
  };
}

const EXPOSABLE = ['ReplicationController', 'Service', 'Pod', 'Deployment', 'ReplicaSet'];

function checkKind(type: ResourceType): void {
  if (EXPOSABLE.includes(type.kind)) return;
  throw new CommandError(`cannot expose a ${type.group === '' ? type.kind : `${type.kind}.${type.group}`}`);
}

function selectorOf(type: ResourceType, object: JsonObject): JsonObject {
  const fail = (why: string): CommandError =>
    new CommandError(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);
  const spec = record(object['spec']);
  if (type.kind === 'Pod') {
    const labels = record(metadataOf(object)['labels']);
    if (Object.keys(labels).length === 0) throw fail('the pod has no labels and cannot be exposed');
    return labels;
  }
  if (type.kind === 'Service' || type.kind === 'ReplicationController') {
    const selector = record(spec['selector']);
    if (Object.keys(selector).length === 0) {
      throw fail(
        type.kind === 'Service' ? 'the service has no pod selector set' : 'invalid label selector: no selector',
      );
    }
    return selector;
  }
  const selector = record(spec['selector']);
  const expressions = objects(selector['matchExpressions']);
  if (expressions.length > 0) {
    throw fail(`couldn't convert expressions - "${JSON.stringify(expressions)}" to map-based selector format`);
  }
  return record(selector['matchLabels']);
}

interface KnownPort {
  readonly number: string;
  readonly protocol: string;
}

function portsOf(type: ResourceType, object: JsonObject): readonly KnownPort[] {
  const spec = record(object['spec']);
  if (type.kind === 'Service') {
    return objects(spec['ports']).map((port) => ({
      number: String(port['port']),
      protocol: text(port['protocol']) || 'TCP',
    }));
  }
  const podSpec = type.kind === 'Pod' ? spec : record(record(spec['template'])['spec']);
  const all = objects(podSpec['containers']).flatMap((container) => objects(container['ports']));
  return all.map((port) => ({ number: String(port['containerPort']), protocol: text(port['protocol']) || 'TCP' }));
}

function protocolsFor(flag: string, known: readonly KnownPort[], number: string): readonly string[] {
  if (flag !== '') return [flag];
  const found = [...new Set(known.filter((port) => port.number === number).map((port) => port.protocol))];
  return found.length > 0 ? found : ['TCP'];
}

function portNumber(word: string): number {
  if (!/^\d+$/.test(word)) throw new CommandError(`strconv.Atoi: parsing "${word}": invalid syntax`);
  return Number(word);
}

/** Reads `a=b,c=d`. Throws `CommandError`. */
export function labelPairs(list: string): JsonObject {
  return Object.fromEntries(
    list.split(',').map((pair) => {
      const parts = pair.split('=');
      if (parts.length !== 2) throw new CommandError(`unexpected label spec: ${pair}`);
      if (parts[0] === '') throw new CommandError('unexpected empty label key');
      return [parts[0] ?? '', parts[1] ?? ''];
    }),
  );
}
