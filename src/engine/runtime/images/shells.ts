import { networkTools } from '../../shell/commands/registry.ts';
import type { Program } from '../../shell/process/types.ts';
import { busyboxHttpd } from '../apps/busybox-httpd.ts';
import { optionsOf } from '../apps/entrypoint.ts';
import type { ImageDefinition } from '../image.ts';
import { busyboxTools, debianTools, debianToolsWithCurl, once, programsOf } from './programs.ts';
import { image } from './recipe.ts';
import {
  buildRoot,
  commonFiles,
  DEBIAN_12,
  DEBIAN_DIRECTORIES,
  DEBIAN_LINKS,
  programsIn,
  SMALL_DIRECTORIES,
} from './root-tree.ts';
import { type Releases, releaseOf } from './tags.ts';

const ALPINE = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n';
const UBUNTU = 'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n';
const CENTOS =
  'NAME="CentOS Linux"\nVERSION="7 (Core)"\nID="centos"\nVERSION_ID="7"\nPRETTY_NAME="CentOS Linux 7 (Core)"\n';
const BUSYBOX_OS = '';

const missingCurl: Program = function* () {
  yield* [];
  return 127;
};
const curlProgram: Program = networkTools.get('curl') ?? missingCurl;

type Facts = Pick<ImageDefinition, 'repository' | 'tags' | 'hasTag' | 'sizeBytes' | 'command'>;

function hasRelease(releases: Releases): (tag: string) => boolean {
  return (tag) => releaseOf(releases, tag) !== undefined;
}

const plain = { entrypoint: [], env: [], workingDir: '/', stopSignal: 15 } as const;

function small(
  facts: Facts,
  osRelease: string,
  extra: readonly string[],
  own: { readonly [name: string]: Program } = {},
): ImageDefinition {
  return {
    ...plain,
    ...facts,
    files: once(() =>
      buildRoot({
        directories: [...SMALL_DIRECTORIES, ...extra],
        links: {},
        programs: programsIn('/bin', [...busyboxTools.keys(), ...Object.keys(own)]),
        files:
          osRelease === ''
            ? Object.fromEntries(Object.entries(commonFiles('')).filter(([path]) => path !== '/etc/os-release'))
            : commonFiles(osRelease),
      }),
    ),
    programs: () => programsOf(busyboxTools, own),
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

const BUSYBOX: Releases = {
  minors: {
    '1.37': 0,
    '1.36': 1,
    '1.35': 0,
    '1.34': 1,
    '1.33': 1,
    '1.32': 1,
    '1.31': 1,
    '1.30': 1,
    '1.29': 3,
    '1.28': 4,
    '1.27': 2,
    '1.26': 2,
    '1.25': 1,
    '1.24': 2,
  },
  variants: ['stable', 'unstable', 'musl', 'glibc', 'uclibc'],
};
const ALPINE_RELEASES: Releases = {
  minors: {
    '3.22': 1,
    '3.21': 4,
    '3.20': 7,
    '3.19': 8,
    '3.18': 12,
    '3.17': 10,
    '3.16': 9,
    '3.15': 11,
    '3.14': 10,
    '3.13': 12,
    '3.12': 12,
    '3.11': 13,
    '3.10': 9,
    '3.9': 6,
    '3.8': 5,
    '3.7': 3,
    '3.6': 5,
    '3.5': 3,
  },
  variants: ['edge'],
};
const CURL_RELEASES: Releases = {
  minors: {
    '8.15': 0,
    '8.14': 1,
    '8.13': 0,
    '8.12': 1,
    '8.11': 1,
    '8.10': 1,
    '8.9': 1,
    '8.8': 0,
    '8.7': 1,
    '8.6': 0,
    '8.5': 0,
    '8.4': 0,
    '8.3': 0,
    '8.2': 1,
    '8.1': 2,
    '8.00': 1,
    '7.88': 1,
    '7.87': 0,
    '7.86': 0,
    '7.85': 0,
    '7.84': 0,
    '7.83': 1,
    '7.82': 0,
    '7.81': 0,
    '7.80': 0,
    '7.79': 1,
    '7.78': 0,
    '7.77': 0,
    '7.76': 1,
    '7.75': 0,
    '7.74': 0,
    '7.73': 0,
    '7.72': 0,
    '7.71': 1,
    '7.70': 0,
  },
  variants: [],
};
const DEBIAN_TAG =
  /^(?:(?:1[0-3]|[89])(?:\.\d+)?|stable|oldstable|testing|unstable|sid|trixie|bookworm|bullseye|buster|stretch|jessie)(?:-slim|-backports|-\d{8}(?:-slim)?)?$/;
const UBUNTU_TAG =
  /^(?:(?:14|16|18|20|22|24)\.04|25\.(?:04|10)|rolling|noble|jammy|focal|bionic|xenial|trusty|plucky|questing)(?:-\d{8})?$/;
const CENTOS_TAG = /^(?:(?:centos)?[5-8](?:\.\d\.\d{4})?|stream[89]?|latest)$/;

/** `busybox`: a shell with its applets. All tags are one build, as on the recorded cluster. */
export const busybox = small(
  {
    repository: 'docker.io/library/busybox',
    tags: ['1.37.0'],
    hasTag: hasRelease(BUSYBOX),
    sizeBytes: 2_200_000,
    command: ['sh'],
  },
  BUSYBOX_OS,
  ['/lib64'],
  { httpd: busyboxHttpd },
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
    tags: ['3.20.3'],
    hasTag: hasRelease(ALPINE_RELEASES),
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
    tags: ['12'],
    hasTag: (tag) => DEBIAN_TAG.test(tag),
    sizeBytes: 49_000_000,
    command: ['bash'],
  },
  DEBIAN_12,
  debianTools,
);
export const ubuntu = large(
  {
    repository: 'docker.io/library/ubuntu',
    tags: ['24.04'],
    hasTag: (tag) => UBUNTU_TAG.test(tag),
    sizeBytes: 30_000_000,
    command: ['/bin/bash'],
  },
  UBUNTU,
  debianToolsWithCurl,
);
export const centos = large(
  {
    repository: 'docker.io/library/centos',
    tags: ['7'],
    hasTag: (tag) => CENTOS_TAG.test(tag),
    sizeBytes: 76_000_000,
    command: ['/bin/bash'],
  },
  CENTOS,
  debianToolsWithCurl,
);

/** `curlimages/curl`: its entry script puts `curl` before what begins with an option. */
export const curl = image({
  repository: 'docker.io/curlimages/curl',
  tags: CURL_RELEASES,
  base: 'alpine',
  sizeBytes: 6_900_000,
  entrypoint: ['/entrypoint.sh'],
  command: ['curl'],
  user: 100,
  workingDir: '/home/curl_user',
  programs: () => ({
    '/usr/bin/curl': curlProgram,
    '/entrypoint.sh': optionsOf('curl', curlProgram),
  }),
});
