import type { Informers } from '../../client.ts';
import type { Pod } from '../../controllers/kinds.ts';
import type { KubeObject } from '../../json.ts';
import { type LabelSelector, matchesSelector } from '../../resources/label-selector.ts';
import type { PodAffinityTerm } from '../../resources/pod/types.ts';

/** Pods of a namespace that the selector matches, found by its labels' index. */
export function podsMatching(
  informers: Informers,
  namespace: string,
  selector: LabelSelector | undefined,
): readonly Pod[] {
  const labels = selector?.matchLabels;
  const candidates =
    labels !== undefined && Object.keys(labels).length > 0
      ? informers.byLabels('pods', namespace, labels)
      : informers.list('pods', namespace);
  return (candidates as readonly Pod[]).filter((pod) => matchesSelector(selector, pod.metadata.labels));
}

function matchesKeys(term: PodAffinityTerm, owner: KubeObject, pod: KubeObject): boolean {
  const same = (key: string): boolean => pod.metadata.labels?.[key] === owner.metadata.labels?.[key];
  const applies = (key: string): boolean => owner.metadata.labels?.[key] !== undefined;
  return (
    (term.matchLabelKeys ?? []).every((key) => !applies(key) || same(key)) &&
    (term.mismatchLabelKeys ?? []).every((key) => !applies(key) || !same(key))
  );
}

/** The namespaces a term of the owner's speaks of: its own unless the term says otherwise. */
function termNamespaces(term: PodAffinityTerm, owner: Pod, informers: Informers): readonly string[] {
  const named = term.namespaces ?? [];
  if (term.namespaceSelector === undefined) return named.length > 0 ? named : [owner.metadata.namespace ?? ''];
  const selected = informers
    .list('namespaces')
    .filter((namespace) => matchesSelector(term.namespaceSelector, namespace.metadata.labels))
    .map((namespace) => namespace.metadata.name);
  return [...new Set([...named, ...selected])];
}

/** Whether the pod is one that a term of the owner's speaks of. Models: framework.AffinityTerm.Matches */
export function termMatches(term: PodAffinityTerm, owner: Pod, pod: Pod, informers: Informers): boolean {
  return (
    matchesSelector(term.labelSelector, pod.metadata.labels) &&
    matchesKeys(term, owner, pod) &&
    termNamespaces(term, owner, informers).includes(pod.metadata.namespace ?? '')
  );
}

/** The pods that a term of the owner's speaks of, wherever they are. */
export function podsOfTerm(term: PodAffinityTerm, owner: Pod, informers: Informers): readonly Pod[] {
  return termNamespaces(term, owner, informers)
    .flatMap((namespace) => podsMatching(informers, namespace, term.labelSelector))
    .filter((pod) => matchesKeys(term, owner, pod));
}
