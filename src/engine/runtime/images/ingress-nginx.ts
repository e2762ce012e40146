import type { ImageDefinition } from '../image.ts';
import { webhookCertgen } from '../ingress-nginx/certgen.ts';
import { dumbInit, ingressController, waitShutdown } from '../ingress-nginx/program.ts';
import { INGRESS_NGINX_RELEASES } from '../ingress-nginx/releases.ts';
import { busyboxTools, once, programsOf } from './programs.ts';
import { buildRoot, programsIn, singleProgramRoot } from './root-tree.ts';

/** `ingress-nginx/controller`: watches Ingresses and serves them. */
export const ingressNginx: ImageDefinition = {
  repository: 'registry.k8s.io/ingress-nginx/controller',
  tags: INGRESS_NGINX_RELEASES,
  sizeBytes: 105_000_000,
  entrypoint: ['/usr/bin/dumb-init', '--'],
  command: ['/nginx-ingress-controller'],
  env: [['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']],
  workingDir: '/etc/nginx',
  stopSignal: 15,
  files: once(() =>
    buildRoot({
      directories: ['/etc/nginx', '/tmp', '/proc', '/sys', '/usr/local/certificates'],
      links: {},
      programs: {
        ...programsIn('/bin', busyboxTools.keys()),
        '/usr/bin/dumb-init': 'dumb-init',
        '/usr/bin/curl': 'curl',
        '/nginx-ingress-controller': 'nginx-ingress-controller',
        '/wait-shutdown': 'wait-shutdown',
      },
      files: {},
    }),
  ),
  programs: once((tag) =>
    programsOf(busyboxTools, {
      'dumb-init': dumbInit,
      'nginx-ingress-controller': ingressController(tag),
      'wait-shutdown': waitShutdown,
    }),
  ),
};

/** `ingress-nginx/kube-webhook-certgen`: what the manifest's two Jobs run. */
export const kubeWebhookCertgen: ImageDefinition = {
  repository: 'registry.k8s.io/ingress-nginx/kube-webhook-certgen',
  tags: [
    'v1.6.9',
    'v1.6.8',
    'v1.6.5',
    'v1.6.3',
    'v1.5.3',
    'v1.5.2',
    'v1.5.1',
    'v1.4.4',
    'v1.4.3',
    'v1.4.1',
    'v1.4.0',
    'v20231011-8b53cabe0',
    'v20230407',
    'v20230312-helm-chart-4.5.2-28-g66a760794',
  ],
  sizeBytes: 23_000_000,
  entrypoint: ['/kube-webhook-certgen'],
  command: [],
  env: [],
  workingDir: '/',
  stopSignal: 15,
  files: once(() => singleProgramRoot('kube-webhook-certgen', ['/etc', '/proc', '/sys', '/tmp'])),
  programs: once(() => programsOf(new Map(), { 'kube-webhook-certgen': webhookCertgen })),
};
