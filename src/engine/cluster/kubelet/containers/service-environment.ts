import type { Informers } from '../../client.ts';
import type { ServiceView } from '../../network/service-routes.ts';

/**
 * The variables that Services add to a container, by name: those of the pod's namespace (unless `enableServiceLinks` is false) and the API
 * server's. Models: pkg/kubelet getServiceEnvVarMap, pkg/kubelet/envvars
 */
export function serviceEnvironment(
  informers: Informers,
  namespace: string,
  links: boolean,
): ReadonlyMap<string, string> {
  const services = new Map<string, ServiceView>();
  const master = informers.get('services', 'default', 'kubernetes');
  if (master !== undefined) services.set('kubernetes', master as ServiceView);
  if (links)
    for (const service of informers.list('services', namespace))
      services.set(service.metadata.name, service as ServiceView);
  const [only] = services.size === 1 ? services.values() : [];
  if (only !== undefined) return variablesOf(only);
  const variables = new Map<string, string>();
  for (const service of services.values()) for (const [name, value] of variablesOf(service)) variables.set(name, value);
  return variables;
}

/** By service object: all containers of a namespace get the same. */
const known = new WeakMap<ServiceView, ReadonlyMap<string, string>>();

function variablesOf(service: ServiceView): ReadonlyMap<string, string> {
  let variables = known.get(service);
  if (variables === undefined) {
    const made = new Map<string, string>();
    addService(made, service);
    known.set(service, made);
    variables = made;
  }
  return variables;
}

function addService(variables: Map<string, string>, service: ServiceView): void {
  const address = service.spec?.clusterIP;
  const ports = service.spec?.ports ?? [];
  const first = ports[0];
  if (address === undefined || address === '' || address === 'None' || first === undefined) return;
  const prefix = variableName(service.metadata.name);
  variables.set(`${prefix}_SERVICE_HOST`, address);
  variables.set(`${prefix}_SERVICE_PORT`, String(first.port));
  for (const port of ports) {
    if (port.name) variables.set(`${prefix}_SERVICE_PORT_${variableName(port.name)}`, String(port.port));
  }
  for (const [at, port] of ports.entries()) {
    const protocol = port.protocol ?? 'TCP';
    const url = `${protocol.toLowerCase()}://${address}:${port.port}`;
    if (at === 0) variables.set(`${prefix}_PORT`, url);
    const link = `${prefix}_PORT_${port.port}_${protocol}`;
    variables.set(link, url);
    variables.set(`${link}_PROTO`, protocol.toLowerCase());
    variables.set(`${link}_PORT`, String(port.port));
    variables.set(`${link}_ADDR`, address);
  }
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
