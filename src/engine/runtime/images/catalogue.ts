import type { ImageDefinition } from '../image.ts';
import { mariadb, mysql, postgres } from './databases.ts';
import { hpaExample } from './hpa-example.ts';
import { httpd } from './httpd.ts';
import { ingressNginx, kubeWebhookCertgen } from './ingress-nginx.ts';
import { fluentd } from './kubernetes.ts';
import { languages } from './languages.ts';
import { metricsServerImage } from './metrics-server.ts';
import { nginx, nginxSlim } from './nginx.ts';
import { pause } from './pause.ts';
import { redis } from './redis.ts';
import { demos } from './samples/demos.ts';
import { googleSamples } from './samples/google.ts';
import { kubernetesSamples } from './samples/kubernetes.ts';
import { shop } from './samples/shop.ts';
import { voting } from './samples/voting.ts';
import { alpine, busybox, busyboxOfKubernetes, centos, curl, debian, ubuntu } from './shells.ts';
import { stressImages } from './stress.ts';
import { systemImages } from './system.ts';

/** Every image whose program Skiff has. What becomes of any other: `generic/verdict.ts`. */
export const catalogue: readonly ImageDefinition[] = [
  nginx,
  nginxSlim,
  httpd,
  redis,
  busybox,
  busyboxOfKubernetes,
  alpine,
  debian,
  ubuntu,
  centos,
  curl,
  pause,
  ...languages,
  mysql,
  mariadb,
  postgres,
  ...kubernetesSamples,
  ...googleSamples,
  ...shop,
  ...voting,
  ...demos,
  fluentd,
  hpaExample,
  metricsServerImage,
  ingressNginx,
  kubeWebhookCertgen,
  ...stressImages,
  ...systemImages,
];
