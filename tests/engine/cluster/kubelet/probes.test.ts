import { describe, expect, test } from 'vitest';
import { World } from './support/world.ts';

const container = { name: 'c', image: 'nginx:1.25' };

describe('probes', () => {
  test('a failed liveness probe restarts the container and says so', () => {
    const world = new World().script('c', { listens: 80 });
    const livenessProbe = { httpGet: { path: '/nosuch', port: 80 }, periodSeconds: 2, failureThreshold: 2 };
    world.pod('live', { containers: [{ ...container, livenessProbe }] });
    world.pass(18);
    expect(world.events('live').slice(3)).toEqual([
      expect.stringMatching(/^Unhealthy x6: Liveness probe failed: HTTP probe failed with statuscode: 404$/),
      'Killing x3: Container c failed liveness probe, will be restarted',
      expect.stringMatching(/^BackOff x3: Back-off restarting failed container c in pod live_default/),
    ]);
    expect(world.rows('live').slice(3)).toEqual([
      'Running c:Running+',
      'Running c:Running+/1',
      'Running c:Running+/2',
      'Running c:CrashLoopBackOff/2',
    ]);
  });

  test('readiness comes and goes without a restart', () => {
    let healthy = false;
    const commands = {
      get check() {
        return { exitCode: healthy ? 0 : 1, output: 'not yet\n' };
      },
    };
    const world = new World().script('c', { commands });
    world.pod('ready', {
      containers: [
        { ...container, readinessProbe: { exec: { command: ['check'] }, periodSeconds: 2, failureThreshold: 2 } },
      ],
    });
    world.pass(7);
    expect(world.rows('ready').at(-1)).toBe('Running c:Running');
    expect(world.get('ready')!.status!.conditions![2]).toMatchObject({
      type: 'Ready',
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [c]',
    });
    healthy = true;
    world.pass(3);
    expect(world.rows('ready').at(-1)).toBe('Running c:Running+');
    healthy = false;
    world.pass(5);
    expect(world.rows('ready').at(-1)).toBe('Running c:Running');
    expect(world.get('ready')!.status!.containerStatuses![0]!.restartCount).toBe(0);
    expect(world.events('ready').at(-1)).toMatch(/^Unhealthy x\d+: Readiness probe failed: not yet\n$/);
  });

  test('a startup probe holds the others back, and gives up after its threshold', () => {
    const world = new World().script('c', {
      commands: { up: { exitCode: 1, output: 'no' }, alive: { exitCode: 1, output: 'dead' } },
    });
    const probes = {
      startupProbe: { exec: { command: ['up'] }, periodSeconds: 3, failureThreshold: 3 },
      livenessProbe: { exec: { command: ['alive'] }, periodSeconds: 1, failureThreshold: 1 },
    };
    world.pod('start', { containers: [{ ...container, ...probes }] });
    world.pass(8);
    expect(world.get('start')!.status!.containerStatuses![0]).toMatchObject({
      started: false,
      ready: false,
      restartCount: 0,
    });
    world.pass(5);
    expect(world.events('start').slice(3)).toEqual(
      ['Unhealthy x4: Startup probe failed: no', 'Killing x1: Container c failed startup probe, will be restarted'].map(
        (text) => expect.stringContaining(text.slice(9)),
      ),
    );
    expect(world.get('start')!.status!.containerStatuses![0]!.restartCount).toBe(1);
  });

  test('a command that takes too long fails', () => {
    const world = new World().script('c', { commands: { slow: { exitCode: 0, output: '', tookMs: 5000 } } });
    world.pod('slow', {
      containers: [
        { ...container, readinessProbe: { exec: { command: ['slow'] }, timeoutSeconds: 1, periodSeconds: 5 } },
      ],
    });
    world.pass(5);
    expect(world.events('slow').at(-1)).toBe(
      'Unhealthy x1: Readiness probe failed: command timed out: "slow" timed out after 1s',
    );
  });

  test('readiness gates wait for their conditions', () => {
    const world = new World();
    world.pod('gate', { readinessGates: [{ conditionType: 'example.com/feature' }], containers: [container] });
    world.pass(3);
    const ready = () => world.get('gate')!.status!.conditions!.find(({ type }) => type === 'Ready');
    expect(ready()).toMatchObject({ status: 'False', reason: 'ReadinessGatesNotReady' });
    const pod = world.get('gate')!;
    const feature = { type: 'example.com/feature', status: 'True', lastProbeTime: null, lastTransitionTime: null };
    world.api.put('pods', { ...pod, status: { ...pod.status, conditions: [...pod.status!.conditions!, feature] } });
    world.pass(2);
    expect(ready()).toMatchObject({ status: 'True' });
    expect(world.get('gate')!.status!.conditions![0]!.type).toBe('example.com/feature');
  });
});
