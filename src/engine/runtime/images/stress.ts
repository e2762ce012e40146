import type { ImageDefinition } from '../image.ts';
import { stress, stressNg } from '../load/stress.ts';
import { vishStress } from '../load/vish-stress.ts';
import { busyboxTools, once, programsOf } from './programs.ts';
import { buildRoot, commonFiles, programsIn, SMALL_DIRECTORIES, singleProgramRoot } from './root-tree.ts';

const ALPINE = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n';

type Facts = Pick<ImageDefinition, 'repository' | 'tags' | 'sizeBytes' | 'entrypoint' | 'command'>;

function image(facts: Facts): ImageDefinition {
  return {
    ...facts,
    env: [],
    workingDir: '/',
    stopSignal: 15,
    files: once(() =>
      buildRoot({
        directories: SMALL_DIRECTORIES,
        links: {},
        programs: {
          ...programsIn('/bin', busyboxTools.keys()),
          '/usr/bin/stress': 'stress',
          '/usr/bin/stress-ng': 'stress-ng',
        },
        files: commonFiles(ALPINE),
      }),
    ),
    programs: () => programsOf(busyboxTools, { stress, 'stress-ng': stressNg }),
  };
}

/** Programs that use memory and processors on demand. */
export const stressImages: readonly ImageDefinition[] = [
  image({
    repository: 'docker.io/polinux/stress',
    tags: ['1.0.4'],
    sizeBytes: 4_000_000,
    entrypoint: [],
    command: ['stress', '--verbose', '--vm', '1', '--vm-bytes', '100M'],
  }),
  image({
    repository: 'docker.io/polinux/stress-ng',
    tags: ['0.18'],
    sizeBytes: 6_000_000,
    entrypoint: ['/usr/bin/stress-ng'],
    command: [],
  }),
  image({
    repository: 'docker.io/progrium/stress',
    tags: ['1'],
    sizeBytes: 281_000_000,
    entrypoint: ['/usr/bin/stress', '--verbose'],
    command: [],
  }),
  image({
    repository: 'docker.io/alexeiled/stress-ng',
    tags: ['0.12.05'],
    sizeBytes: 5_000_000,
    entrypoint: ['/usr/bin/stress-ng'],
    command: [],
  }),
  {
    repository: 'docker.io/vish/stress',
    tags: ['1'],
    sizeBytes: 2_900_000,
    entrypoint: ['/stress', '-logtostderr'],
    command: [],
    env: [],
    workingDir: '/',
    stopSignal: 15,
    files: once(() => singleProgramRoot('stress')),
    programs: once(() => programsOf(new Map(), { stress: vishStress })),
  },
];
