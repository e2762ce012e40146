import type { StatusFact, Step } from '../../../engine/session/past/explain/step.ts';
import type { Translate } from '../../../i18n/text.ts';
import { objectWords } from '../past/mark-words.ts';

/** Who acted, as a short name. */
export function actorWords(t: Translate, { actor }: Step): string {
  switch (actor.part) {
    case 'you':
      return actor.name === 'skiff-page' ? t('story.you') : t('story.youBy', { name: actor.name });
    case 'scheduler':
      return t('story.scheduler');
    case 'kubelet':
      return t('story.kubelet', { node: actor.node ?? '' });
    case 'api-server':
      return t('story.apiServer');
    default:
      return actor.name;
  }
}

function factWords(t: Translate, fact: StatusFact): string {
  switch (fact.fact) {
    case 'accepted':
      return t('story.accepted');
    case 'sandbox':
      return t('story.sandbox', { address: fact.address });
    case 'running':
      return t('story.running', { container: fact.container });
    case 'waiting':
      return t('story.waiting', { container: fact.container, reason: fact.reason });
    case 'terminated':
      return t('story.terminated', { container: fact.container, reason: fact.reason, code: fact.exitCode });
    case 'ready':
      return t('story.ready');
    case 'unready':
      return t('story.unready');
    case 'phase':
      return t('story.phase', { phase: fact.phase });
    case 'replicas':
      return t('story.replicas', { ready: fact.ready, wanted: fact.wanted });
    case 'condition':
      return t('story.condition', { type: fact.type, status: fact.status });
  }
}

/** What a kubelet's and others' events tell, beyond their own words. */
function eventWords(t: Translate, reason: string, message: string, object: string): string {
  switch (reason) {
    case 'Pulling':
      return t('story.pulling', { message });
    case 'Pulled':
      return t('story.pulled', { message });
    case 'Created':
      return t('story.containerCreated');
    case 'Started':
      return t('story.containerStarted');
    case 'Killing':
      return t('story.killing', { message });
    case 'FailedScheduling':
      return t('story.unschedulable', { message });
    default:
      return t('story.event', { object, reason, message });
  }
}

function refusal(t: Translate, code: number): string {
  if (code === 403) return t('story.refused.forbidden');
  if (code === 404) return t('story.refused.notFound');
  if (code === 409) return t('story.refused.conflict');
  if (code === 422) return t('story.refused.invalid');
  return t('story.refused.other', { code });
}

/** What a step did, as sentences in which `backticks` mark names. */
export function stepWords(t: Translate, step: Step): string {
  const { what, actor } = step;
  const object = `\`${objectWords(step.object)}\``;
  switch (what.is) {
    case 'read':
      return step.name === '' || what.verb !== 'get'
        ? t('story.list', { resource: step.resource })
        : t(step.code === 404 ? 'story.readMissing' : 'story.read', { object });
    case 'refused':
      return `${t('story.refused', { verb: step.verb, object })} ${refusal(t, what.code)}`;
    case 'created':
      if (actor.part !== 'you') return t('story.created', { object });
      return t('story.createdByYou', { object, revision: step.revision ?? 0 });
    case 'bound':
      return what.nodes === 0
        ? t('story.bound', { object, node: what.node })
        : t('story.boundOf', { object, node: what.node, feasible: what.feasible, nodes: what.nodes });
    case 'scaled':
      return t('story.scaled', { object, from: what.from, to: what.to });
    case 'rolled':
      return t('story.rolled', { object, images: what.images.join(', ') });
    case 'deleting':
      return t('story.deleting', { object, seconds: what.graceSeconds });
    case 'deleted':
      return t('story.deleted', { object });
    case 'endpoints':
      return t('story.endpoints', { n: what.addresses, object });
    case 'event':
      return eventWords(t, what.reason, what.message, object);
    case 'changed':
      return t('story.changed', { object, paths: what.paths.map((path) => `\`${path}\``).join(', ') });
    case 'status':
      return `${t('story.status', { object })} ${what.facts.map((fact) => factWords(t, fact)).join(' ')}`;
  }
}

/** Why the actor acted: what its watch had shown it. '' where nothing is known. */
export function sawWords(t: Translate, { saw, atMs }: Step): string {
  if (saw === undefined) return '';
  const after = Math.max(0, Math.round(atMs - saw.atMs));
  return t('story.saw', { object: `\`${objectWords(saw.object)}\``, revision: saw.revision, ms: after });
}

/** The request as the API server had it: `POST pods web/binding → 201`. */
export function requestWords({ verb, resource, subresource, name, code, revision }: Step): string {
  const what = `${resource}${name === '' ? '' : `/${name}`}${subresource === '' ? '' : `/${subresource}`}`;
  return `${verb} ${what} → ${code}${revision === undefined ? '' : ` · rv ${revision}`}`;
}
