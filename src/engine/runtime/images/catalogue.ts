import type { ImageDefinition } from '../image.ts';
import { hpaExample } from './hpa-example.ts';
import { httpd } from './httpd.ts';
import { fluentd } from './kubernetes.ts';
import { perl } from './languages.ts';
import { nginx, nginxSlim } from './nginx.ts';
import { pause } from './pause.ts';
import { redis } from './redis.ts';
import { alpine, busybox, busyboxOfKubernetes, centos, curl, debian, ubuntu } from './shells.ts';
import { stressImages } from './stress.ts';
import { systemImages } from './system.ts';

/** Every image that Skiff can run. Any other fails to pull, as an unknown one does on Docker Hub. */
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
  perl,
  fluentd,
  hpaExample,
  ...stressImages,
  ...systemImages,
];
