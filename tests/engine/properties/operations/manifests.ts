import type { Loose } from '../../cluster/fake-cluster.ts';
import { PLACES } from './kinds.ts';
import type { Settings, Workload } from './operation.ts';

/** The label that pods of a workload carry. */
export const appOf = (kind: string, name: string): string => `${kind.toLowerCase()}-${name}`;

/** A pod template; `variant` tells templates apart, `crashes` makes the program fail at once. */
export function template(kind: string, name: string, { variant, crashes, slowReady, extra }: Settings): Loose {
  const isJob = kind === 'Job' || kind === 'CronJob';
  const work = isJob ? `sleep ${3 + variant}` : 'trap "exit 0" TERM; while true; do sleep 1; done';
  return {
    metadata: { labels: { app: appOf(kind, name) } },
    spec: {
      ...(isJob ? { restartPolicy: 'Never' } : {}),
      terminationGracePeriodSeconds: 3,
      ...(extra === 'vital' ? { priorityClassName: 'vital' } : {}),
      ...(extra === 'apart' ? { topologySpreadConstraints: [apart(kind, name)] } : {}),
      containers: [
        {
          name: 'c',
          image: 'busybox:1.28',
          command: ['sh', '-c', crashes ? 'exit 1' : work],
          env: [{ name: 'VARIANT', value: String(variant) }],
          resources: { requests: { cpu: extra === 'large' ? '3' : '10m', memory: '8Mi' } },
          ...(isJob || slowReady === 0
            ? {}
            : { readinessProbe: { exec: { command: ['true'] }, initialDelaySeconds: slowReady, periodSeconds: 1 } }),
        },
      ],
    },
  };
}

function apart(kind: string, name: string): Loose {
  const labelSelector = { matchLabels: { app: appOf(kind, name) } };
  return { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector };
}

const CLAIM: Loose = {
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'manual' },
};

function specOf(kind: Workload, name: string, settings: Settings): Loose {
  const { replicas, surge, unavailable, flag, extra } = settings;
  const app = appOf(kind, name);
  const minReadySeconds = extra === 'min-ready' ? 3 : 0;
  const common = { selector: { matchLabels: { app } }, template: template(kind, name, settings), minReadySeconds };
  const ends = {
    ...(extra === 'expires' ? { ttlSecondsAfterFinished: 20 } : {}),
    ...(extra === 'deadline' ? { activeDeadlineSeconds: 4 } : {}),
  };
  switch (kind) {
    case 'Deployment': {
      const noRoom = Number.parseInt(String(surge), 10) === 0 && Number.parseInt(String(unavailable), 10) === 0;
      const rollingUpdate = { maxSurge: noRoom ? 1 : surge, maxUnavailable: unavailable };
      const strategy = flag ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate };
      return { ...common, replicas, strategy, revisionHistoryLimit: 2 };
    }
    case 'ReplicaSet':
      return { ...common, replicas };
    case 'StatefulSet':
      return {
        ...common,
        replicas,
        serviceName: name,
        podManagementPolicy: flag ? 'Parallel' : 'OrderedReady',
        ...(extra === 'claims'
          ? {
              volumeClaimTemplates: [CLAIM],
              persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
            }
          : {}),
      };
    case 'DaemonSet':
      return { ...common, updateStrategy: flag ? { type: 'OnDelete' } : { type: 'RollingUpdate' } };
    case 'Job':
      return {
        template: common.template,
        completions: replicas + 1,
        parallelism: 2,
        backoffLimit: 2,
        completionMode: flag ? 'Indexed' : 'NonIndexed',
        ...ends,
      };
    case 'CronJob': {
      const jobTemplate = { spec: { template: common.template, backoffLimit: 1, ...ends } };
      return { schedule: '* * * * *', concurrencyPolicy: ['Allow', 'Forbid', 'Replace'][replicas % 3], jobTemplate };
    }
  }
}

/** A workload's manifest. */
export function workload(kind: Workload, name: string, settings: Settings): Loose {
  return { apiVersion: PLACES[kind].apiVersion, kind, metadata: { name }, spec: specOf(kind, name, settings) };
}

/** The custom resource that operations use. */
export const BOATS: Loose = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boats.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'boats', singular: 'boat', kind: 'Boat', listKind: 'BoatList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
          },
        },
      },
    ],
  },
};
