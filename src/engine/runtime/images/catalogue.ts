import type { ImageDefinition } from '../image.ts';
import { httpd } from './httpd.ts';
import { nginx } from './nginx.ts';
import { pause } from './pause.ts';
import { redis } from './redis.ts';
import { alpine, busybox, centos, curl, debian, ubuntu } from './shells.ts';
import { systemImages } from './system.ts';

/** Every image that Skiff can run. Any other fails to pull, as an unknown one does on Docker Hub. */
export const catalogue: readonly ImageDefinition[] = [
  nginx,
  httpd,
  redis,
  busybox,
  alpine,
  debian,
  ubuntu,
  centos,
  curl,
  pause,
  ...systemImages,
];
