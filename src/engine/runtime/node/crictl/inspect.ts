import type { JsonObject } from '../../../cluster/json.ts';
import { formatTime } from '../../../cluster/timestamp.ts';
import type { Call } from '../../../shell/commands/command.ts';
import { podLogFolder } from '../log-directories.ts';
import type { NodeHost } from '../node-host.ts';
import { type FoundContainer, type FoundSandbox, sandboxesOf } from './find.ts';

const ZERO_TIME = '0001-01-01T00:00:00Z';

function time(ms: number | undefined): string {
  return ms === undefined || ms === 0 ? ZERO_TIME : formatTime(ms);
}

/** What `crictl inspect` says of a container. Models: cri-api ContainerStatus */
export function containerStatus({ worker, record }: FoundContainer): JsonObject {
  const { metadata } = worker.pod;
  return {
    status: {
      id: record.id,
      metadata: { attempt: record.attempt, name: record.name },
      state: record.end === undefined ? 'CONTAINER_RUNNING' : 'CONTAINER_EXITED',
      createdAt: time(record.startedMs),
      startedAt: time(record.startedMs),
      finishedAt: time(record.end?.finishedMs),
      exitCode: record.end?.exitCode ?? 0,
      image: { annotations: {}, image: record.image.reference, runtimeHandler: '', userSpecifiedImage: '' },
      imageRef: record.image.imageId,
      reason: record.end?.reason ?? '',
      message: record.end?.message ?? '',
      labels: {
        'io.kubernetes.container.name': record.name,
        'io.kubernetes.pod.name': metadata.name,
        'io.kubernetes.pod.namespace': metadata.namespace ?? '',
        'io.kubernetes.pod.uid': metadata.uid,
      },
      logPath: `/var/log/pods/${podLogFolder(worker)}/${record.name}/${record.attempt}.log`,
    },
  };
}

function sandboxStatus({ worker, sandbox, id }: FoundSandbox): JsonObject {
  const { metadata } = worker.pod;
  return {
    status: {
      id,
      metadata: {
        attempt: sandbox.attempt,
        name: metadata.name,
        namespace: metadata.namespace ?? '',
        uid: metadata.uid,
      },
      state: sandbox.ready ? 'SANDBOX_READY' : 'SANDBOX_NOTREADY',
      network: { additionalIps: [], ip: sandbox.network.namespace.address },
      labels: { ...metadata.labels },
    },
  };
}

/** `crictl inspectp` */
export function inspectSandboxes(call: Call, host: NodeHost, ids: readonly string[]): number {
  for (const wanted of ids) {
    const found = sandboxesOf(host).find(({ id }) => id.startsWith(wanted));
    if (found === undefined)
      return call.fail(
        `getting the status of the pod sandbox "${wanted}": rpc error: code = NotFound desc = not found`,
      );
    call.print(`${JSON.stringify(sandboxStatus(found), null, 2)}\n`);
  }
  return 0;
}
