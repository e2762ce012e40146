import type { ImageReference } from '../reference.ts';
import { hasOfficialTag, OFFICIAL } from './docker-official.ts';
import { HOSTS, isKubernetesImage, knownPorts, NAMESPACES } from './known.ts';
import { isSlipOf } from './slip.ts';

/** What is thought of an image that Skiff does not have. */
export type Verdict =
  /** It may well exist: a stand-in runs. `ports` are those that it is known to expose. */
  | { readonly kind: 'generic'; readonly ports: readonly number[] }
  /** No such repository, or none that an unnamed caller may see. */
  | { readonly kind: 'denied' }
  /** The repository has no such tag. */
  | { readonly kind: 'no-tag' }
  /** No such host. */
  | { readonly kind: 'no-host' }
  /** Nobody listens there. */
  | { readonly kind: 'refused' };

/** Names that say themselves that nothing is there. */
const DENIES_ITSELF =
  /(?:^|[-_./])(?:no-?such|does-?not-?exist|non-?exist|not-?exist|not-?found|nope\b|bogus\b|typo\b)/i;
/** Hosts that no public name server knows (RFC 2606, RFC 6762). */
const NOWHERE = /^invalid\.|\.(?:example|invalid|test|local|localdomain)(?::\d+)?$/;

/** `ghcr.io` of `ghcr.io/org/app`. */
export function hostOf(repository: string): string {
  return repository.slice(0, repository.indexOf('/'));
}

/** `org/app` of `ghcr.io/org/app`. */
export function pathOf(repository: string): string {
  return repository.slice(repository.indexOf('/') + 1);
}

/**
 * Decides whether an image that Skiff does not have may exist. Skiff asks no registry, so this is a rule (docs/limits.md, "Images"): names
 * that are known to be a closed set are decided by it; any other reference is taken as meant, unless it says itself that nothing is there
 * or is a slip of the pen for a known one.
 */
export function judge({ repository, tag }: ImageReference, known: readonly string[]): Verdict {
  const host = hostOf(repository);
  const path = pathOf(repository);
  const generic: Verdict = { kind: 'generic', ports: knownPorts(repository) };
  if (/^(?:localhost|127\.)/.test(host)) return { kind: 'refused' };
  if (NOWHERE.test(host) || (!HOSTS.includes(host) && isSlipOf(host, HOSTS))) return { kind: 'no-host' };
  if (DENIES_ITSELF.test(path)) return { kind: 'denied' };
  if (known.includes(repository) || DENIES_ITSELF.test(tag)) return { kind: 'no-tag' };
  if (host === 'registry.k8s.io') return isKubernetesImage(path) ? generic : { kind: 'denied' };
  if (host !== 'docker.io')
    return isSlipOf(
      repository,
      known.filter((name) => hostOf(name) === host),
    )
      ? { kind: 'denied' }
      : generic;
  const [user = '', name] = path.split('/');
  if (user === 'library' || name === undefined) {
    const official = OFFICIAL.get(name ?? user);
    if (official === undefined) return { kind: 'denied' };
    return hasOfficialTag(official, tag) ? { kind: 'generic', ports: official.ports } : { kind: 'no-tag' };
  }
  if (!NAMESPACES.includes(user) && isSlipOf(user, NAMESPACES)) return { kind: 'denied' };
  return isSlipOf(
    repository,
    known.filter((full) => full.startsWith(`docker.io/${user}/`)),
  )
    ? { kind: 'denied' }
    : generic;
}
