import type { JsonObject } from '../../cluster/json.ts';
import { items, object, text } from '../describe/read.ts';
import { CommandError } from '../errors.ts';

/** What is debugged: a running pod (its own new container), a copy of one, or a node. */
export type DebugStyle = 'ephemeral' | 'copy' | 'node';

/** What a copy keeps of the original. */
export interface Keep {
  readonly labels: boolean;
  readonly annotations: boolean;
  readonly liveness: boolean;
  readonly readiness: boolean;
  readonly startup: boolean;
  readonly initContainers: boolean;
}

/** Changes one container, wherever it stands in the pod. */
type ContainerChange = (container: JsonObject) => JsonObject;

/** A change of the debugging pod. */
type PodChange = (pod: JsonObject, container: string) => JsonObject;

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

const withSpec = (pod: JsonObject, spec: JsonObject): JsonObject => ({
  ...pod,
  spec: { ...object(pod, 'spec'), ...spec },
});

const onContainer =
  (change: ContainerChange): PodChange =>
  (pod, name) => {
    const lists = LISTS.filter((list) => items(pod, 'spec', list).length > 0).map((list) => {
      const changed = items(pod, 'spec', list).map((each) => (text(each, 'name') === name ? change(each) : each));
      return [list, changed] as const;
    });
    return withSpec(pod, Object.fromEntries(lists));
  };

const withSecurity = (change: (context: JsonObject) => JsonObject): PodChange =>
  onContainer((container) => ({ ...container, securityContext: change(object(container, 'securityContext') ?? {}) }));

const withCapability = (capability: string): PodChange =>
  withSecurity((context) => {
    const capabilities = object(context, 'capabilities') ?? {};
    const added = Array.isArray(capabilities['add']) ? capabilities['add'] : [];
    return { ...context, capabilities: { ...capabilities, add: [...added, capability] } };
  });

const clearSecurity: PodChange = onContainer(({ securityContext: _dropped, ...rest }) => rest);
const traceProcesses = withCapability('SYS_PTRACE');
const administerNetwork: PodChange = (pod, name) =>
  withCapability('NET_RAW')(withCapability('NET_ADMIN')(pod, name), name);
const privileged = withSecurity((context) => ({ ...context, privileged: true }));
const restricted = withSecurity((context) => ({
  ...context,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  allowPrivilegeEscalation: false,
  seccompProfile: { type: 'RuntimeDefault' },
}));
const hostNamespaces: PodChange = (pod) => withSpec(pod, { hostNetwork: true, hostPID: true, hostIPC: true });
const shareProcesses: PodChange = (pod) =>
  object(pod, 'spec')?.['shareProcessNamespace'] === undefined ? withSpec(pod, { shareProcessNamespace: true }) : pod;

const mountRoot: PodChange = (pod, name) => {
  const volumes = [...items(pod, 'spec', 'volumes'), { name: 'host-root', hostPath: { path: '/' } }];
  const mount = onContainer((container) => ({
    ...container,
    volumeMounts: [...items(container, 'volumeMounts'), { mountPath: '/host', name: 'host-root' }],
  }));
  return mount(withSpec(pod, { volumes }), name);
};

/** A copy without what is not to be kept. */
const stripped =
  (keep: Keep): PodChange =>
  (pod) => {
    const { labels, annotations, ...metadata } = object(pod, 'metadata') ?? {};
    const kept = { ...metadata, ...(keep.labels ? { labels } : {}), ...(keep.annotations ? { annotations } : {}) };
    const probes: readonly (readonly [string, boolean])[] = [
      ['livenessProbe', keep.liveness],
      ['readinessProbe', keep.readiness],
      ['startupProbe', keep.startup],
    ];
    const dropped = probes.filter(([, kept]) => !kept).map(([probe]) => probe);
    const containers = items(pod, 'spec', 'containers').map((container) =>
      Object.fromEntries(Object.entries(container).filter(([field]) => !dropped.includes(field))),
    );
    const { initContainers, ...spec } = object(pod, 'spec') ?? {};
    const starts = keep.initContainers && initContainers !== undefined ? { initContainers } : {};
    return { ...pod, metadata: kept, spec: { ...spec, ...starts, containers } };
  };

/** What each profile does, by style. Models: kubectl/pkg/cmd/debug/profiles.go */
const PROFILES: {
  readonly [profile: string]: ((keep: Keep) => { readonly [style in DebugStyle]: readonly PodChange[] }) | undefined;
} = {
  legacy: (keep) => ({
    node: [mountRoot, hostNamespaces],
    copy: [
      stripped({
        ...keep,
        labels: false,
        annotations: true,
        liveness: true,
        readiness: true,
        startup: true,
        initContainers: true,
      }),
    ],
    ephemeral: [],
  }),
  general: (keep) => ({
    node: [mountRoot, clearSecurity, hostNamespaces],
    copy: [stripped(keep), traceProcesses, shareProcesses],
    ephemeral: [traceProcesses],
  }),
  baseline: (keep) => ({
    node: [clearSecurity],
    copy: [clearSecurity, stripped(keep), shareProcesses],
    ephemeral: [clearSecurity],
  }),
  restricted: (keep) => ({
    node: [clearSecurity, restricted],
    copy: [clearSecurity, restricted, stripped(keep), shareProcesses],
    ephemeral: [clearSecurity, restricted],
  }),
  netadmin: (keep) => ({
    node: [administerNetwork, hostNamespaces],
    copy: [administerNetwork, stripped(keep), shareProcesses],
    ephemeral: [administerNetwork],
  }),
  sysadmin: (keep) => ({
    node: [privileged, hostNamespaces, mountRoot],
    copy: [privileged, stripped(keep), shareProcesses],
    ephemeral: [privileged],
  }),
};

/** Applies a profile to a debugging pod. Throws for a profile that there is not. */
export function applyProfile(
  profile: string,
  keep: Keep,
  style: DebugStyle,
  pod: JsonObject,
  container: string,
): JsonObject {
  const made = PROFILES[profile];
  if (made === undefined) throw new CommandError(`unknown profile: ${profile}`);
  return made(keep)[style].reduce((changed, change) => change(changed, container), pod);
}
