import { describe, expect, it } from 'vitest';
import { cgroupOf, learner, podYaml } from './world.ts';

const patch = (pod: string, resources: object): string =>
  `kubectl patch pod ${pod} --subresource resize -p '${JSON.stringify({ spec: { containers: [{ name: 'c', resources }] } })}'`;
const conditions = (pod: string): string =>
  `kubectl get pod ${pod} -o jsonpath='{range .status.conditions[*]}{.type}={.reason}: {.message}{"\\n"}{end}'`;

describe('a resize in place', () => {
  const ann = learner();
  ann.write(
    'web.json',
    podYaml(
      'web',
      'nginx',
      [],
      {},
      {
        containers: [
          {
            name: 'c',
            image: 'nginx',
            resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '200m', memory: '200Mi' } },
          },
        ],
      },
    ),
  );
  ann.run('kubectl apply -f web.json');
  ann.run('kubectl wait --for=condition=Ready pod/web');

  it('changes the control group of the running container, and the status, without a restart', () => {
    expect(ann.run(patch('web', { requests: { cpu: '300m' }, limits: { cpu: '500m' } }))).toContain('pod/web patched');
    ann.wait(3000);
    expect(ann.run("kubectl get pod web -o jsonpath='{.status.containerStatuses[0].resources}'")).toContain(
      '{"limits":{"cpu":"500m","memory":"200Mi"},"requests":{"cpu":"300m","memory":"100Mi"}}',
    );
    expect(
      ann.run(
        "kubectl get pod web -o jsonpath='{.status.allocatedResources} {.status.containerStatuses[0].restartCount}'",
      ),
    ).toContain('{"cpu":"300m","memory":"100Mi"} 0');
    expect(ann.run('kubectl exec web -- cat /sys/fs/cgroup/cpu.max')).toContain('50000 100000');
    expect(ann.run('kubectl get events')).toMatch(
      /ResizeStarted[\s\S]*Pod resize started: \{"containers":\[\{"name":"c"/,
    );
    expect(ann.run('kubectl get events')).toMatch(/ResizeCompleted/);
    expect(ann.run(conditions('web'))).not.toContain('PodResize');
  });

  it('is infeasible beyond the node, which changes nothing', () => {
    ann.run(patch('web', { requests: { cpu: '1000' }, limits: { cpu: '1000' } }));
    ann.wait(3000);
    expect(ann.run(conditions('web'))).toContain(
      "PodResizePending=Infeasible: Node didn't have enough capacity: cpu, requested: 1000000, capacity: 2000",
    );
    expect(ann.run("kubectl get pod web -o jsonpath='{.status.containerStatuses[0].resources.limits.cpu}'")).toContain(
      '500m',
    );
    expect(cgroupOf(ann, 'web', 'c').limits.cpuLimitMillis).toBe(500);
    ann.run(patch('web', { requests: { cpu: '100m' }, limits: { cpu: '500m' } }));
    ann.wait(3000);
    expect(ann.run(conditions('web'))).not.toContain('PodResizePending');
  });

  it('waits while others hold what it wants', () => {
    const node = ann.session.world.cluster.informers.get('pods', 'default', 'web') as never as {
      spec: { nodeName: string };
    };
    ann.write(
      'other.json',
      podYaml('other', 'nginx', [], { requests: { cpu: '1500m' } }, { nodeName: node.spec.nodeName }),
    );
    ann.run('kubectl apply -f other.json');
    ann.wait(3000);
    ann.run(patch('web', { requests: { cpu: '500m' } }));
    ann.wait(3000);
    expect(ann.run(conditions('web'))).toMatch(
      /PodResizePending=Deferred: Node didn't have enough resource: cpu, requested: 500, used: 1\d\d\d, capacity: 2000/,
    );
    ann.run('kubectl delete pod other --now');
    ann.wait(120_000);
    expect(ann.run(conditions('web'))).not.toContain('PodResizePending');
    expect(
      ann.run("kubectl get pod web -o jsonpath='{.status.containerStatuses[0].resources.requests.cpu}'"),
    ).toContain('500m');
  });

  it('refuses a memory limit below what is in use', () => {
    ann.write(
      'big.json',
      podYaml('big', 'polinux/stress', ['stress', '--vm', '1', '--vm-bytes', '100M', '--vm-hang', '0'], {
        requests: { memory: '120Mi' },
        limits: { memory: '200Mi' },
      }),
    );
    ann.run('kubectl apply -f big.json');
    ann.wait(5000);
    ann.run(patch('big', { requests: { memory: '40Mi' }, limits: { memory: '50Mi' } }));
    ann.wait(3000);
    expect(ann.run(conditions('big'))).toMatch(
      /PodResizeInProgress=Error: attempting to set pod memory limit \(52428800\) below current usage \(\d+\)/,
    );
    expect(ann.run('kubectl get pod big')).toMatch(/1\/1 +Running +0/);
  });

  it('restarts the container where its policy says so', () => {
    ann.write(
      'strict.json',
      podYaml(
        'strict',
        'nginx',
        [],
        {},
        {
          containers: [
            {
              name: 'c',
              image: 'nginx',
              resources: { requests: { memory: '100Mi' }, limits: { memory: '200Mi' } },
              resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }],
            },
          ],
        },
      ),
    );
    ann.run('kubectl apply -f strict.json');
    ann.run('kubectl wait --for=condition=Ready pod/strict');
    ann.run(patch('strict', { limits: { memory: '300Mi' } }));
    ann.wait(5000);
    expect(ann.run('kubectl get pod strict')).toMatch(/1\/1 +Running +1/);
    expect(cgroupOf(ann, 'strict', 'c').limits.memoryLimitBytes).toBe(300 * 1024 * 1024);
  });
});
