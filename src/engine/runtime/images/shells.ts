import type { ImageDefinition } from '../image.ts';
import { busyboxTools, debianTools, debianToolsWithCurl, once, programsOf } from './programs.ts';
import {
  buildRoot,
  commonFiles,
  DEBIAN_12,
  DEBIAN_DIRECTORIES,
  DEBIAN_LINKS,
  programsIn,
  SMALL_DIRECTORIES,
} from './root-tree.ts';

const ALPINE = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n';
const UBUNTU = 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n';
const CENTOS =
  'NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\nVERSION_ID="7"\nPRETTY_NAME="CentOS Linux 7 (Core)"\n';
const BUSYBOX_OS = '';

type Facts = Pick<ImageDefinition, 'repository' | 'tags' | 'sizeBytes' | 'command'>;

const plain = { entrypoint: [], env: [], workingDir: '/', stopSignal: 15 } as const;

function small(facts: Facts, osRelease: string, extra: readonly string[]): ImageDefinition {
  return {
    ...plain,
    ...facts,
    files: once(() =>
      buildRoot({
        directories: [...SMALL_DIRECTORIES, ...extra],
        links: {},
        programs: programsIn('/bin', busyboxTools.keys()),
        files:
          osRelease === ''
            ? Object.fromEntries(Object.entries(commonFiles('')).filter(([path]) => path !== '/etc/os-release'))
            : commonFiles(osRelease),
      }),
    ),
    programs: () => programsOf(busyboxTools),
  };
}

function large(facts: Facts, osRelease: string, tools: typeof debianTools): ImageDefinition {
  return {
    ...plain,
    ...facts,
    files: once(() =>
      buildRoot({
        directories: DEBIAN_DIRECTORIES,
        links: DEBIAN_LINKS,
        programs: programsIn('/usr/bin', tools.keys()),
        files: commonFiles(osRelease),
      }),
    ),
    programs: () => programsOf(tools),
  };
}

const BUSYBOX_TAGS = [
  '1.37',
  '1.37.0',
  '1.36',
  '1.36.1',
  '1.35',
  '1.35.0',
  '1.34',
  '1.33',
  '1.32',
  '1.31',
  '1.30',
  '1.29',
  '1.28',
  '1.28.4',
  '1.27.2',
  'stable',
  'musl',
  'glibc',
];

/** `busybox`: a shell with its applets. All tags are one build, as on the recorded cluster. */
export const busybox = small(
  { repository: 'docker.io/library/busybox', tags: BUSYBOX_TAGS, sizeBytes: 2_200_000, command: ['sh'] },
  BUSYBOX_OS,
  ['/lib64'],
);

/** The copy of it that the Kubernetes documentation names. */
export const busyboxOfKubernetes: ImageDefinition = {
  ...busybox,
  repository: 'registry.k8s.io/busybox',
  tags: ['1.27.2', '1.27', '1.26.2', '1.24'],
};

/** `alpine` */
export const alpine = small(
  {
    repository: 'docker.io/library/alpine',
    tags: ['3.20', '3.21', '3.19', '3.18', '3', 'edge'],
    sizeBytes: 3_600_000,
    command: ['/bin/sh'],
  },
  ALPINE,
  ['/media', '/mnt', '/opt', '/run', '/sbin', '/srv'],
);

/** `debian`, `ubuntu`, `centos`: a shell, the coreutils, curl. */
export const debian = large(
  {
    repository: 'docker.io/library/debian',
    tags: ['12', 'bookworm', 'stable', 'bookworm-slim', 'stable-slim', '11'],
    sizeBytes: 49_000_000,
    command: ['bash'],
  },
  DEBIAN_12,
  debianTools,
);
export const ubuntu = large(
  {
    repository: 'docker.io/library/ubuntu',
    tags: ['24.04', 'noble', '22.04', 'jammy', '20.04'],
    sizeBytes: 30_000_000,
    command: ['/bin/bash'],
  },
  UBUNTU,
  debianToolsWithCurl,
);
export const centos = large(
  {
    repository: 'docker.io/library/centos',
    tags: ['7', 'centos7', '8', 'stream9'],
    sizeBytes: 76_000_000,
    command: ['/bin/bash'],
  },
  CENTOS,
  debianToolsWithCurl,
);

/** `curlimages/curl` */
export const curl = {
  ...small(
    {
      repository: 'docker.io/curlimages/curl',
      tags: ['8.10.1', '8.9.1', '7.88.1'],
      sizeBytes: 6_900_000,
      command: ['curl'],
    },
    ALPINE,
    ['/sbin'],
  ),
  entrypoint: [],
} satisfies ImageDefinition;
