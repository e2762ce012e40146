import type { Rule } from './rule.ts';

/** Revisions rise, and each object carries its own. */
export const revisionsRise = (): Rule => {
  let last = 0;
  let lastMs = 0;
  return ({ version, object }) => {
    const { revision, timeMs } = version;
    const fault =
      revision <= last || timeMs < lastMs || object.metadata.resourceVersion !== String(revision)
        ? `revision ${revision} at ${timeMs} after ${last} at ${lastMs}, shown as ${object.metadata.resourceVersion}`
        : undefined;
    last = revision;
    lastMs = timeMs;
    return fault;
  };
};

/** An object keeps its identity, counts its generations up, and cannot be called back from its deletion. */
export const identityStays: Rule = ({ version, object, before }) => {
  if (version.type === 'ADDED') return before === undefined ? undefined : 'added twice';
  if (before === undefined) return `${version.type} of what was not there`;
  const [was, is] = [before.metadata, object.metadata];
  for (const field of ['uid', 'creationTimestamp', 'name', 'namespace'])
    if (was[field] !== is[field]) return `${field} changed from ${was[field]} to ${is[field]}`;
  if ((is.generation ?? 0) < (was.generation ?? 0)) return 'generation fell';
  if (was.deletionTimestamp !== undefined && is.deletionTimestamp === undefined) return 'deletion was taken back';
  return undefined;
};

/** Nothing has two controllers. */
export const oneController: Rule = ({ object }) => {
  const controllers = (object.metadata.ownerReferences ?? []).filter(
    (each: { controller?: boolean }) => each.controller,
  );
  return controllers.length > 1 ? `controllers: ${JSON.stringify(controllers)}` : undefined;
};

/** A pod stays where it was bound, and one that has ended does not run again. */
export const podsDoNotReturn: Rule = ({ version, object, before }) => {
  if (version.resource !== 'pods' || before === undefined) return undefined;
  if (before.spec.nodeName !== undefined && object.spec.nodeName !== before.spec.nodeName)
    return 'pod moved to another node';
  const [was, is] = [before.status?.phase, object.status?.phase];
  if (['Succeeded', 'Failed'].includes(was) && was !== is) return `pod went from ${was} to ${is}`;
  return undefined;
};

/** Nothing new comes into a namespace that is going, or that is not there. */
export const closedNamespaces: Rule = ({ version, object, living }) => {
  const { namespace } = object.metadata;
  if (version.type !== 'ADDED' || namespace === undefined) return undefined;
  const home = living.get('namespaces')?.get(`/${namespace}`);
  if (home === undefined) return `made in the namespace ${namespace}, which is not there`;
  return home.metadata.deletionTimestamp !== undefined &&
    version.resource !== 'events' &&
    version.resource !== 'events.events.k8s.io'
    ? `made in the namespace ${namespace}, which is going`
    : undefined;
};
