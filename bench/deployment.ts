import type { Measurement } from './measurement.ts';
import { bringUp, cpuMs, send, statusOfWeb, until, world } from './world.ts';

const rssMb = (): number => process.memoryUsage().rss / 1e6;

/** A Deployment of 1,000 nginx pods on 20 nodes, from apply to all Ready, in virtual time. */
export function deployment(): readonly Measurement[] {
  const here = world(20);
  const took = cpuMs(() => bringUp(here, 'deployments', 1000));
  return [
    { name: 'deployment-1000-cpu-ms', value: took, unit: 'ms' },
    { name: 'deployment-1000-rss-mb', value: rssMb(), unit: 'MB' },
  ];
}

/** A ReplicaSet of 5,000 nginx pods on 100 nodes, from apply to all Ready; the memory is the most that the process ever held. */
export function replicaSet(): readonly Measurement[] {
  const here = world(100);
  const took = cpuMs(() => bringUp(here, 'replicasets', 5000));
  return [
    { name: 'replicaset-5000-cpu-ms', value: took, unit: 'ms' },
    { name: 'replicaset-5000-rss-mb', value: process.resourceUsage().maxRSS / 1000, unit: 'MB' },
  ];
}

/** A Deployment of 1,000 Ready pods gets another image: from the patch to the last old pod gone and all new ones available. */
export function rollout(): readonly Measurement[] {
  const here = world(20);
  bringUp(here, 'deployments', 1000);
  const took = cpuMs(() => {
    send(here, 'PATCH', '/apis/apps/v1/namespaces/default/deployments/web', {
      spec: { template: { spec: { containers: [{ name: 'nginx', image: 'nginx:1.26' }] } } },
    });
    until(here, 'the rollout', () => {
      const { replicas, updatedReplicas, availableReplicas, observedGeneration } = statusOfWeb(here, 'deployments');
      return (
        [replicas, updatedReplicas, availableReplicas].every((count) => count === 1000) && observedGeneration === 2
      );
    });
    until(here, 'the old pods gone', () => here.cluster.informers.list('pods', 'default').length === 1000);
  });
  return [{ name: 'rollout-1000-cpu-ms', value: took, unit: 'ms' }];
}

/** The cost of one pod, from apply to Ready, in clusters of growing size. */
export function perPod(replicas: number, nodes: number): () => readonly Measurement[] {
  return () => {
    const here = world(nodes);
    const took = cpuMs(() => bringUp(here, 'deployments', replicas));
    return [{ name: `pod-cpu-us-${replicas}`, value: (took * 1000) / replicas, unit: 'µs' }];
  };
}
