import { Learner } from '../session/learner.ts';

/** A learner's cluster to use memory and processors in. */
export function learner(): Learner {
  return new Learner();
}

/** What a pod's containers hold and use, by name, from the kernel of its node. */
export function cgroupOf(ann: Learner, podName: string, container: string) {
  const { cluster } = ann.session.world;
  const pod = cluster.informers.get('pods', 'default', podName) as never;
  const node = (pod as { spec: { nodeName: string } }).spec.nodeName;
  const record = cluster.kubelets.get(node)?.worker(pod)?.runtime.latest(container);
  if (record === undefined) throw new Error(`no container ${podName}/${container}`);
  return record.cgroup;
}

/** One pod of one container. */
export function podYaml(
  name: string,
  image: string,
  command: readonly string[],
  resources: object = {},
  more: object = {},
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image, command, resources }], ...more },
  });
}
