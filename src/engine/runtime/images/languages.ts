import { perl as perlProgram } from '../perl/perl.ts';
import { image } from './recipe.ts';
import { COMMON_VARIANTS } from './tags.ts';

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
  env: [],
  programs: (release) => ({ '/usr/local/bin/perl': perlProgram(release) }),
});
