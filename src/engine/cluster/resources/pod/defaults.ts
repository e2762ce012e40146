import { canonicalResourceQuantity } from '../quantity.ts';
import { mapList, mapSame, omitEmpty, setMissing, withKey } from '../sharing.ts';
import { imageTag } from './image-name.ts';
import { CONTAINER_OMITS, ENV_OMITS, MOUNT_OMITS, POD_SPEC_OMITS, PORT_OMITS, TOLERATION_OMITS } from './omit-empty.ts';
import type {
  Container,
  ContainerPort,
  EnvVar,
  Handler,
  PodSpec,
  PodTemplate,
  Probe,
  ResourceList,
  ResourceRequirements,
} from './types.ts';
import { defaultVolume } from './volume-defaults.ts';

/** Amounts in their canonical form: `1000m` becomes `1`. Models: SetDefaults_ResourceList */
export function canonicalResourceList<T extends ResourceList | undefined>(list: T): T {
  if (list === undefined || list === null) return list;
  let out: { [resource: string]: string | number } | undefined;
  for (const key in list) {
    const text = canonicalResourceQuantity(list[key] ?? '0');
    if (text === list[key]) continue;
    out ??= { ...list };
    out[key] = text;
  }
  return (out as T | undefined) ?? list;
}

/** Requests and limits in canonical form. */
export function canonicalResources(resources: ResourceRequirements): ResourceRequirements {
  const given = omitEmpty(resources, ['limits', 'requests', 'claims']);
  const limits = canonicalResourceList(given.limits);
  const requests = canonicalResourceList(given.requests);
  if (limits === given.limits && requests === given.requests) return given;
  return { ...given, ...(limits && { limits }), ...(requests && { requests }) };
}

const PORT_DEFAULTS = { protocol: 'TCP' } as const;

function defaultEnv(given: EnvVar): EnvVar {
  const env = omitEmpty(given, ENV_OMITS);
  const fieldRef = env.valueFrom?.fieldRef;
  const resourceRef = env.valueFrom?.resourceFieldRef;
  if (fieldRef && !fieldRef.apiVersion)
    return { ...env, valueFrom: { ...env.valueFrom, fieldRef: { ...fieldRef, apiVersion: 'v1' } } };
  if (resourceRef && resourceRef.divisor === undefined)
    return { ...env, valueFrom: { ...env.valueFrom, resourceFieldRef: { ...resourceRef, divisor: '0' } } };
  return env;
}

function defaultHandler<T extends Handler>(handler: T): T {
  if (handler.httpGet) return withKey(handler, 'httpGet', setMissing(handler.httpGet, { path: '/', scheme: 'HTTP' }));
  if (handler.grpc && handler.grpc.service === undefined)
    return withKey(handler, 'grpc', { ...handler.grpc, service: '' });
  return handler;
}

function defaultProbe(probe: Probe): Probe {
  const filled = setMissing(zerosMissing(omitEmpty(probe, ['initialDelaySeconds'])), PROBE_DEFAULTS);
  return defaultHandler(filled);
}

const PROBE_DEFAULTS = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 } as const;

/** A zero in a probe's timing means "not set". */
function zerosMissing(probe: Probe): Probe {
  for (const key of Object.keys(PROBE_DEFAULTS) as (keyof typeof PROBE_DEFAULTS)[])
    if (probe[key] === 0) return zerosMissing({ ...probe, [key]: PROBE_DEFAULTS[key] });
  return probe;
}

const NO_RESOURCES: ResourceRequirements = {};

function defaultContainer(container: Container): Container {
  let out = setMissing(omitEmpty(container, CONTAINER_OMITS), {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: NO_RESOURCES,
  });
  if (!out.imagePullPolicy)
    out = withKey(out, 'imagePullPolicy', imageTag(out.image ?? '') === 'latest' ? 'Always' : 'IfNotPresent');
  if (out.resources && out.resources !== NO_RESOURCES)
    out = withKey(out, 'resources', canonicalResources(out.resources));
  out = mapList(out, 'ports', (port) => setMissing(omitEmpty(port, PORT_OMITS), PORT_DEFAULTS));
  out = mapList(out, 'volumeMounts', (mount) => omitEmpty(mount, MOUNT_OMITS));
  out = mapList(out, 'env', defaultEnv);
  if (out.livenessProbe) out = withKey(out, 'livenessProbe', defaultProbe(out.livenessProbe));
  if (out.readinessProbe) out = withKey(out, 'readinessProbe', defaultProbe(out.readinessProbe));
  if (out.startupProbe) out = withKey(out, 'startupProbe', defaultProbe(out.startupProbe));
  if (out.lifecycle) {
    let lifecycle = out.lifecycle;
    if (lifecycle.postStart) lifecycle = withKey(lifecycle, 'postStart', defaultHandler(lifecycle.postStart));
    if (lifecycle.preStop) lifecycle = withKey(lifecycle, 'preStop', defaultHandler(lifecycle.preStop));
    out = withKey(out, 'lifecycle', lifecycle);
  }
  return out;
}

/** Templates that controllers stamp pods from come back again and again, already filled: remember that they are. */
const filledContainers = new WeakSet<Container>();

function filledContainer(container: Container): Container {
  if (filledContainers.has(container)) return container;
  const out = defaultContainer(container);
  filledContainers.add(out);
  return out;
}

/** The two spellings of the service account's name are one field. Models: apis/core/v1.Convert_v1_PodSpec_To_core_PodSpec */
function joinServiceAccount(spec: PodSpec): PodSpec {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return spec;
  return spec.serviceAccountName === name && spec.serviceAccount === name
    ? spec
    : { ...spec, serviceAccountName: name, serviceAccount: name };
}

/** What every pod spec gets, in a pod or in a template. Models: apis/core/v1.SetDefaults_PodSpec */
export function defaultPodSpec(spec: PodSpec): PodSpec {
  let out = setMissing(omitEmpty(spec, POD_SPEC_OMITS), {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
  });
  out = joinServiceAccount(out);
  out = mapList(out, 'initContainers', filledContainer);
  out = mapList(out, 'containers', filledContainer);
  out = mapList(out, 'ephemeralContainers', filledContainer);
  out = mapList(out, 'volumes', defaultVolume);
  out = mapList(out, 'tolerations', (toleration) => omitEmpty(toleration, TOLERATION_OMITS));
  if (out.hostNetwork === true) {
    out = mapList(out, 'initContainers', hostPorts);
    out = mapList(out, 'containers', hostPorts);
  }
  if (out.overhead) out = withKey(out, 'overhead', canonicalResourceList(out.overhead));
  if (out.resources) out = withKey(out, 'resources', canonicalResources(out.resources));
  return out;
}

/** On the host's network a container's port is the host's. Models: defaultHostNetworkPorts */
function hostPorts(container: Container): Container {
  return mapList(container, 'ports', (port: ContainerPort) =>
    port.hostPort || port.containerPort === undefined ? port : { ...port, hostPort: port.containerPort },
  );
}

function requestsFromLimits(container: Container): Container {
  const limits = container.resources?.limits;
  if (limits === undefined) return container;
  const requests = setMissing(container.resources?.requests ?? {}, limits);
  return requests === container.resources?.requests
    ? container
    : { ...container, resources: { ...container.resources, requests } };
}

/** What only pods get, not templates. Models: apis/core/v1.SetDefaults_Pod */
export function defaultPodOnly(spec: PodSpec): PodSpec {
  let out = spec;
  const containers = mapSame(out.containers ?? [], requestsFromLimits);
  if (out.containers && containers !== out.containers) out = { ...out, containers };
  out = mapList(out, 'initContainers', requestsFromLimits);
  return setMissing(out, { enableServiceLinks: true });
}

/** The defaults of a pod template, as Deployments, ReplicaSets, Jobs and the like hold one. Models: SetDefaults_PodTemplate */
export function defaultTemplate(template: PodTemplate): PodTemplate {
  return setMissing(withKey(template, 'spec', defaultPodSpec(template.spec ?? {})), { metadata: {} });
}
