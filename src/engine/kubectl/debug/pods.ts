import type { JsonObject } from '../../cluster/json.ts';
import { schemaOf } from '../../cluster/schema/schema.ts';
import { strategicDiff } from '../apply/strategic-diff.ts';
import type { CommandContext } from '../command.ts';
import { items, object, text } from '../describe/read.ts';
import { CommandError, StatusError } from '../errors.ts';
import { findContainer } from '../pods/containers.ts';
import { withCustomProfile } from './custom.ts';
import { applyProfile, type DebugStyle } from './profiles.ts';
import type { DebugRequest } from './request.ts';

/** A pod to debug in, and the container to attach to ('' = none). */
export interface Debugging {
  readonly pod: JsonObject;
  readonly container: string;
}

const podsPath = (namespace: string): string => `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;

function words(request: DebugRequest): JsonObject {
  if (request.words.length === 0) return {};
  return request.argumentsOnly ? { args: request.words } : { command: request.words };
}

/** The fields that a debugging container has in every style. */
function containerFields(request: DebugRequest): JsonObject {
  return {
    ...(request.env.length > 0 ? { env: request.env.map((each) => ({ ...each })) } : {}),
    image: request.image,
    ...(request.pullPolicy === '' ? {} : { imagePullPolicy: request.pullPolicy }),
    ...(request.interactive ? { stdin: true } : {}),
    ...(request.tty ? { tty: true } : {}),
    terminationMessagePolicy: 'File',
    ...words(request),
  };
}

function containerName(context: CommandContext, request: DebugRequest, pod: JsonObject): string {
  if (request.container !== '') return request.container;
  let name: string;
  do name = `debugger-${context.process.machine.random.suffix(5)}`;
  while (findContainer(pod, name) !== undefined);
  if (!request.quiet) context.out(`Defaulting debug container name to ${name}.\n`);
  return name;
}

function profiled(request: DebugRequest, style: DebugStyle, pod: JsonObject, container: string): JsonObject {
  const changed = applyProfile(request.profile, request.keep, style, pod, container);
  return request.custom === undefined ? changed : withCustomProfile(request.custom, style, changed, container);
}

/** Adds an ephemeral container to a running pod. Models: debug.debugByEphemeralContainer */
export function debugInPod(context: CommandContext, request: DebugRequest, pod: JsonObject): Debugging {
  const name = containerName(context, request, pod);
  const target = request.target === '' ? {} : { targetContainerName: request.target };
  const ephemeral: JsonObject = { name, ...containerFields(request), ...target };
  const before = items(pod, 'spec', 'ephemeralContainers');
  const grown = { ...pod, spec: { ...object(pod, 'spec'), ephemeralContainers: [...before, ephemeral] } };
  const changed = profiled(request, 'ephemeral', grown, name);
  const patch = before.some((each) => text(each, 'name') === name)
    ? // Of two with one name the patch is about the one that is there.
      { spec: { ephemeralContainers: items(changed, 'spec', 'ephemeralContainers').slice(0, -1) } }
    : strategicDiff(pod, changed, schemaOf('io.k8s.api.core.v1.Pod'), { deletions: true, changes: true });
  try {
    const patched = context.client().object({
      method: 'PATCH',
      path: `${podsPath(text(pod, 'metadata', 'namespace'))}/${encodeURIComponent(text(pod, 'metadata', 'name'))}/ephemeralcontainers`,
      contentType: 'application/strategic-merge-patch+json',
      body: patch,
    });
    return { pod: patched, container: name };
  } catch (error) {
    if (error instanceof StatusError && error.reason === 'NotFound' && text(error.status, 'details', 'name') === '') {
      throw new CommandError(
        `ephemeral containers are disabled for this cluster (error from server: "${error.message}")`,
      );
    }
    throw error;
  }
}

/** Makes a changed copy of a pod. Models: debug.debugByCopy */
export function debugInCopy(context: CommandContext, request: DebugRequest, pod: JsonObject): Debugging {
  const namespace = text(pod, 'metadata', 'namespace');
  const { container, copy } = copyOf(context, request, pod);
  const created = context.client().object({ method: 'POST', path: podsPath(namespace), body: copy });
  if (context.flags.bool('replace')) {
    context.client().send({
      method: 'DELETE',
      path: `${podsPath(namespace)}/${encodeURIComponent(text(pod, 'metadata', 'name'))}`,
      body: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 },
    });
  }
  return { pod: created, container };
}

function copyOf(
  context: CommandContext,
  request: DebugRequest,
  pod: JsonObject,
): { readonly copy: JsonObject; readonly container: string } {
  const { flags } = context;
  const { ephemeralContainers: _none, nodeName, ...spec } = object(pod, 'spec') ?? {};
  const { labels, annotations, namespace } = object(pod, 'metadata') ?? {};
  const containers = items(spec, 'containers').map((each): JsonObject => {
    const image = request.images.get(text(each, 'name')) ?? request.images.get('*');
    return image === undefined ? each : { ...each, image };
  });
  const copy: JsonObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: request.copyTo, namespace, labels, annotations },
    spec: {
      ...spec,
      containers,
      ...(flags.bool('same-node') ? { nodeName } : {}),
      ...(flags.changed('share-processes') ? { shareProcessNamespace: flags.bool('share-processes') } : {}),
    },
  };
  const existing = request.container === '' ? undefined : findContainer(copy, request.container)?.container;
  if (existing === undefined && request.image === '') {
    if (request.images.size > 0) return { copy, container: '' };
    throw new CommandError('you must specify image when creating new container');
  }
  const name = existing === undefined ? containerName(context, request, copy) : request.container;
  const changed = changedContainer(request, existing ?? { name, terminationMessagePolicy: 'File' });
  const list =
    existing === undefined
      ? [...containers, changed]
      : containers.map((each) => (text(each, 'name') === name ? changed : each));
  const whole = { ...copy, spec: { ...object(copy, 'spec'), containers: list } };
  return { copy: profiled(request, 'copy', whole, name), container: name };
}

function changedContainer(request: DebugRequest, container: JsonObject): JsonObject {
  const { stdin: _stdin, tty: _tty, ...rest } = container;
  const { args: _args, ...withoutArgs } = rest;
  const replaced = request.words.length > 0 && !request.argumentsOnly ? withoutArgs : rest;
  return {
    ...replaced,
    ...words(request),
    ...(request.env.length > 0 ? { env: request.env.map((each) => ({ ...each })) } : {}),
    ...(request.image === '' ? {} : { image: request.image }),
    ...(request.pullPolicy === '' ? {} : { imagePullPolicy: request.pullPolicy }),
    ...(request.interactive ? { stdin: true } : {}),
    ...(request.tty ? { tty: true } : {}),
  };
}

/** Makes a pod in a node's host namespaces. Models: debug.visitNode */
export function debugOnNode(context: CommandContext, request: DebugRequest, node: string): Debugging {
  const container = request.container || 'debugger';
  const name = `node-debugger-${node}-${context.process.machine.random.suffix(5)}`;
  if (!request.quiet) context.out(`Creating debugging pod ${name} with container ${container} on node ${node}.\n`);
  const pod: JsonObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
    spec: {
      containers: [{ name: container, ...containerFields(request) }],
      nodeName: node,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
    },
  };
  const body = profiled(request, 'node', pod, container);
  const created = context.client().object({ method: 'POST', path: podsPath(context.namespace().name), body });
  return { pod: created, container };
}
