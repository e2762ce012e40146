import type { ImageDefinition } from '../image.ts';
import { catalogue } from './catalogue.ts';

const byRepository: ReadonlyMap<string, ImageDefinition> = new Map(
  catalogue.map((definition) => [definition.repository, definition]),
);

/** The image whose program Skiff has under this repository. */
export function imageOf(repository: string): ImageDefinition | undefined {
  return byRepository.get(repository);
}

/** All repositories that Skiff has a program for. */
export function knownRepositories(): readonly string[] {
  return [...byRepository.keys()];
}
