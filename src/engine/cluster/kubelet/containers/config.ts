import type { FileNode } from '../../files.ts';
import { cgroupLimits } from '../kernel/limits.ts';
import { sysctlMounts } from '../node/sysctls.ts';
import {
  type ContainerKind,
  formatPod,
  isRestartableInit,
  type NamedContainer,
  type NamedEphemeralContainer,
} from '../pod.ts';
import { type PodContext, payloadContext } from '../pods/pod-context.ts';
import type { ContainerConfig } from '../runtime.ts';
import { makeMounts } from '../volumes/mounts.ts';
import { declaredBehaviour } from './declared.ts';
import { makeEnvironment } from './environment.ts';
import { expand } from './expansion.ts';
import { processStatusMounts } from './process-status.ts';

/** Where a program leaves its last words unless the container says otherwise. */
const DEFAULT_MESSAGE_PATH = '/dev/termination-log';

export type ConfigResult =
  | { readonly kind: 'made'; readonly config: ContainerConfig; readonly messageFile: FileNode | undefined }
  /** The message of CreateContainerConfigError. */
  | { readonly kind: 'failed'; readonly message: string };

/** All that the runtime must know to run a container. Models: kuberuntime generateContainerConfig, pkg/kubelet GenerateRunContainerOptions */
export function containerConfig(
  context: PodContext,
  container: NamedContainer,
  kind: ContainerKind,
  attempt: number,
): ConfigResult {
  const { services, pod, runtime, volumes } = context;
  const { sandbox } = runtime;
  if (sandbox === undefined) return { kind: 'failed', message: 'the pod has no sandbox' };
  const imageUser = services.runtime.image(services.node.name, container.image)?.user;
  const nonRoot = nonRootError(context, container, imageUser);
  if (nonRoot !== undefined) return { kind: 'failed', message: nonRoot };

  const environment = makeEnvironment(services.informers, pod, container, payloadContext(context).facts);
  if (environment.kind === 'failed') return environment;
  const expanded = (texts: readonly string[] | undefined) =>
    texts === undefined || texts.length === 0
      ? undefined
      : texts.map((text) => expand(text, (name) => environment.variables.get(name)));

  const nowMs = services.clock.nowMs();
  const mounted = makeMounts(pod, container, volumes, environment.variables, nowMs);
  if (mounted.kind === 'failed') return mounted;
  const messagePath = container.terminationMessagePath ?? DEFAULT_MESSAGE_PATH;
  const messageFile: FileNode | undefined =
    messagePath === DEFAULT_MESSAGE_PATH ? undefined : { type: 'file', content: '', mode: 0o666, modifiedMs: nowMs };

  const { namespace } = sandbox.network;
  const user = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? imageUser;
  return {
    kind: 'made',
    messageFile,
    config: {
      node: services.node.name,
      podUid: pod.metadata.uid,
      podName: pod.metadata.name,
      namespace: pod.metadata.namespace ?? '',
      name: container.name,
      attempt,
      image: container.image,
      command: expanded(container.command),
      args: expanded(container.args),
      workingDir: container.workingDir || undefined,
      env: environment.variables,
      mounts: [
        ...sysctlMounts(pod, nowMs),
        ...mounted.mounts,
        ...(messageFile === undefined ? [] : [{ mountPath: messagePath, readOnly: false, source: messageFile }]),
        ...processStatusMounts(pod, container, user ?? 0, nowMs),
      ],
      network: namespace,
      hostname: namespace.hostname,
      stdin: container.stdin === true,
      stdinOnce: container.stdinOnce === true,
      tty: container.tty === true,
      cgroup: services.kernel.cgroup(cgroupLimits(pod, container, services.kernel.facts.memoryBytes)),
      runAsUser: user,
      ...groupsOf(pod, container),
      readOnlyRootFilesystem: container.securityContext?.readOnlyRootFilesystem === true,
      sharedProcessesWith: sharedWith(context, container, kind),
      settling: matters(context, container, kind) ? context.settling : NEVER,
      declared: () => declaredBehaviour(pod, container, kind),
    },
  };
}

/** The groups of a container's processes: its first, the pod's supplemental ones, and that of its volumes. */
function groupsOf(
  { spec }: PodContext['pod'],
  container: NamedContainer,
): Pick<ContainerConfig, 'runAsGroup' | 'groups'> {
  const shared = spec.securityContext;
  const first = container.securityContext?.runAsGroup ?? shared?.runAsGroup;
  const more = [...(shared?.supplementalGroups ?? []), ...(shared?.fsGroup === undefined ? [] : [shared.fsGroup])];
  return { ...(first === undefined ? {} : { runAsGroup: first }), ...(more.length === 0 ? {} : { groups: more }) };
}

const NEVER = (): boolean => false;

/** Whether the pod's way to Ready, or to its end, may hang on what this container's program does. */
function matters({ pod }: PodContext, container: NamedContainer, kind: ContainerKind): boolean {
  if (kind === 'ephemeral') return false;
  const probed = container.readinessProbe !== undefined || container.startupProbe !== undefined;
  if (kind === 'init') return probed || !isRestartableInit(container);
  return probed || pod.spec.restartPolicy !== 'Always';
}

/** Ids of the containers whose processes this one sees. */
function sharedWith({ pod, runtime }: PodContext, container: NamedContainer, kind: ContainerKind): readonly string[] {
  if (pod.spec.shareProcessNamespace === true) return runtime.running().map(({ id }) => id);
  const target = kind === 'ephemeral' ? (container as NamedEphemeralContainer).targetContainerName : undefined;
  const record = target === undefined || target === '' ? undefined : runtime.latest(target);
  return record === undefined ? [] : [record.id];
}

/** Models: kuberuntime verifyRunAsNonRoot */
function nonRootError(
  { pod }: PodContext,
  container: NamedContainer,
  imageUser: number | undefined,
): string | undefined {
  const own = container.securityContext;
  const shared = pod.spec.securityContext;
  if ((own?.runAsNonRoot ?? shared?.runAsNonRoot) !== true) return undefined;
  const user = own?.runAsUser ?? shared?.runAsUser;
  const where = `(pod: "${formatPod(pod)}", container: ${container.name})`;
  if (user === 0) return `container's runAsUser breaks non-root policy ${where}`;
  return user === undefined && (imageUser ?? 0) === 0
    ? `container has runAsNonRoot and image will run as root ${where}`
    : undefined;
}
