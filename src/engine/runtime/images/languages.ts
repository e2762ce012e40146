import { httpServerModule, runtimeOf } from '../apps/http-folder.ts';
import type { ImageDefinition } from '../image.ts';
import { perl as perlProgram } from '../perl/perl.ts';
import { image } from './recipe.ts';
import { COMMON_VARIANTS } from './tags.ts';

const PRINT = /^print\((?:(["'])(.*)\1|(-?\d+))\)$/;
const LOG = /^console\.log\((?:(["'`])(.*)\1|(-?\d+))\)$/;

/** `perl`: one-liners. */
export const perl = image({
  repository: 'docker.io/library/perl',
  tags: {
    minors: { '5.40': 2, '5.38': 4, '5.36': 3, '5.34': 3, '5.32': 1, '5.30': 3 },
    variants: [...COMMON_VARIANTS, 'threaded'],
  },
  base: 'debian-curl',
  sizeBytes: 336_000_000,
  command: ['perl', '-de0'],
  workingDir: '/usr/src/app',
  programs: (release) => ({ '/usr/local/bin/perl': perlProgram(release) }),
});

const python = image({
  repository: 'docker.io/library/python',
  tags: {
    minors: { '3.13': 1, '3.12': 8, '3.11': 11, '3.10': 16, '3.9': 21, '3.8': 20, '3.7': 17, '3.6': 15, '2.7': 18 },
    variants: COMMON_VARIANTS,
  },
  base: 'debian-curl',
  sizeBytes: 360_000_000,
  command: ['python3'],
  programs: (release) => {
    const program = runtimeOf({
      name: 'python3',
      version: `Python ${release}`,
      codeFlag: '-c',
      print: PRINT,
      module: (process, name, words) => (name === 'http.server' ? httpServerModule(process, words) : undefined),
    });
    return { '/usr/local/bin/python3': program, '/usr/local/bin/python': program };
  },
});

const node = image({
  repository: 'docker.io/library/node',
  tags: {
    minors: {
      '24': 4,
      '22': 12,
      '21': 7,
      '20': 18,
      '19': 9,
      '18': 20,
      '16': 20,
      '14': 21,
      '12': 22,
      '10': 24,
      '8': 17,
    },
    variants: [...COMMON_VARIANTS, 'lts'],
    words: { lts: '22.12', current: '24.4' },
  },
  base: 'debian-curl',
  sizeBytes: 390_000_000,
  entrypoint: [],
  command: ['node'],
  programs: (release) => ({
    '/usr/local/bin/node': runtimeOf({ name: 'node', version: `v${release}.0`, codeFlag: '-e', print: LOG }),
  }),
});

const golang = image({
  repository: 'docker.io/library/golang',
  tags: {
    minors: {
      '1.25': 1,
      '1.24': 7,
      '1.23': 12,
      '1.22': 12,
      '1.21': 13,
      '1.20': 14,
      '1.19': 13,
      '1.18': 10,
      '1.17': 13,
      '1.16': 15,
    },
    variants: COMMON_VARIANTS,
  },
  base: 'debian-curl',
  sizeBytes: 300_000_000,
  command: ['bash'],
  workingDir: '/go',
  env: [['PATH', '/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin']],
  programs: (release) => ({
    '/usr/local/go/bin/go': runtimeOf({
      name: 'go',
      version: `go version go${release} linux/amd64`,
      codeFlag: ' ',
      print: PRINT,
    }),
  }),
});

const JAVA = { '23': 0, '21': 0, '20': 0, '19': 0, '18': 0, '17': 0, '16': 0, '11': 0, '8': 0 } as const;

function java(repository: string): ImageDefinition {
  return image({
    repository,
    tags: { minors: JAVA, variants: [...COMMON_VARIANTS, 'jdk', 'jre', 'oraclelinux', 'ea', 'ubi'] },
    base: 'debian-curl',
    sizeBytes: 220_000_000,
    command: ['jshell'],
    programs: (release) => {
      const program = runtimeOf({ name: 'java', version: `openjdk version "${release}"`, codeFlag: ' ', print: PRINT });
      return { '/usr/local/bin/java': program, '/usr/local/bin/jshell': program };
    },
  });
}

/** Runtimes of languages: `--version`, prints of constants, a folder over HTTP; any other program is refused plainly. */
export const languages: readonly ImageDefinition[] = [
  perl,
  python,
  node,
  golang,
  java('docker.io/library/openjdk'),
  java('docker.io/library/eclipse-temurin'),
];
