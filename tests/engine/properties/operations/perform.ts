import type { Loose } from '../../cluster/fake-cluster.ts';
import type { PropertyWorld } from '../world.ts';
import { type Kind, PLACES, pathOf } from './kinds.ts';
import { appOf, BOATS, template, workload } from './manifests.ts';
import type { Operation } from './operation.ts';

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function create(world: PropertyWorld, kind: Kind, ns: string, object: Loose): void {
  world.ask('POST', pathOf(kind, ns), { apiVersion: PLACES[kind].apiVersion, kind, ...object });
}

/** Creates, or changes what is there. */
function apply(world: PropertyWorld, kind: Kind, ns: string, object: Loose): void {
  const { name } = object.metadata;
  if (world.get(PLACES[kind].resource, ns, name) === undefined) create(world, kind, ns, object);
  else world.ask('PATCH', pathOf(kind, ns, name), object);
}

function podAt(world: PropertyWorld, ns: string, at: number): Loose | undefined {
  const pods = world.list('pods', ns);
  return pods[at % Math.max(1, pods.length)];
}

function evict(world: PropertyWorld, pod: Loose): void {
  const { name, namespace } = pod.metadata;
  world.ask('POST', `${pathOf('Pod', namespace, name)}/eviction`, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
  });
}

/** The objects of a namespace that can own others. */
function owners(world: PropertyWorld, ns: string): readonly Loose[] {
  return ['configmaps', 'boats.example.com', 'deployments.apps', 'replicasets.apps', 'pods', 'jobs.batch', 'services']
    .flatMap((resource) => world.list(resource, ns))
    .filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt');
}

const FINALIZER = 'example.com/hold';

function finalizer(world: PropertyWorld, kind: Kind, ns: string, name: string, on: boolean): void {
  const object = world.get(PLACES[kind].resource, ns, name);
  if (object === undefined) return;
  const others = (object.metadata.finalizers ?? []).filter((each: string) => each !== FINALIZER);
  world.ask('PATCH', pathOf(kind, ns, name), { metadata: { finalizers: on ? [...others, FINALIZER] : others } });
}

function unschedulable(world: PropertyWorld, node: string, on: boolean): void {
  world.ask('PATCH', `/api/v1/nodes/${node}`, { spec: { unschedulable: on } });
}

function taint(world: PropertyWorld, node: string, on: boolean): void {
  const { taints = [] } = world.get('nodes', '', node).spec;
  const others = taints.filter(({ key }: Loose) => key !== 'closed');
  const ours = on ? [{ key: 'closed', effect: 'NoExecute' }] : [];
  world.ask('PATCH', `/api/v1/nodes/${node}`, { spec: { taints: [...others, ...ours] } });
}

/** Does one operation. What the server refuses is left undone, as by a user who reads the message. */
export function perform(world: PropertyWorld, operation: Operation): unknown {
  switch (operation.op) {
    case 'wait':
      return world.wait(operation.ms);
    case 'apply': {
      const { kind, ns, name, settings } = operation;
      return create(world, kind, ns, workload(kind, name, settings));
    }
    case 'scale': {
      const { kind, ns, name, replicas } = operation;
      return world.ask('PATCH', `${pathOf(kind, ns, name)}/scale`, { spec: { replicas } });
    }
    case 'retemplate': {
      const { kind, ns, name, settings } = operation;
      const spec =
        kind === 'CronJob' ? workload(kind, name, settings).spec : { template: template(kind, name, settings) };
      return world.ask('PATCH', pathOf(kind, ns, name), { spec }, 'strategic');
    }
    case 'pause': {
      const { kind, ns, name, on } = operation;
      return world.ask('PATCH', pathOf(kind, ns, name), {
        spec: kind === 'Deployment' ? { paused: on } : { suspend: on },
      });
    }
    case 'rollback': {
      const { ns, name } = operation;
      const uid = world.get('deployments.apps', ns, name)?.metadata.uid;
      const [old] = world
        .list('replicasets.apps', ns)
        .filter(({ metadata }) => metadata.ownerReferences?.[0]?.uid === uid);
      if (uid === undefined || old === undefined) return undefined;
      const { 'pod-template-hash': _, ...labels } = old.spec.template.metadata.labels;
      const spec = { template: { ...old.spec.template, metadata: { labels } } };
      return world.ask('PATCH', pathOf('Deployment', ns, name), { spec });
    }
    case 'delete': {
      const { kind, ns, name, policy } = operation;
      return world.ask('DELETE', pathOf(kind, ns, name), { propagationPolicy: policy });
    }
    case 'make-pod': {
      const { ns, of, name, at } = operation;
      const made = template(of, name, {
        variant: 0,
        crashes: false,
        slowReady: 0,
        replicas: 0,
        surge: 0,
        unavailable: 0,
        flag: false,
      });
      return create(world, 'Pod', ns, {
        ...made,
        metadata: { ...made.metadata, name: `${appOf(of, name)}-bare-${at}` },
      });
    }
    case 'delete-pod': {
      const pod = podAt(world, operation.ns, operation.at);
      if (pod === undefined) return undefined;
      const body = operation.force ? { gracePeriodSeconds: 0 } : {};
      return world.ask('DELETE', pathOf('Pod', operation.ns, pod.metadata.name), body);
    }
    case 'evict': {
      const pod = podAt(world, operation.ns, operation.at);
      if (pod !== undefined) evict(world, pod);
      return undefined;
    }
    case 'label-pod': {
      const pod = podAt(world, operation.ns, operation.at);
      if (pod === undefined) return undefined;
      return world.ask('PATCH', pathOf('Pod', operation.ns, pod.metadata.name), {
        metadata: { labels: { app: operation.app } },
      });
    }
    case 'disown-pod': {
      const pod = podAt(world, operation.ns, operation.at);
      if (pod === undefined) return undefined;
      return world.ask('PATCH', pathOf('Pod', operation.ns, pod.metadata.name), {
        metadata: { ownerReferences: null },
      });
    }
    case 'service': {
      const { ns, name, type, app } = operation;
      const ports = [{ name: 'web', port: 80, protocol: 'TCP' }];
      const spec =
        type === 'ExternalName'
          ? { type, externalName: 'example.com', selector: { app }, ports, clusterIP: null, clusterIPs: null }
          : type === 'headless'
            ? { type: 'ClusterIP', clusterIP: 'None', selector: { app }, ports }
            : { type, selector: { app }, ports };
      return apply(world, 'Service', ns, { metadata: { name }, spec });
    }
    case 'budget': {
      const { ns, name, app, spec } = operation;
      const whole = { minAvailable: null, maxUnavailable: null, ...spec, selector: { matchLabels: { app } } };
      return apply(world, 'PodDisruptionBudget', ns, { metadata: { name }, spec: whole });
    }
    case 'quota': {
      const { ns, name, hard } = operation;
      return apply(world, 'ResourceQuota', ns, { metadata: { name }, spec: { hard } });
    }
    case 'autoscaler': {
      const { ns, name, min, max } = operation;
      const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
      return apply(world, 'HorizontalPodAutoscaler', ns, {
        metadata: { name },
        spec: { scaleTargetRef, minReplicas: min, maxReplicas: max },
      });
    }
    case 'dependent': {
      const { kind, ns, name, owners: wanted, blocks } = operation;
      const all = owners(world, ns);
      const references = wanted.flatMap((at) => {
        const owner = all[at % Math.max(1, all.length)];
        if (owner === undefined) return [];
        const { name: ownerName, uid } = owner.metadata;
        return [{ apiVersion: owner.apiVersion, kind: owner.kind, name: ownerName, uid, blockOwnerDeletion: blocks }];
      });
      const ownerReferences = references.filter(
        ({ uid }, at) => references.findIndex((each) => each.uid === uid) === at,
      );
      return apply(world, kind, ns, { metadata: { name, ownerReferences } });
    }
    case 'boats':
      return operation.on ? world.ask('POST', CRDS, BOATS) : world.ask('DELETE', `${CRDS}/boats.example.com`);
    case 'volume': {
      const { name, on } = operation;
      if (!on) return world.ask('DELETE', `/api/v1/persistentvolumes/${name}`);
      return world.ask('POST', '/api/v1/persistentvolumes', {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name },
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: `/data/${name}` },
          storageClassName: 'manual',
        },
      });
    }
    case 'claim': {
      const { ns, name, volume } = operation;
      const spec = {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: 'manual',
      };
      return create(world, 'PersistentVolumeClaim', ns, {
        metadata: { name },
        spec: volume === '' ? spec : { ...spec, volumeName: volume },
      });
    }
    case 'namespace': {
      const { ns, on } = operation;
      if (!on) return world.ask('DELETE', `/api/v1/namespaces/${ns}`);
      return world.ask('POST', '/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: ns },
      });
    }
    case 'cordon':
      return unschedulable(world, operation.node, operation.on);
    case 'drain': {
      unschedulable(world, operation.node, true);
      for (const pod of world.list('pods'))
        if (pod.spec.nodeName === operation.node && pod.metadata.ownerReferences?.[0]?.kind !== 'DaemonSet')
          evict(world, pod);
      return undefined;
    }
    case 'taint':
      return taint(world, operation.node, operation.on);
    case 'fault': {
      const { kind, node, on } = operation;
      if (on) world.cluster.faults.make({ kind, node });
      else world.cluster.faults.heal({ kind, node });
      return undefined;
    }
    case 'finalizer': {
      const { kind, ns, name, on } = operation;
      return finalizer(world, kind, ns, name, on);
    }
    case 'kill': {
      const pod = podAt(world, operation.ns, operation.at);
      if (pod !== undefined)
        world.cluster.faults.make({
          kind: 'kill-process',
          namespace: operation.ns,
          pod: pod.metadata.name,
          container: 'c',
        });
      return undefined;
    }
  }
}

/** Ends what keeps the cluster from what is asked of it: faults, closed nodes, quotas, and schedules that go on for ever. */
export function healAll(world: PropertyWorld): void {
  world.cluster.faults.heal(null);
  for (const node of ['worker-1', 'worker-2']) {
    unschedulable(world, node, false);
    taint(world, node, false);
  }
  for (const [kind, { resource }] of Object.entries(PLACES))
    for (const { metadata } of world.list(resource))
      if (metadata.finalizers?.includes(FINALIZER))
        finalizer(world, kind as Kind, metadata.namespace, metadata.name, false);
  for (const { metadata } of world.list('resourcequotas'))
    world.ask('DELETE', pathOf('ResourceQuota', metadata.namespace, metadata.name));
  for (const { metadata } of world.list('cronjobs.batch'))
    world.ask('PATCH', pathOf('CronJob', metadata.namespace, metadata.name), { spec: { suspend: true } });
}
