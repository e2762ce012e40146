import { hash32, Random } from '../../cluster/random.ts';
import type { ImageDefinition } from '../image.ts';
import { debianToolsWithCurl, once, programsOf } from '../images/programs.ts';
import {
  buildRoot,
  commonFiles,
  DEBIAN_12,
  DEBIAN_DIRECTORIES,
  DEBIAN_LINKS,
  programsIn,
} from '../images/root-tree.ts';
import type { ImageReference } from '../reference.ts';
import { GENERIC } from './furnish.ts';

/** Where the stand-in lies in its container. */
const ENTRYPOINT = '/usr/local/bin/generic-program';

const files = once(() =>
  buildRoot({
    directories: [...DEBIAN_DIRECTORIES, '/app', '/data'],
    links: DEBIAN_LINKS,
    programs: { ...programsIn('/usr/bin', debianToolsWithCurl.keys()), [ENTRYPOINT]: GENERIC },
    files: commonFiles(DEBIAN_12),
  }),
);
const programs = programsOf(debianToolsWithCurl);

/** The definition of a stand-in for one reference. Its user is not known; it is taken to be none that a pod forbids. */
export function genericImage({ repository, tag }: ImageReference, ports: readonly number[]): ImageDefinition {
  return {
    repository,
    tags: [tag],
    sizeBytes: Math.round(new Random(hash32(`size ${repository}`)).between(20_000_000, 120_000_000)),
    entrypoint: [ENTRYPOINT],
    command: [],
    env: [],
    workingDir: '/',
    stopSignal: 15,
    user: 1000,
    generic: { ports },
    files: () => files(''),
    programs: () => programs,
  };
}
