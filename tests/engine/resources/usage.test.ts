import { describe, expect, it } from 'vitest';
import { cgroupOf, learner, podYaml } from './world.ts';

const MIB = 1024 * 1024;

describe('the processor', () => {
  it('is used in full by a loop that never ends, and no more than the limit allows', () => {
    const ann = learner();
    ann.write('free.json', podYaml('free', 'busybox', ['sh', '-c', 'while true; do :; done']));
    ann.write('held.json', podYaml('held', 'busybox', ['sh', '-c', 'yes > /dev/null'], { limits: { cpu: '300m' } }));
    ann.run('kubectl apply -f free.json -f held.json');
    ann.run('kubectl wait --for=condition=Ready pod --all');
    const before = [cgroupOf(ann, 'free', 'c').cpuTotalMs(), cgroupOf(ann, 'held', 'c').cpuTotalMs()];
    ann.wait(60_000);
    const used = [cgroupOf(ann, 'free', 'c').cpuTotalMs(), cgroupOf(ann, 'held', 'c').cpuTotalMs()].map(
      (ms, at) => ms - (before[at] ?? 0),
    );
    expect(used[0]).toBeGreaterThan(58_000);
    expect(used[0]).toBeLessThan(62_000);
    expect(used[1]).toBeGreaterThan(17_000);
    expect(used[1]).toBeLessThan(19_000);
    expect(cgroupOf(ann, 'held', 'c').throttling100ms().periods).toBeGreaterThan(500);
  });

  it('is shared by what pods asked for when there is not enough', () => {
    const ann = learner();
    const hog = (name: string, cpu: string): string =>
      podYaml(name, 'polinux/stress', ['stress', '--cpu', '4'], { requests: { cpu } }, { nodeName: 'worker-1' });
    ann.write('a.json', hog('a', '900m'));
    ann.write('b.json', hog('b', '300m'));
    ann.run('kubectl apply -f a.json -f b.json');
    ann.run('kubectl wait --for=condition=Ready pod --all');
    const start = { a: cgroupOf(ann, 'a', 'c').cpuTotalMs(), b: cgroupOf(ann, 'b', 'c').cpuTotalMs() };
    ann.wait(30_000);
    const a = cgroupOf(ann, 'a', 'c').cpuTotalMs() - start.a;
    const b = cgroupOf(ann, 'b', 'c').cpuTotalMs() - start.b;
    expect(a + b).toBeGreaterThan(59_000);
    expect(a / b).toBeCloseTo(3, 0);
  });

  it('makes work under a limit take longer', () => {
    const ann = learner();
    const work = (name: string, resources: object): string =>
      podYaml(name, 'busybox', ['sh', '-c', 'dd if=/dev/zero of=/dev/null bs=1M count=4000; sleep 1000'], resources);
    ann.write('fast.json', work('fast', {}));
    ann.write('slow.json', work('slow', { limits: { cpu: '100m' } }));
    ann.run('kubectl apply -f fast.json -f slow.json');
    ann.wait(60_000);
    const seconds = (pod: string): number =>
      Number(/copied, ([\d.]+) s/.exec(ann.run(`kubectl logs ${pod} --tail=1`))?.[1]);
    expect(seconds('slow') / seconds('fast')).toBeCloseTo(10, 0);
  });
});

describe('memory', () => {
  it('of a program within its limit is what it has taken', () => {
    const ann = learner();
    ann.write(
      'fits.json',
      podYaml('fits', 'polinux/stress', ['stress', '--vm', '1', '--vm-bytes', '150M', '--vm-hang', '1'], {
        limits: { memory: '200Mi' },
      }),
    );
    ann.run('kubectl apply -f fits.json');
    ann.wait(20_500);
    expect(ann.run('kubectl get pod fits')).toMatch(/1\/1 +Running +0/);
    expect(cgroupOf(ann, 'fits', 'c').peakBytes / MIB).toBeCloseTo(151, 0);
    const files = ann.run('kubectl exec fits -- sh -c "cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory.events"');
    expect(files).toContain('209715200');
    expect(files).toContain('oom_kill 0');
  });

  it('above the limit ends the guilty process: 137 where that is PID 1', () => {
    const ann = learner();
    ann.write(
      'pid1.json',
      podYaml('pid1', 'busybox', ['tail', '/dev/zero'], { limits: { memory: '16Mi' } }, { restartPolicy: 'Never' }),
    );
    ann.write(
      'vish.json',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'vish' },
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'c',
              image: 'vish/stress',
              args: ['-mem-total', '150Mi', '-mem-alloc-size', '10Mi', '-mem-alloc-sleep', '1s', '-cpus', '1'],
              resources: { limits: { memory: '100Mi' } },
            },
          ],
        },
      }),
    );
    ann.run('kubectl apply -f pid1.json -f vish.json');
    ann.wait(30_000);
    const end = (pod: string): string =>
      ann.run(
        `kubectl get pod ${pod} -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode} {.status.containerStatuses[0].state.terminated.reason}'`,
      );
    expect(end('pid1')).toContain('137 OOMKilled');
    expect(end('vish')).toContain('137 OOMKilled');
  });

  it('that a program needs by running at all ends it at every start where the limit is below', () => {
    const ann = learner();
    ann.write(
      'db.json',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'db' },
        spec: {
          containers: [
            {
              name: 'c',
              image: 'mysql:8.4',
              env: [{ name: 'MYSQL_ALLOW_EMPTY_PASSWORD', value: 'yes' }],
              resources: { limits: { memory: '128Mi' } },
            },
          ],
        },
      }),
    );
    ann.run('kubectl apply -f db.json');
    ann.wait(20_000);
    expect(ann.run('kubectl get pod db')).toMatch(/0\/1 +(OOMKilled|CrashLoopBackOff) +[12] /);
    expect(ann.run("kubectl get pod db -o jsonpath='{.status.containerStatuses[0].lastState.terminated}'")).toMatch(
      /"exitCode":137.*"reason":"OOMKilled"/,
    );
  });

  it('of files in memory counts for the container that writes them', () => {
    const ann = learner();
    ann.write(
      'shm.json',
      podYaml(
        'shm',
        'busybox',
        [],
        {},
        {
          containers: [
            {
              name: 'c',
              image: 'busybox',
              command: ['sh', '-c', 'dd if=/dev/zero of=/cache/big bs=1M count=40; echo survived; sleep 1000'],
              resources: { limits: { memory: '100Mi' } },
              volumeMounts: [{ name: 'cache', mountPath: '/cache' }],
            },
          ],
          volumes: [{ name: 'cache', emptyDir: { medium: 'Memory' } }],
        },
      ),
    );
    ann.run('kubectl apply -f shm.json');
    ann.wait(10_000);
    expect(ann.run('kubectl logs shm')).toContain('survived');
    expect(cgroupOf(ann, 'shm', 'c').memoryBytes / MIB).toBeGreaterThan(40);
    ann.run('kubectl exec shm -- dd if=/dev/zero of=/cache/more bs=1M count=90');
    expect(cgroupOf(ann, 'shm', 'c').oomKills).toBeGreaterThan(0);
  });

  it('of files in memory is bounded by the size of the volume', () => {
    const ann = learner();
    ann.write(
      'shm.json',
      podYaml(
        'shm',
        'busybox',
        [],
        {},
        {
          containers: [
            {
              name: 'c',
              image: 'busybox',
              command: ['sleep', '1000'],
              volumeMounts: [{ name: 'cache', mountPath: '/cache' }],
            },
          ],
          volumes: [{ name: 'cache', emptyDir: { medium: 'Memory', sizeLimit: '20Mi' } }],
        },
      ),
    );
    ann.run('kubectl apply -f shm.json');
    ann.run('kubectl wait --for=condition=Ready pod/shm');
    expect(ann.run('kubectl exec shm -- dd if=/dev/zero of=/cache/big bs=1M count=40')).toContain(
      'No space left on device',
    );
    ann.wait(30_000);
    expect(ann.run('kubectl get pod shm')).toMatch(/1\/1 +Running/);
  });

  it('costs nothing while nothing happens', () => {
    const ann = learner();
    ann.write(
      'idle.json',
      podYaml('idle', 'polinux/stress', ['stress', '--vm', '1', '--vm-bytes', '50M', '--vm-hang', '0']),
    );
    ann.run('kubectl apply -f idle.json');
    ann.wait(20_000);
    const before = cgroupOf(ann, 'idle', 'c').cpuTotalMs();
    ann.wait(3_600_000);
    expect(cgroupOf(ann, 'idle', 'c').cpuTotalMs() - before).toBeLessThan(1);
  });
});
