import type { Context } from '../context.ts';
import { faultAction, faultState } from '../map/faults.ts';
import type { StripMark } from './marks-model.ts';

/** How a mark is drawn: a sign, the lane it stands in, how it is doing, and what wins where several fall together. */
export interface MarkLook {
  readonly sign: string;
  readonly lane: 'you' | 'cluster';
  readonly tone: 'you' | 'ok' | 'waiting' | 'bad' | 'ending' | 'done' | 'change';
  readonly rank: number;
}

/** How a mark is drawn, by its kind. */
export function markLook(mark: StripMark): MarkLook {
  switch (mark.kind) {
    case 'command':
      return { sign: '❯', lane: 'you', tone: 'you', rank: 4 };
    case 'file':
      return { sign: '✎', lane: 'you', tone: 'you', rank: 1 };
    case 'check':
      return {
        sign: mark.earned === mark.points ? '✓' : '✗',
        lane: 'you',
        tone: mark.earned === mark.points ? 'ok' : 'waiting',
        rank: 6,
      };
    case 'reached':
      return { sign: '★', lane: 'you', tone: 'ok', rank: 7 };
    case 'fault':
      return { sign: '⚡', lane: 'you', tone: 'bad', rank: 8 };
    case 'heal':
      return { sign: '♥', lane: 'you', tone: 'ok', rank: 5 };
    case 'counter':
      return { sign: '!', lane: 'cluster', tone: 'bad', rank: 9 };
    case 'scale':
      return { sign: '↕', lane: 'cluster', tone: 'change', rank: 6 };
    case 'rollout':
      return { sign: '⟳', lane: 'cluster', tone: 'change', rank: 7 };
    case 'node':
      return { sign: '▣', lane: 'cluster', tone: mark.tone, rank: 8 };
    case 'pods':
      return {
        sign: '●',
        lane: 'cluster',
        tone: mark.tone,
        rank: mark.tone === 'bad' ? 5 : mark.tone === 'ok' ? 3 : 2,
      };
  }
}

/** `Deployment shop` out of `deployments.apps/default/shop`. */
export function objectWords(key: string): string {
  const [resource = '', namespace = '', name = ''] = key.split('/');
  const kind = KINDS[resource] ?? resource;
  return namespace === '' || namespace === 'default' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

const KINDS: { readonly [resource: string]: string } = {
  pods: 'Pod',
  nodes: 'Node',
  services: 'Service',
  events: 'Event',
  configmaps: 'ConfigMap',
  secrets: 'Secret',
  serviceaccounts: 'ServiceAccount',
  'deployments.apps': 'Deployment',
  'replicasets.apps': 'ReplicaSet',
  'statefulsets.apps': 'StatefulSet',
  'daemonsets.apps': 'DaemonSet',
  'jobs.batch': 'Job',
  'cronjobs.batch': 'CronJob',
  'endpointslices.discovery.k8s.io': 'EndpointSlice',
  'ingresses.networking.k8s.io': 'Ingress',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  persistentvolumes: 'PersistentVolume',
};

/** What a mark says. */
export function markWords(context: Context, mark: StripMark): string {
  const { t, language } = context;
  switch (mark.kind) {
    case 'command':
      return `$ ${mark.line}`;
    case 'file':
      return t('time.mark.file', { path: mark.path });
    case 'check':
      return t('time.mark.check', { earned: mark.earned, points: mark.points });
    case 'reached':
      return t('time.mark.reached', { title: mark.title[language] });
    case 'fault':
      return mark.fault === undefined ? '' : t('time.mark.fault', { what: faultAction(context, mark.fault) });
    case 'heal':
      return mark.fault === undefined ? '' : t('time.mark.heal', { what: faultState(context, mark.fault) });
    case 'counter':
      return t('time.mark.counter', { object: mark.object });
    case 'scale':
      return t('time.mark.scale', { object: objectWords(mark.object), from: mark.from, to: mark.to });
    case 'rollout':
      return t('time.mark.rollout', { object: objectWords(mark.object), images: mark.images.join(', ') });
    case 'node':
      return `${objectWords(mark.object)}: ${mark.status}`;
    case 'pods':
      return mark.n === 1
        ? `${objectWords(mark.object)}: ${mark.status}`
        : t('time.mark.pods', { n: mark.n, status: mark.status });
  }
}
