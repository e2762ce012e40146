import { type Ingress, keyOf } from './types.ts';

const CANARY = 'nginx.ingress.kubernetes.io/canary';
/** What a path of the types Prefix and Exact may be made of. Models: inspector validPathType */
const PLAIN_PATH = /^\/[A-Za-z0-9._/-]*$/;

/**
 * Why the controller's webhook does not take an Ingress of its class, in ingress-nginx' words; undefined when it does. `others` are those
 * that it serves already, the oldest first. Models: NGINXController.CheckIngress with the settings that the controller starts with
 */
export function refusalOf(ingress: Ingress, others: Iterable<Ingress>): string | undefined {
  const paths = pathsOf(ingress);
  const wrong = paths.filter(({ raw, pathType }) => pathType !== 'ImplementationSpecific' && !isPlain(raw));
  if (wrong.length > 0) {
    const told = wrong.map(({ raw, pathType }) => `path ${raw} cannot be used with pathType ${pathType}`);
    return `ingress contains invalid paths: ${told.join('\n')}`;
  }
  const snippet = Object.keys(ingress.metadata.annotations ?? {}).find((name) => name.endsWith('-snippet'));
  if (snippet !== undefined)
    return `${snippet} annotation cannot be used. Snippet directives are disabled by the Ingress administrator`;
  return overlap(ingress, paths, others);
}

interface Path {
  readonly host: string;
  /** As it was written. */
  readonly raw: string;
  readonly path: string;
  readonly pathType: string;
  readonly isService: boolean;
}

function pathsOf({ spec }: Ingress): readonly Path[] {
  return (spec?.rules ?? []).flatMap(({ host = '', http }) =>
    (http?.paths ?? []).map(({ path = '', pathType = 'Prefix', backend }) => ({
      host: host === '' ? '_' : host,
      raw: path,
      path: path === '' ? '/' : path,
      pathType,
      isService: backend.service !== undefined,
    })),
  );
}

const isPlain = (path: string): boolean => path === '' || PLAIN_PATH.test(path);

/** Two Ingresses may not claim one path of one host, unless one of them is the other's canary. Models: checkOverlap */
function overlap(ingress: Ingress, paths: readonly Path[], others: Iterable<Ingress>): string | undefined {
  const claimed = new Map<string, Ingress>();
  for (const other of others) {
    if (keyOf(other) === keyOf(ingress)) continue;
    for (const each of pathsOf(other))
      for (const location of locationsOf(each))
        if (!claimed.has(`${each.host} ${location}`)) claimed.set(`${each.host} ${location}`, other);
  }
  for (const { host, path, isService } of paths) {
    const existing = claimed.get(`${host} ${path}`);
    if (existing === undefined || !isService) continue;
    const [isCanary, isExisting] = [ingress, existing].map(({ metadata }) => metadata.annotations?.[CANARY]);
    if ((isCanary === undefined && isExisting === undefined) || (isCanary === 'true' && isExisting === 'true'))
      return `host "${host}" and path "${path}" is already defined in ingress ${keyOf(existing)}`;
  }
  return undefined;
}

/** nginx' locations for a path: one for what lies below a prefix, one for its own name. Models: updateServerLocations */
function locationsOf({ path, pathType }: Path): readonly string[] {
  return path.endsWith('/') || pathType !== 'Prefix' ? [path] : [`${path}/`, path];
}
