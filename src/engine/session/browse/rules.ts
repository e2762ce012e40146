import type { Informers } from '../../cluster/client.ts';
import { locationFor, serverFor, siteOf } from '../../runtime/ingress-nginx/site.ts';
import type { Ingress, IngressClass } from '../../runtime/ingress-nginx/types.ts';
import { hostFits } from './names.ts';
import type { Hop } from './page.ts';

const CONTROLLER = 'k8s.io/ingress-nginx';

/** Whether a pod is one of ingress-nginx' controllers, by the labels that its manifests and charts give it. */
export function isController(informers: Informers, namespace: string, name: string): boolean {
  const labels = informers.get('pods', namespace, name)?.metadata.labels ?? {};
  return labels['app.kubernetes.io/name'] === 'ingress-nginx' && labels['app.kubernetes.io/component'] === 'controller';
}

/** The rule by which ingress-nginx sends a request on: which Ingress has it, and which Service it names. */
export function ruleFor(informers: Informers, host: string, target: string): Extract<Hop, { is: 'rule' }> {
  const path = target.split('?', 1)[0] ?? '/';
  const classes = new Set(
    (informers.list('ingressclasses.networking.k8s.io') as readonly IngressClass[])
      .filter(({ spec }) => spec?.controller === CONTROLLER)
      .map(({ metadata }) => metadata.name),
  );
  const own = (informers.list('ingresses.networking.k8s.io') as readonly Ingress[]).filter(
    ({ metadata, spec }) =>
      classes.has(spec?.ingressClassName ?? '') || metadata.annotations?.['kubernetes.io/ingress.class'] === 'nginx',
  );
  const server = serverFor(siteOf(own), host);
  const upstream = server === undefined ? undefined : locationFor(server, path)?.upstream;
  const names = ({ metadata, spec }: Ingress): boolean =>
    (metadata.namespace ?? '') === upstream?.namespace &&
    (spec?.defaultBackend?.service?.name === upstream.service ||
      (spec?.rules ?? []).some(
        ({ host: rule = '', http }) =>
          (rule === '' || hostFits(rule, host)) &&
          (http?.paths ?? []).some(({ backend }) => backend.service?.name === upstream.service),
      ));
  const ingress = upstream === undefined ? undefined : own.find(names);
  return {
    is: 'rule',
    host,
    path,
    ingress:
      ingress === undefined
        ? undefined
        : `ingresses.networking.k8s.io/${ingress.metadata.namespace ?? ''}/${ingress.metadata.name}`,
    service: upstream === undefined ? undefined : `services/${upstream.namespace}/${upstream.service}`,
  };
}
