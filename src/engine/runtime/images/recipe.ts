import type { Program } from '../../shell/process/types.ts';
import type { ImageDefinition } from '../image.ts';
import {
  agnhostTools,
  busyboxTools,
  debianTools,
  debianToolsWithCurl,
  dnsutilsTools,
  once,
  programsOf,
} from './programs.ts';
import {
  buildRoot,
  commonFiles,
  DEBIAN_12,
  DEBIAN_DIRECTORIES,
  DEBIAN_LINKS,
  programsIn,
  SMALL_DIRECTORIES,
} from './root-tree.ts';
import { newestOf, type Releases, releaseOf } from './tags.ts';

export const ALPINE_OS = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n';

/** What an image is made on: whose files and tools it has. `empty` is scratch or distroless: no shell. */
export type Base = 'debian' | 'debian-curl' | 'debian-dnsutils' | 'alpine-agnhost' | 'alpine' | 'busybox' | 'empty';

/** An image's facts in short. What is left out is empty. */
export interface Recipe {
  readonly repository: string;
  /** Its tags: a list, newest first, or a rule. */
  readonly tags: readonly string[] | Releases;
  readonly base: Base;
  readonly sizeBytes: number;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly env?: readonly (readonly [string, string])[];
  readonly workingDir?: string;
  readonly stopSignal?: number;
  /** The user that it runs as; default root. */
  readonly user?: number;
  readonly prologue?: ImageDefinition['prologue'];
  /** Executables by path; made for a release. */
  readonly programs?: (release: string) => { readonly [path: string]: Program };
  readonly files?: { readonly [path: string]: string };
  readonly directories?: readonly string[];
}

const BASES = {
  debian: { tools: debianTools, bin: '/usr/bin', os: DEBIAN_12 },
  'debian-curl': { tools: debianToolsWithCurl, bin: '/usr/bin', os: DEBIAN_12 },
  'debian-dnsutils': { tools: dnsutilsTools, bin: '/usr/bin', os: DEBIAN_12 },
  'alpine-agnhost': { tools: agnhostTools, bin: '/bin', os: ALPINE_OS },
  alpine: { tools: busyboxTools, bin: '/bin', os: ALPINE_OS },
  busybox: { tools: busyboxTools, bin: '/bin', os: '' },
  empty: { tools: new Map<string, Program>(), bin: '/bin', os: '' },
} as const;

/** Makes an image from its recipe. */
export function image(recipe: Recipe): ImageDefinition {
  const { tags } = recipe;
  const rule = isList(tags) ? undefined : tags;
  const release = (tag: string): string => (rule === undefined ? tag : (releaseOf(rule, tag) ?? newestOf(rule)));
  const base = BASES[recipe.base];
  const own = once((tag) => recipe.programs?.(release(tag)) ?? {});
  const debian = recipe.base.startsWith('debian');
  return {
    repository: recipe.repository,
    tags: isList(tags) ? tags : [newestOf(tags)],
    ...(rule === undefined ? {} : { hasTag: (tag: string) => releaseOf(rule, tag) !== undefined }),
    sizeBytes: recipe.sizeBytes,
    entrypoint: recipe.entrypoint ?? [],
    command: recipe.command ?? [],
    env: recipe.env ?? [],
    workingDir: recipe.workingDir ?? '/',
    stopSignal: recipe.stopSignal ?? 15,
    ...(recipe.user === undefined ? {} : { user: recipe.user }),
    ...(recipe.prologue === undefined ? {} : { prologue: recipe.prologue }),
    files: once((tag) => {
      const common = Object.entries(commonFiles(base.os)).filter(
        ([path]) => base.os !== '' || path !== '/etc/os-release',
      );
      return buildRoot({
        directories: [
          ...(debian
            ? DEBIAN_DIRECTORIES
            : recipe.base === 'empty'
              ? ['/etc', '/proc', '/sys', '/tmp']
              : SMALL_DIRECTORIES),
          ...(recipe.directories ?? []),
        ],
        links: debian ? DEBIAN_LINKS : {},
        programs: {
          ...programsIn(base.bin, base.tools.keys()),
          ...Object.fromEntries(Object.keys(own(tag)).map((path) => [path, path])),
        },
        files: { ...Object.fromEntries(common), ...recipe.files },
      });
    }),
    programs: once((tag) => programsOf(base.tools, own(tag))),
  };
}

function isList(tags: Recipe['tags']): tags is readonly string[] {
  return Array.isArray(tags);
}
