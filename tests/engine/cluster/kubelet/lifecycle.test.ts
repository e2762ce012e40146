import { describe, expect, test } from 'vitest';
import { World } from './support/world.ts';

const nginx = { containers: [{ name: 'web', image: 'nginx:1.25' }] };

describe('a pod on a node', () => {
  test('goes from Pending over ContainerCreating to Running within 1.2 s, and is told step by step', () => {
    const world = new World();
    world.pod('web', nginx);
    const started = world.clock.nowMs();
    world.clock.runUntilSettled(60_000);
    expect(world.clock.nowMs() - started).toBeGreaterThan(400);
    expect(world.clock.nowMs() - started).toBeLessThan(1200);
    expect(world.rows('web')).toEqual([
      'Pending',
      'Pending web:ContainerCreating',
      'Pending web:ContainerCreating',
      'Running web:Running+',
    ]);
    const status = world.get('web')!.status!;
    expect(status).toMatchObject({
      podIP: '10.244.1.2',
      hostIP: '172.30.0.3',
      phase: 'Running',
      qosClass: 'BestEffort',
    });
    expect(status.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(world.events('web')).toEqual([
      'Pulled x1: Container image "nginx:1.25" already present on machine and can be accessed by the pod',
      'Created x1: Container created',
      'Started x1: Container started',
    ]);
  });

  test('deleted, it gets SIGTERM, tells its end and lets its object go', () => {
    const world = new World();
    world.pod('web', nginx);
    world.pass(5);
    world.api.client.delete('pods', 'default', 'web');
    world.pass(2);
    expect(world.get('web')).toBeUndefined();
    expect(world.rows('web').slice(4)).toEqual([
      'Running Terminating web:Running+',

      'Succeeded Terminating web:Completed',
      'deleted',
    ]);
    expect(world.events('web').at(-1)).toBe('Killing x1: Stopping container web');
  });

  test('a program that ignores SIGTERM is killed when the grace period is over', () => {
    const world = new World().script('web', { termMs: 'ignores' });
    world.pod('web', nginx);
    world.pass(5);
    world.api.client.delete('pods', 'default', 'web');
    world.pass(29);
    expect(world.get('web')?.status?.phase).toBe('Running');
    world.pass(2);
    expect(world.get('web')).toBeUndefined();
    expect(world.rows('web').at(-2)).toBe('Failed Terminating web:Error');
  });

  test('removed by force, its containers still get their grace period', () => {
    const world = new World();
    world.pod('web', nginx);
    world.pass(5);
    world.api.client.delete('pods', 'default', 'web', { gracePeriodSeconds: 0 });
    world.pass(5);
    expect(world.rows('web').at(-1)).toBe('deleted');
    expect(world.runtime.removed).toHaveLength(1);
  });

  test('with restartPolicy Never it ends as its container does', () => {
    const world = new World().script('job', { runsMs: 3000, exitCode: 3 });
    world.pod('job', { restartPolicy: 'Never', containers: [{ name: 'job', image: 'busybox:1.28' }] });
    world.pass(8);
    expect(world.rows('job').slice(3)).toEqual(['Running job:Running+', 'Running job:Error', 'Failed job:Error']);
    expect(world.get('job')!.status!.conditions![0]).toMatchObject({
      type: 'PodReadyToStartContainers',
      status: 'False',
    });
    world.api.client.delete('pods', 'default', 'job');
    world.pass(0.1);
    expect(world.get('job')).toBeUndefined();
  });
});

describe('a container that keeps crashing', () => {
  const crash = { containers: [{ name: 'crash', image: 'busybox:1.28' }] };

  test('restarts at once, then after 10 s and 20 s, and shows Error for most of the wait', () => {
    const world = new World().script('crash', { runsMs: 2000, exitCode: 1 });
    world.pod('crash', crash);
    world.pass(75);
    expect(world.rows('crash').slice(3)).toEqual([
      'Running crash:Running+',
      'Running crash:Error',
      'Running crash:Running+/1',
      'Running crash:Error/1',
      'Running crash:CrashLoopBackOff/1',
      'Running crash:Running+/2',
      'Running crash:Error/2',
      'Running crash:CrashLoopBackOff/2',
      'Running crash:Running+/3',
      'Running crash:Error/3',
    ]);
    const { uid } = world.get('crash')!.metadata;
    expect(world.events('crash')).toEqual([
      'Pulled x4: Container image "busybox:1.28" already present on machine and can be accessed by the pod',
      'Created x4: Container created',
      'Started x4: Container started',
      `BackOff x3: Back-off restarting failed container crash in pod crash_default(${uid})`,
    ]);
    expect(world.get('crash')!.status!.containerStatuses![0]).toMatchObject({
      restartCount: 3,
      lastState: { terminated: { exitCode: 1 } },
    });
  });

  test('the delay doubles up to five minutes', () => {
    const world = new World().script('crash', { runsMs: 10, exitCode: 1 });
    world.pod('crash', crash);
    world.pass(3600);
    const restarts = world.get('crash')!.status!.containerStatuses![0]!.restartCount!;
    expect(restarts).toBeGreaterThan(11);
    expect(restarts).toBeLessThan(18);
  });

  test('an idle cluster is settled while it backs off', () => {
    const world = new World().script('crash', { runsMs: 10, exitCode: 1 });
    world.pod('crash', crash);
    expect(world.clock.runUntilSettled(60_000)).toBe(true);
  });
});

describe('images', () => {
  test('an image that is not to be had goes from ErrImagePull to ImagePullBackOff', () => {
    const world = new World();
    world.pod('no', { containers: [{ name: 'no', image: 'nosuch:1' }] });
    world.pass(4);
    expect(world.rows('no').at(-1)).toBe('Pending no:ErrImagePull');
    world.pass(16);
    expect(world.rows('no').at(-1)).toBe('Pending no:ImagePullBackOff');
    expect(world.get('no')!.status!.containerStatuses![0]!.state!.waiting!.message).toBe(
      'Back-off pulling image "nosuch:1": ErrImagePull: failed to resolve image: nosuch:1: not found',
    );
    expect(world.events('no')).toEqual([
      'Pulling x2: Pulling image "nosuch:1"',
      'Failed x2: Failed to pull image "nosuch:1": failed to resolve image: nosuch:1: not found',
      'Failed x2: Error: ErrImagePull',
      'BackOff x1: Back-off pulling image "nosuch:1"',
      'Failed x1: Error: ImagePullBackOff',
    ]);
  });

  test('an absent image is pulled and its size told', () => {
    const world = new World();
    world.pod('r', { containers: [{ name: 'r', image: 'redis:7' }] });
    world.pass(4);
    expect(world.rows('r').at(-1)).toBe('Running r:Running+');
    expect(world.events('r')[1]).toBe(
      'Pulled x1: Successfully pulled image "redis:7" in 800ms (800ms including waiting). Image size: 71005258 bytes.',
    );
  });

  test('Never does not pull, and a wrong name is refused', () => {
    const world = new World();
    world.pod('never', { containers: [{ name: 'c', image: 'redis:7', imagePullPolicy: 'Never' }] });
    world.pod('bad', { containers: [{ name: 'c', image: 'INVALID//image' }] });
    world.pass(4);
    expect(world.rows('never').at(-1)).toBe('Pending c:ErrImageNeverPull');
    expect(world.rows('bad').at(-1)).toBe('Pending c:InvalidImageName');
  });

  test('a corrected image starts', () => {
    const world = new World();
    world.pod('fix', { containers: [{ name: 'c', image: 'nosuch:1' }] });
    world.pass(6);
    const pod = world.get('fix')!;
    world.api.put('pods', { ...pod, spec: { ...pod.spec, containers: [{ name: 'c', image: 'nginx:1.25' }] } });
    world.pass(3);
    expect(world.rows('fix').at(-1)).toBe('Running c:Running+');
  });
});

describe('init containers', () => {
  test('run one after another before the main ones', () => {
    const world = new World().script('first', { runsMs: 4000 }).script('second', { runsMs: 4000 });
    const init = ['first', 'second'].map((name) => ({ name, image: 'busybox:1.28' }));
    world.pod('init', { initContainers: init, containers: [{ name: 'app', image: 'busybox:1.28' }] });
    world.pass(20);
    expect(world.rows('init').slice(1)).toEqual([
      'Pending first:PodInitializing second:PodInitializing app:PodInitializing',
      'Pending first:PodInitializing second:PodInitializing app:PodInitializing',
      'Pending first:Running second:PodInitializing app:PodInitializing',
      'Pending first:Completed+ second:PodInitializing app:PodInitializing',
      'Pending first:Completed+ second:Running app:PodInitializing',
      'Pending first:Completed+ second:Completed+ app:PodInitializing',
      'Running first:Completed+ second:Completed+ app:Running+',
    ]);
  });

  test('one that fails restarts with back-off, or ends the pod under Never', () => {
    const world = new World().script('init', { runsMs: 100, exitCode: 1 });
    const spec = {
      initContainers: [{ name: 'init', image: 'busybox:1.28' }],
      containers: [{ name: 'app', image: 'busybox:1.28' }],
    };
    world.pod('always', spec);
    world.pod('never', { ...spec, restartPolicy: 'Never' });
    world.pass(8);
    expect(world.get('always')!.status!.initContainerStatuses![0]!.restartCount).toBe(1);
    expect(world.get('never')!.status!.phase).toBe('Failed');
  });

  test('a sidecar starts first, goes on beside the main container, and ends after it', () => {
    const world = new World().script('main', { runsMs: 6000 });
    world.pod('side', {
      restartPolicy: 'Never',
      initContainers: [{ name: 'logger', image: 'busybox:1.28', restartPolicy: 'Always' }],
      containers: [{ name: 'main', image: 'busybox:1.28' }],
    });
    world.pass(15);
    expect(world.rows('side').slice(2)).toEqual([
      'Pending logger:PodInitializing main:PodInitializing',
      'Pending logger:Running+ main:PodInitializing',
      'Running logger:Running+ main:Running+',
      'Running logger:Running+ main:Completed',
      'Running logger:Completed main:Completed',
      'Succeeded logger:Completed main:Completed',
    ]);
  });
});
