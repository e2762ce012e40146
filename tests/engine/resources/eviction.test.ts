import { describe, expect, it } from 'vitest';
import { learner, podYaml } from './world.ts';

const GIB = 1024 ** 3;
const hog = (name: string, bytes: string, resources: object = {}, more: object = {}): string =>
  podYaml(name, 'polinux/stress', ['stress', '--vm', '1', '--vm-bytes', bytes, '--vm-hang', '0'], resources, {
    nodeName: 'worker-1',
    ...more,
  });

describe('a node that runs out of memory', () => {
  const ann = learner();
  ann.write('a.json', hog('above', '2G', { requests: { memory: '100Mi' } }));
  ann.write('b.json', hog('within', '3G', { requests: { memory: '4Gi' } }));
  ann.write('c.json', hog('asks-nothing', '1G'));
  ann.run('kubectl apply -f a.json -f b.json -f c.json');
  ann.wait(15_000);
  const kernel = ann.session.world.cluster.kubelets.get('worker-1')?.kernel;
  if (kernel === undefined) throw new Error('no worker-1');
  kernel.fill(kernel.availableBytes() - 0.05 * GIB);
  ann.wait(10_000);

  it('evicts the pod that is furthest above its request, with the reason', () => {
    expect(ann.run('kubectl get pod above --no-headers')).toMatch(/Evicted|Error|ContainerStatusUnknown/);
    const pod = ann.run("kubectl get pod above -o jsonpath='{.status.phase} {.status.reason} {.status.message}'");
    expect(pod).toMatch(
      /Failed Evicted The node was low on resource: memory\. Threshold quantity: 100Mi, available: \d+Ki\. Container c was using \d+Ki, request is 100Mi, has larger consumption of memory\. /,
    );
  });

  it('says in the conditions and events that the node did it', () => {
    expect(
      ann.run('kubectl get pod above -o jsonpath=\'{.status.conditions[?(@.type=="DisruptionTarget")].reason}\''),
    ).toContain('TerminationByKubelet');
    expect(ann.run('kubectl get events')).toMatch(/Warning +Evicted +pod\/above +The node was low on resource: memory/);
    expect(ann.run('kubectl get events -A')).toMatch(
      /Warning +EvictionThresholdMet +node\/worker-1 +Attempting to reclaim memory/,
    );
  });

  it('keeps the others, and shows MemoryPressure with its taint', () => {
    expect(ann.run('kubectl get pods within asks-nothing --no-headers')).toMatch(/within +1\/1 +Running.*\n.*Running/);
    expect(ann.run('kubectl describe node worker-1')).toMatch(
      /MemoryPressure +True .*KubeletHasInsufficientMemory +kubelet has insufficient memory available/,
    );
    expect(ann.run("kubectl get node worker-1 -o jsonpath='{.spec.taints}'")).toContain(
      'node.kubernetes.io/memory-pressure',
    );
  });

  it('turns away a pod that asks for nothing', () => {
    ann.write('d.json', hog('late', '1M'));
    ann.run('kubectl apply -f d.json');
    ann.wait(3000);
    expect(ann.run("kubectl get pod late -o jsonpath='{.status.reason}: {.status.message}'")).toContain(
      'Evicted: The node had condition: [MemoryPressure]. ',
    );
  });

  it('lets the pressure go five minutes after it was last seen', () => {
    kernel.fill(-kernel.filledBytes());
    ann.wait(330_000);
    expect(ann.run('kubectl describe node worker-1')).toMatch(/MemoryPressure +False .*KubeletHasSufficientMemory/);
    expect(ann.run('kubectl get events -A')).toMatch(/NodeHasSufficientMemory +node\/worker-1/);
  });
});

describe('memory that grows faster than the kubelet looks', () => {
  it('is ended by the kernel, by the score that the quality of service gives', () => {
    const ann = learner();
    ann.write('a.json', hog('modest', '6G', { requests: { memory: '10Gi' } }));
    ann.write('b.json', hog('greedy', '30G'));
    ann.run('kubectl apply -f a.json');
    ann.wait(5000);
    ann.run('kubectl apply -f b.json');
    ann.wait(20_000);
    expect(ann.run('kubectl get pods')).toMatch(/greedy .*(OOMKilled|CrashLoopBackOff|Evicted|Error)/);
    expect(ann.run('kubectl get pods')).toMatch(/modest +1\/1 +Running/);
    expect(ann.run('kubectl get events -A')).toMatch(
      /SystemOOM +node\/worker-1 +System OOM encountered, victim process: stress/,
    );
  });
});

describe('limits on local files', () => {
  const write = (name: string, path: string, resources: object, volume: object): string =>
    podYaml(name, 'busybox', ['sh', '-c', `dd if=/dev/zero of=${path}/big bs=1M count=60; sleep 1000`], resources, {
      containers: [
        {
          name: 'c',
          image: 'busybox',
          command: ['sh', '-c', `dd if=/dev/zero of=${path}/big bs=1M count=60; sleep 1000`],
          resources,
          volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
        },
      ],
      volumes: [{ name: 'scratch', emptyDir: volume }],
    });
  const messageOf = (pod: string): string => {
    const ann = learner();
    ann.write('p.json', pod);
    ann.run('kubectl apply -f p.json');
    ann.wait(30_000);
    return ann.run("kubectl get pods -o jsonpath='{.items[0].status.reason}: {.items[0].status.message}'");
  };

  it('evict a pod whose emptyDir has outgrown its limit', () => {
    expect(messageOf(write('a', '/scratch', {}, { sizeLimit: '50Mi' }))).toContain(
      'Evicted: Usage of EmptyDir volume "scratch" exceeds the limit "50Mi". ',
    );
  });

  it('evict a pod that writes more than its limit of ephemeral storage', () => {
    expect(messageOf(write('a', '/tmp', { limits: { 'ephemeral-storage': '50Mi' } }, {}))).toContain(
      'Evicted: Pod ephemeral local storage usage exceeds the total limit of containers 50Mi. ',
    );
  });

  it('leave a pod alone that stays below', () => {
    expect(messageOf(write('a', '/scratch', {}, { sizeLimit: '100Mi' }))).not.toContain('Evicted');
  });
});
