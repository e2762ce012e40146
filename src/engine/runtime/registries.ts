import type { RegistryCredentials } from '../cluster/kubelet/runtime.ts';
import { hostOf, pathOf } from './generic/verdict.ts';
import type { ImageReference } from './reference.ts';

/** A registry that wants credentials: of a lab or a cluster. */
export interface PrivateRegistry {
  /** `registry.shop.example`, with a port or a path where it has one. */
  readonly host: string;
  readonly username: string;
  readonly password: string;
}

const DOCKER_HUB = /^(?:https?:\/\/)?(?:index\.docker\.io|docker\.io|registry-1\.docker\.io)(?:\/v[12]\/?)?$/;

/** Whether credentials are for a repository. Models: pkg/credentialprovider urlsMatch */
export function areFor({ registry }: RegistryCredentials, repository: string): boolean {
  if (DOCKER_HUB.test(registry)) return hostOf(repository) === 'docker.io';
  const bare = registry.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');
  return repository === bare || repository.startsWith(`${bare}/`);
}

/** Why a registry lets a caller in, or not. */
export type Admission = 'open' | 'admitted' | 'no-credentials' | 'wrong-credentials';

/**
 * Whether a registry gives an image to who brings these credentials. Private are: what lies in a declared registry, and any repository
 * with a part called `private` in its name (there any credentials for its host do).
 */
export function admission(
  { repository }: ImageReference,
  credentials: readonly RegistryCredentials[],
  registries: readonly PrivateRegistry[],
): Admission {
  const declared = registries.find(({ host }) => repository === host || repository.startsWith(`${host}/`));
  if (declared === undefined && !/(?:^|[-_/])private(?:[-_/]|$)/.test(pathOf(repository))) return 'open';
  const offered = credentials.filter((candidate) => areFor(candidate, repository));
  if (offered.length === 0) return 'no-credentials';
  if (declared === undefined) return offered.some(({ username }) => username !== '') ? 'admitted' : 'wrong-credentials';
  return offered.some(({ username, password }) => username === declared.username && password === declared.password)
    ? 'admitted'
    : 'wrong-credentials';
}
