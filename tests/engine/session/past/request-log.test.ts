import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../../src/engine/cluster/apiserver/audit.ts';
import { RequestLog } from '../../../../src/engine/session/past/request-log.ts';

const USER = { name: 'learner', groups: ['system:authenticated'] };

function request(at: number): AuditEvent {
  return {
    timeMs: at * 10,
    user: USER,
    manager: 'kubectl-create',
    verb: 'create',
    resource: 'pods',
    subresource: '',
    namespace: 'default',
    name: `web-${at}`,
    code: 201,
    revision: at,
  };
}

/** A log of so many requests ten milliseconds apart. */
function log(requests: number, most?: number): RequestLog {
  const made = new RequestLog(most);
  for (let at = 0; at < requests; at++) made.add(request(at));
  return made;
}

describe('the log of requests', () => {
  it('gives back those of any stretch of time, however old, as they came', () => {
    const made = log(5_000);
    for (const [from, to] of [
      [0, 3],
      [500, 530],
      [1_000, 3_000],
      [4_000, 4_999],
    ] as const)
      expect(made.between(from * 10, to * 10)).toEqual(
        Array.from({ length: to - from + 1 }, (_, at) => request(from + at)),
      );
    expect(made.between(1_005, 1_009)).toEqual([]);
    expect(made.hasForgotten).toBe(false);
  });

  it('forgets the oldest when there are too many, and says so', () => {
    const made = log(5_000, 2_048);
    expect(made.hasForgotten).toBe(true);
    expect(made.between(0, 10)).toEqual([]);
    const kept = made.between(0, 50_000);
    expect(kept.length).toBeGreaterThanOrEqual(2_048);
    expect(kept.length).toBeLessThan(2_048 + 1_024);
    expect(kept.at(-1)).toEqual(request(4_999));
  });

  it('leaves out heartbeats, and what the page asks for itself', () => {
    const made = log(1);
    made.add({ ...request(1), resource: 'leases.coordination.k8s.io' });
    made.without(() => made.add(request(2)));
    expect(made.between(0, 1_000)).toEqual([request(0)]);
  });
});
