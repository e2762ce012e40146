import type { Call } from '../../../shell/commands/command.ts';
import { parseReference } from '../../reference.ts';
import type { NodeHost } from '../node-host.ts';
import { containersOf, sandboxesOf, sandboxId, stateOf } from './find.ts';
import { ago, shortId, size, table } from './table.ts';

/** `crictl ps` */
export function ps(call: Call, host: NodeHost): number {
  const nowMs = call.process.machine.clock.nowMs();
  const name = call.value('N');
  const pod = call.value('p');
  const found = containersOf(host).filter(
    ({ worker, record }) =>
      (call.has('a') || stateOf(record) === 'Running') &&
      (name === undefined || new RegExp(name).test(record.name)) &&
      (pod === undefined || podIdOf(worker).startsWith(pod)),
  );
  if (call.has('q')) {
    call.print(found.map(({ record }) => `${record.id}\n`).join(''));
    return 0;
  }
  const rows = found.map(({ worker, record }) => [
    shortId(record.id),
    shortId(record.image.imageId),
    ago(nowMs - (record.startedMs || nowMs)),
    stateOf(record),
    record.name,
    String(record.attempt),
    shortId(podIdOf(worker)),
    worker.pod.metadata.name,
    worker.pod.metadata.namespace ?? '',
  ]);
  const heads = ['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD', 'NAMESPACE'];
  call.print(table(heads, rows));
  return 0;
}

function podIdOf(worker: Parameters<typeof sandboxId>[0]): string {
  const { sandbox } = worker.runtime;
  return sandbox === undefined ? '' : sandboxId(worker, sandbox);
}

/** `crictl pods` */
export function pods(call: Call, host: NodeHost): number {
  const nowMs = call.process.machine.clock.nowMs();
  const name = call.value('N');
  const found = sandboxesOf(host).filter(
    ({ worker }) => name === undefined || new RegExp(name).test(worker.pod.metadata.name),
  );
  if (call.has('q')) {
    call.print(found.map(({ id }) => `${id}\n`).join(''));
    return 0;
  }
  const rows = found.map(({ worker, sandbox, id }) => {
    const started = worker.runtime.records.at(-1)?.startedMs ?? nowMs;
    const { metadata } = worker.pod;
    const state = sandbox.ready ? 'Ready' : 'NotReady';
    const cells = [shortId(id), ago(nowMs - (started || nowMs)), state, metadata.name, metadata.namespace ?? ''];
    return [...cells, String(sandbox.attempt), '(default)'];
  });
  call.print(table(['POD ID', 'CREATED', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT', 'RUNTIME'], rows));
  return 0;
}

/** `crictl images` */
export function images(call: Call, { kubelet }: NodeHost): number {
  const seen = new Map(kubelet.runtime.images(kubelet.node.name).map((image) => [image.reference, image]));
  for (const worker of kubelet.pods()) for (const { image } of worker.runtime.records) seen.set(image.reference, image);
  const found = [...seen.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1));
  if (call.has('q')) {
    call.print(found.map(({ imageId }) => `${imageId}\n`).join(''));
    return 0;
  }
  const rows = found.map(({ reference, imageId, sizeBytes }) => {
    const { repository, tag } = parseReference(reference);
    return [repository, tag, shortId(imageId), size(sizeBytes)];
  });
  call.print(table(['IMAGE', 'TAG', 'IMAGE ID', 'SIZE'], rows));
  return 0;
}
