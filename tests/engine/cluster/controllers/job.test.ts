import { describe, expect, test } from 'vitest';
import { JobController } from '../../../../src/engine/cluster/controllers/job/controller.ts';
import { formatIndexes, parseIndexes } from '../../../../src/engine/cluster/controllers/job/indexes.ts';
import { TtlAfterFinishedController } from '../../../../src/engine/cluster/controllers/ttl-after-finished.ts';
import { formatTime } from '../../../../src/engine/cluster/timestamp.ts';
import { FakeCluster, type Loose } from '../fake-cluster.ts';

const JOBS = 'jobs.batch';

/** Pods end as `outcome` says after two seconds, or go when they are deleted. */
function world(outcome: (pod: Loose, nth: number) => Loose | undefined): FakeCluster {
  const cluster = new FakeCluster();
  let made = 0;
  const end = (name: string, status: Loose): void => {
    const pod = cluster.get('pods', 'default', name);
    if (!pod) return;
    const terminated = { exitCode: status.exitCode ?? 0, finishedAt: formatTime(cluster.clock.nowMs()) };
    cluster.update('pods', {
      ...pod,
      status: { phase: status.phase, containerStatuses: [{ name: 'c', state: { terminated } }] },
    });
  };
  cluster.onChange('pods', {
    added: (pod) => {
      const status = outcome(pod, made++);
      if (status) cluster.clock.after(2000, () => end(pod.metadata.name, status));
    },
    updated: (pod, old) => {
      if (!pod.metadata.deletionTimestamp || old.metadata.deletionTimestamp) return;
      cluster.clock.after(500, () => end(pod.metadata.name, { phase: 'Failed', exitCode: 137 }));
    },
    deleted() {},
  });
  return cluster.start(
    (context) => new JobController(context),
    (context) => new TtlAfterFinishedController(context),
  );
}

function job(name: string, spec: Loose = {}): Loose {
  const labels = { 'batch.kubernetes.io/job-name': name };
  const template = {
    metadata: { labels },
    spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] },
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { parallelism: 1, completions: 1, backoffLimit: 6, selector: { matchLabels: labels }, template, ...spec },
  };
}

const succeed = (): Loose => ({ phase: 'Succeeded' });
const fail = (): Loose => ({ phase: 'Failed', exitCode: 1 });
const statusOf = (cluster: FakeCluster, name: string): Loose => cluster.must(JOBS, 'default', name).status;
const conditions = (cluster: FakeCluster, name: string): string[] =>
  (statusOf(cluster, name).conditions ?? []).map(
    (each: Loose) => `${each.type} ${each.status} ${each.reason}: ${each.message}`,
  );

describe('a job', () => {
  test('runs a pod to completion, passing through SuccessCriteriaMet', () => {
    const cluster = world(succeed);
    cluster.create(JOBS, 'default', job('pi'));
    cluster.run(100);
    expect(statusOf(cluster, 'pi')).toMatchObject({ active: 1, ready: 0, startTime: '2026-11-22T01:50:50Z' });
    expect(cluster.list('pods')[0].metadata.finalizers).toEqual(['batch.kubernetes.io/job-tracking']);
    cluster.writes.length = 0;
    cluster.run(5000);
    expect(statusOf(cluster, 'pi')).toMatchObject({
      succeeded: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    expect(statusOf(cluster, 'pi').active).toBeUndefined();
    expect(statusOf(cluster, 'pi').completionTime).toBeDefined();
    expect(conditions(cluster, 'pi')).toEqual([
      'SuccessCriteriaMet True CompletionsReached: Reached expected number of succeeded pods',
      'Complete True CompletionsReached: Reached expected number of succeeded pods',
    ]);
    const steps = cluster.writes
      .filter((write) => write.resource === JOBS)
      .map(({ object }) => [(object as Loose).status.conditions?.length ?? 0, (object as Loose).status.succeeded ?? 0]);
    expect(steps).toEqual([
      [1, 0],
      [2, 1],
    ]);
    expect(cluster.list('pods')[0].metadata.finalizers).toBeUndefined();
    expect(cluster.events('pi', 'Completed')).toEqual(['Job completed']);
  });

  test('keeps its parallelism until all completions are reached', () => {
    const cluster = world(succeed);
    cluster.create(JOBS, 'default', job('multi', { completions: 5, parallelism: 2 }));
    cluster.run(30_000);
    expect(statusOf(cluster, 'multi').succeeded).toBe(5);
    expect(cluster.list('pods')).toHaveLength(5);
    const active = cluster.writes
      .filter((write) => write.resource === JOBS)
      .map(({ object }) => (object as Loose).status?.active ?? 0);
    expect(Math.max(...active)).toBe(2);
  });

  test('tries again with growing pauses, and gives up at its back-off limit', () => {
    const cluster = world(fail);
    cluster.create(JOBS, 'default', job('bad', { backoffLimit: 2 }));
    cluster.run(60_000);
    const made = cluster
      .list('pods')
      .map((pod) => pod.metadata.creationTimestamp.slice(14, 19))
      .sort();
    expect(made).toEqual(['50:50', '51:02', '51:24']);
    expect(statusOf(cluster, 'bad').failed).toBe(3);
    expect(conditions(cluster, 'bad')).toEqual([
      'FailureTarget True BackoffLimitExceeded: Job has reached the specified backoff limit',
      'Failed True BackoffLimitExceeded: Job has reached the specified backoff limit',
    ]);
    expect(cluster.events('bad', 'BackoffLimitExceeded')).toEqual(['Job has reached the specified backoff limit']);
  });

  test('ends at its deadline, once its pods are gone', () => {
    const cluster = world(() => undefined);
    cluster.create(JOBS, 'default', job('late', { activeDeadlineSeconds: 5 }));
    cluster.run(5100);
    expect(conditions(cluster, 'late')).toEqual([
      'FailureTarget True DeadlineExceeded: Job was active longer than specified deadline',
    ]);
    cluster.run(3000);
    expect(conditions(cluster, 'late').at(-1)).toBe(
      'Failed True DeadlineExceeded: Job was active longer than specified deadline',
    );
  });

  test('with indexes gives each pod its own, and lists those completed', () => {
    const cluster = world((pod) =>
      pod.metadata.annotations['batch.kubernetes.io/job-completion-index'] === '1' ? undefined : succeed(),
    );
    cluster.create(JOBS, 'default', job('ix', { completions: 4, parallelism: 4, completionMode: 'Indexed' }));
    cluster.run(5000);
    expect(statusOf(cluster, 'ix')).toMatchObject({ completedIndexes: '0,2,3', succeeded: 3, active: 1 });
    const pod = cluster.list('pods').find((each) => each.metadata.name.startsWith('ix-2-'));
    expect(pod.spec.hostname).toBe('ix-2');
    expect(pod.spec.containers[0].env[0].name).toBe('JOB_COMPLETION_INDEX');
  });

  test('can be suspended and resumed', () => {
    const cluster = world(() => undefined);
    cluster.create(JOBS, 'default', job('s', { suspend: true }));
    cluster.run(2000);
    expect(cluster.list('pods')).toEqual([]);
    expect(conditions(cluster, 's')).toEqual(['Suspended True JobSuspended: Job suspended']);
    cluster.patch(JOBS, 'default', 's', 'merge', { spec: { suspend: false } });
    cluster.run(2000);
    expect(cluster.list('pods')).toHaveLength(1);
    expect(conditions(cluster, 's')).toEqual(['Suspended False JobResumed: Job resumed']);
  });

  test('fails at once, or forgives, as its failure policy says', () => {
    const rule = (action: string, code: number): Loose => ({ action, onExitCodes: { operator: 'In', values: [code] } });
    const cluster = world((_pod, nth) =>
      nth === 0 ? { phase: 'Failed', exitCode: 7 } : { phase: 'Failed', exitCode: 42 },
    );
    cluster.create(
      JOBS,
      'default',
      job('p', { podFailurePolicy: { rules: [rule('Ignore', 7), rule('FailJob', 42)] } }),
    );
    cluster.run(40_000);
    const name = cluster.list('pods').find((pod) => pod.status.containerStatuses[0].state.terminated.exitCode === 42)
      .metadata.name;
    expect(statusOf(cluster, 'p').failed).toBe(1);
    expect(conditions(cluster, 'p').at(-1)).toBe(
      `Failed True PodFailurePolicy: Container c for pod default/${name} failed with exit code 42 matching FailJob rule at index 1`,
    );
  });

  test('is deleted when its time to live has passed', () => {
    const cluster = world(succeed);
    cluster.create(JOBS, 'default', job('ttl', { ttlSecondsAfterFinished: 10 }));
    cluster.run(8000);
    expect(cluster.must(JOBS, 'default', 'ttl').metadata.deletionTimestamp).toBeUndefined();
    cluster.run(10_000);
    expect(cluster.must(JOBS, 'default', 'ttl').metadata.deletionTimestamp).toBeDefined();
  });

  test('lets its pods go when it is deleted', () => {
    const cluster = world(() => undefined);
    cluster.create(JOBS, 'default', job('gone'));
    cluster.run(100);
    cluster.delete(JOBS, 'default', 'gone');
    cluster.run(100);
    expect(cluster.list('pods')[0].metadata.finalizers).toBeUndefined();
  });
});

test('indexes are written as ranges', () => {
  expect(formatIndexes([5, 0, 2, 3, 4, 7, 8])).toBe('0,2-5,7,8');
  expect([...parseIndexes('0,2-4')]).toEqual([0, 2, 3, 4]);
  expect(formatIndexes([])).toBe('');
});

describe('a job whose indexes have limits of their own', () => {
  const indexed = (spec: Loose = {}): Loose =>
    job('many', { completionMode: 'Indexed', completions: 4, parallelism: 4, backoffLimit: 2147483647, ...spec });
  const indexOf = (pod: Loose): string => pod.metadata.annotations['batch.kubernetes.io/job-completion-index'];
  const failing =
    (...indexes: string[]) =>
    (pod: Loose): Loose =>
      indexes.includes(indexOf(pod)) ? fail() : succeed();

  test('tries each again by itself, and fails with the indexes that failed too often', () => {
    const cluster = world(failing('1'));
    cluster.create(JOBS, 'default', indexed({ backoffLimitPerIndex: 1 }));
    cluster.run(60_000);
    expect(statusOf(cluster, 'many')).toMatchObject({
      succeeded: 3,
      failed: 2,
      completedIndexes: '0,2,3',
      failedIndexes: '1',
    });
    expect(conditions(cluster, 'many')).toEqual([
      'FailureTarget True FailedIndexes: Job has failed indexes',
      'Failed True FailedIndexes: Job has failed indexes',
    ]);
    const counts = cluster
      .list('pods')
      .filter((pod) => indexOf(pod) === '1')
      .map((pod) => pod.metadata.annotations['batch.kubernetes.io/job-index-failure-count']);
    expect(counts.sort()).toEqual(['0', '1']);
  });

  test('ends at once when more indexes failed than may', () => {
    const cluster = world((pod) => (indexOf(pod) === '3' ? undefined : failing('0', '1')(pod)));
    cluster.create(JOBS, 'default', indexed({ backoffLimitPerIndex: 0, maxFailedIndexes: 1 }));
    cluster.run(30_000);
    expect(conditions(cluster, 'many').at(-1)).toBe(
      'Failed True MaxFailedIndexesExceeded: Job has exceeded the specified maximal number of failed indexes',
    );
    expect(statusOf(cluster, 'many').failedIndexes).toMatch(/^0,1/);
  });

  test('gives up an index at once where the failure policy says FailIndex', () => {
    const cluster = world(failing('2'));
    const rules = [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }];
    cluster.create(JOBS, 'default', indexed({ backoffLimitPerIndex: 5, podFailurePolicy: { rules } }));
    cluster.run(30_000);
    expect(statusOf(cluster, 'many')).toMatchObject({ failed: 1, failedIndexes: '2', completedIndexes: '0,1,3' });
  });
});

describe('a job with a success policy', () => {
  test('is complete when the indexes that count have succeeded; the others are stopped', () => {
    const cluster = world((pod) =>
      pod.metadata.annotations['batch.kubernetes.io/job-completion-index'] === '0' ? succeed() : undefined,
    );
    const successPolicy = { rules: [{ succeededIndexes: '0', succeededCount: 1 }] };
    cluster.create(
      JOBS,
      'default',
      job('led', { completionMode: 'Indexed', completions: 3, parallelism: 3, successPolicy }),
    );
    cluster.run(30_000);
    expect(conditions(cluster, 'led')).toEqual([
      'SuccessCriteriaMet True SuccessPolicy: Matched rules at index 0',
      'Complete True SuccessPolicy: Matched rules at index 0',
    ]);
    expect(statusOf(cluster, 'led')).toMatchObject({ succeeded: 1, completedIndexes: '0' });
    expect(statusOf(cluster, 'led').active).toBeUndefined();
  });
});
