import type { ImageDefinition } from '../image.ts';
import { redisCli } from '../redis/cli.ts';
import { redisServer } from '../redis/server.ts';
import { debianTools, once, programsOf } from './programs.ts';
import { buildRoot, commonFiles, DEBIAN_12, DEBIAN_DIRECTORIES, DEBIAN_LINKS, programsIn } from './root-tree.ts';
import { COMMON_VARIANTS, type Releases, releaseOf } from './tags.ts';

const RELEASES: Releases = {
  minors: {
    '8.2': 1,
    '8.0': 3,
    '7.4': 5,
    '7.2': 10,
    '7.0': 15,
    '6.2': 19,
    '6.0': 20,
    '5.0': 14,
    '4.0': 14,
    '3.2': 12,
    '3.0': 7,
    '2.8': 23,
    '2.6': 17,
  },
  variants: COMMON_VARIANTS,
};

/** `redis`: the server with its data in memory, and redis-cli. */
export const redis: ImageDefinition = {
  repository: 'docker.io/library/redis',
  tags: ['7.4.1'],
  hasTag: (tag) => releaseOf(RELEASES, tag) !== undefined || tag === 'e2e',
  sizeBytes: 45_000_000,
  entrypoint: [],
  command: ['redis-server'],
  env: [['REDIS_VERSION', '7.4.1']],
  workingDir: '/data',
  stopSignal: 15,
  files: once(() =>
    buildRoot({
      directories: [...DEBIAN_DIRECTORIES, '/data'],
      links: DEBIAN_LINKS,
      programs: {
        ...programsIn('/usr/bin', debianTools.keys()),
        '/usr/local/bin/redis-server': 'redis-server',
        '/usr/local/bin/redis-cli': 'redis-cli',
      },
      files: commonFiles(DEBIAN_12),
    }),
  ),
  programs: once(() => programsOf(debianTools, { 'redis-server': redisServer(), 'redis-cli': redisCli() })),
};
