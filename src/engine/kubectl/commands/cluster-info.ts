import type { JsonObject } from '../../cluster/json.ts';
import { objects, record, text } from '../../cluster/json-readers.ts';
import type { Task } from '../../shell/process/types.ts';
import type { Command, CommandContext } from '../command.ts';
import { metadataOf, nameOf, namespaceOf } from '../json.ts';
import { build, throwErrors } from '../resource/builder.ts';
import { clusterInfoDump } from './cluster-info-dump.ts';

/** `kubectl cluster-info`. Models: kubectl/pkg/cmd/clusterinfo/clusterinfo.go */
export const clusterInfo: Command = {
  name: 'cluster-info',
  use: '[flags]',
  short: 'Display cluster information',
  subcommands: [clusterInfoDump],
  *run(context): Task<number> {
    try {
      yield* printAll(context);
    } finally {
      context.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
    }
    return 0;
  },
};

function* printAll(context: CommandContext): Task<void> {
  const namespace = context.namespace();
  const built = yield* build(context, {
    args: ['services'],
    namespace: namespace.explicit ? namespace.name : 'kube-system',
    selector: 'kubernetes.io/cluster-service=true',
  });
  throwErrors(built.errors);
  const host = context.client().serverUrl();
  print(context, 'Kubernetes control plane', host);
  for (const info of built.infos) {
    const service = info.object ?? {};
    const name = text(record(metadataOf(service)['labels'])['kubernetes.io/name']) || nameOf(service);
    print(context, name, linkTo(service, host));
  }
}

function print(context: CommandContext, name: string, link: string): void {
  const { isTerminal } = context.process.stdout;
  context.out(
    isTerminal
      ? `\u001b[0;32m${name}\u001b[0m is running at \u001b[0;33m${link}\u001b[0m\n`
      : `${name} is running at ${link}\n`,
  );
}

function linkTo(service: JsonObject, host: string): string {
  const spec = record(service['spec']);
  const ingress = objects(record(record(service['status'])['loadBalancer'])['ingress'])[0];
  if (ingress !== undefined) {
    const address = text(ingress['ip']) || text(ingress['hostname']);
    return objects(spec['ports'])
      .map((port) => `http://${address}:${String(port['port'])} `)
      .join('');
  }
  const port = objects(spec['ports'])[0];
  const secure = port !== undefined && (port['name'] === 'https' || port['port'] === 443);
  const portName = port === undefined ? '' : text(port['name']);
  const segment =
    port === undefined || (!secure && portName === '')
      ? nameOf(service)
      : `${secure ? 'https:' : ''}${nameOf(service)}:${portName}`;
  return `${host}/api/v1/namespaces/${namespaceOf(service)}/services/${segment}/proxy`;
}
