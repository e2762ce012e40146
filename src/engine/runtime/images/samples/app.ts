import type { Program } from '../../../shell/process/types.ts';
import type { ImageDefinition } from '../../image.ts';
import { type Base, image, type Recipe } from '../recipe.ts';

/** What differs from an image of one small static program. */
export interface AppFacts {
  readonly base?: Base;
  readonly sizeBytes?: number;
  readonly path?: string;
  readonly user?: number;
  readonly command?: readonly string[];
}

/** An image with one program, another for each tag. */
export function appOf(
  repository: string,
  tags: Recipe['tags'],
  program: (tag: string) => Program,
  facts: AppFacts = {},
): ImageDefinition {
  const path = facts.path ?? '/app';
  return image({
    repository,
    tags,
    base: facts.base ?? 'empty',
    sizeBytes: facts.sizeBytes ?? 12_000_000,
    entrypoint: [path],
    ...(facts.command === undefined ? {} : { command: facts.command }),
    ...(facts.user === undefined ? {} : { user: facts.user }),
    programs: (tag) => ({ [path]: program(tag) }),
  });
}

/** An image with one program and no more. */
export function app(repository: string, tags: Recipe['tags'], program: Program, facts: AppFacts = {}): ImageDefinition {
  return appOf(repository, tags, () => program, facts);
}
