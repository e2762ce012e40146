import { describe, expect, it } from 'vitest';
import { type Any, BUSYBOX, Suite } from './world.ts';

const suite = new Suite();
const jobs = (rest = ''): string => suite.group('batch/v1', `jobs${rest}`);

/** An indexed Job of the suite: even indexes succeed, odd ones fail, unless a command is given. */
function indexed(name: string, spec: object, container: object = {}): Any {
  const ODD_FAILS =
    '\n# succeed if the JOB_COMPLETION_INDEX is even, fail otherwise\nexit $(expr $JOB_COMPLETION_INDEX % 2)\n';
  return {
    metadata: { name },
    spec: {
      completionMode: 'Indexed',
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'c', image: BUSYBOX, command: ['/bin/sh', '-c', ODD_FAILS], ...container }],
        },
      },
      ...spec,
    },
  };
}

/** The status of a job once it has the condition, for the reason that is expected. */
function ended(name: string, type: string, reason: string): Any {
  const has = (): Any =>
    (suite.get(jobs(`/${name}`)).status.conditions ?? []).find((it: Any) => it.type === type && it.status === 'True');
  suite.until(() => has() !== undefined, 900_000);
  expect(has().reason).toBe(reason);
  return suite.get(jobs(`/${name}`)).status;
}

describe('[sig-apps] Job with successPolicy', () => {
  it('should succeeded when all indexes succeeded', () => {
    const policy = { rules: [{ succeededCount: 2 }] };
    suite.create(
      jobs(),
      indexed('all', { parallelism: 2, completions: 2, backoffLimit: 6, successPolicy: policy }, { command: [] }),
    );
    ended('all', 'SuccessCriteriaMet', 'SuccessPolicy');
    const status = ended('all', 'Complete', 'SuccessPolicy');
    expect(status).toMatchObject({ succeeded: 2, ready: 0, terminating: 0 });
    expect([status.active, status.failed]).toEqual([undefined, undefined]);
  });

  for (const [title, rule, backoffLimit] of [
    ['succeededIndexes', { succeededIndexes: '0' }, 6],
    ['succeededCount', { succeededCount: 1 }, 2_147_483_647],
  ] as const)
    it(`${title} rule should succeeded even when some indexes remain pending`, () => {
      const name = title.toLowerCase();
      const spec = { parallelism: 2, completions: 5, backoffLimit, successPolicy: { rules: [rule] } };
      suite.create(jobs(), indexed(name, spec));
      ended(name, 'SuccessCriteriaMet', 'SuccessPolicy');
      const status = ended(name, 'Complete', 'SuccessPolicy');
      expect(status).toMatchObject({ completedIndexes: '0', succeeded: 1, ready: 0, terminating: 0 });
      expect(status.active).toBeUndefined();
    });
});

describe('[sig-apps] Job with backoffLimitPerIndex', () => {
  it('should execute all indexes despite some failing', () => {
    suite.create(jobs(), indexed('per-index', { parallelism: 2, completions: 4, backoffLimitPerIndex: 1 }));
    expect(ended('per-index', 'Failed', 'FailedIndexes')).toMatchObject({
      failedIndexes: '1,3',
      completedIndexes: '0,2',
      failed: 4,
      succeeded: 2,
    });
  });

  it('should terminate job execution when the number of failed indexes exceeds maxFailedIndexes', () => {
    const spec = { parallelism: 1, completions: 4, backoffLimitPerIndex: 0, maxFailedIndexes: 0 };
    suite.create(jobs(), indexed('max-failed', spec, { command: ['/bin/sh', '-c', 'exit 1'] }));
    expect(ended('max-failed', 'Failed', 'MaxFailedIndexesExceeded')).toMatchObject({ failedIndexes: '0', failed: 1 });
  });

  it('should mark indexes as failed when the FailIndex action is matched in podFailurePolicy', () => {
    const rules = [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }];
    const spec = { parallelism: 2, completions: 2, backoffLimitPerIndex: 1, podFailurePolicy: { rules } };
    suite.create(jobs(), indexed('fail-index', spec));
    expect(ended('fail-index', 'Failed', 'FailedIndexes')).toMatchObject({
      failedIndexes: '1',
      completedIndexes: '0',
      failed: 1,
      succeeded: 1,
    });
  });
});

describe('[sig-apps] Job', () => {
  it('should apply changes to a job status: a condition of somebody else stays', () => {
    const job = indexed('status', { parallelism: 2, completions: 4 }, { command: ['sleep', '1000000'] });
    suite.create(jobs(), job);
    suite.until(() => suite.get(jobs('/status')).status.ready === 2);
    const mine = (object: Any): Any => object.status.conditions.find((it: Any) => it.type === 'CustomConditionType');
    const patch = (time: string) => ({
      metadata: { annotations: { patchedstatus: 'true' } },
      status: {
        conditions: [{ type: 'CustomConditionType', status: 'True', lastProbeTime: null, lastTransitionTime: time }],
      },
    });
    const type = 'application/merge-patch+json';
    const patched = suite.ok('PATCH', jobs('/status/status'), patch('2026-01-05T09:00:30Z'), type);
    expect(patched.metadata.annotations).toEqual({ patchedstatus: 'true' });
    expect(mine(patched).lastTransitionTime).toBe('2026-01-05T09:00:30Z');
    suite.wait(10_000);
    const live = suite.get(jobs('/status'));
    const conditions = [{ ...mine(live), lastTransitionTime: '2026-01-05T09:01:00Z' }];
    suite.ok('PUT', jobs('/status/status'), { ...live, status: { ...live.status, conditions } });
    suite.wait(10_000);
    expect(mine(suite.get(jobs('/status/status'))).lastTransitionTime).toBe('2026-01-05T09:01:00Z');
    suite.ok('DELETE', jobs('/status?propagationPolicy=Background'));
  });

  it('should manage the lifecycle of a job: suspended, patched, let go, complete, deleted with its collection', () => {
    const labels = { 'e2e-job-label': 'e2e-life' };
    const job = indexed('life', { parallelism: 2, completions: 4, suspend: true }, { command: [] });
    suite.create(jobs(), { ...job, metadata: { name: 'life', labels } });
    suite.ok('PATCH', jobs('/life'), { metadata: { labels: { life: 'patched' } } });
    suite.until(() => suite.get(jobs('/life')).status.conditions?.[0]?.reason === 'JobSuspended');
    const live = suite.get(jobs('/life'));
    expect(live.metadata.labels).toEqual({ ...labels, life: 'patched' });
    suite.ok('PUT', jobs('/life'), {
      ...live,
      metadata: { ...live.metadata, annotations: { updated: 'true' } },
      spec: { ...live.spec, suspend: false },
    });
    expect(ended('life', 'Complete', 'CompletionsReached')).toMatchObject({ succeeded: 4, ready: 0, terminating: 0 });
    suite.ok('DELETE', jobs('?labelSelector=e2e-job-label%3De2e-life'), { propagationPolicy: 'Background' });
    expect(suite.get('/apis/batch/v1/jobs?labelSelector=e2e-job-label%3De2e-life').items).toEqual([]);
    suite.until(() => suite.get(suite.core('pods?labelSelector=job-name%3Dlife')).items.length === 0);
  });

  it('recreates pods only after they have failed if pod replacement policy is set to Failed', () => {
    const trap = '_term(){\n\tsleep 5\n\texit 143\n}\ntrap _term SIGTERM\nwhile true; do\n\tsleep 1\ndone';
    const { spec } = indexed('replaced', {}, { command: ['/bin/sh', '-c', trap] });
    suite.create(jobs(), {
      metadata: { name: 'replaced' },
      spec: {
        parallelism: 1,
        completions: 1,
        backoffLimit: 1,
        podReplacementPolicy: 'Failed',
        template: spec.template,
      },
    });
    const status = (): Any => suite.get(jobs('/replaced')).status;
    suite.until(() => status().ready === 1);
    const [pod] = suite.get(suite.core('pods?labelSelector=job-name%3Dreplaced')).items;
    suite.ok('DELETE', suite.core(`pods/${pod.metadata.name}?gracePeriodSeconds=30`));
    suite.until(() => status().active === undefined && status().failed === undefined && status().terminating === 1);
    suite.until(() => status().active === 1 && status().failed === 1 && status().terminating === 0);
  });
});
