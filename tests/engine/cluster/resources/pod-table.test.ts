import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/engine/cluster/json.ts';
import { kind, podOf } from './strategy-world.ts';

const nowMs = Date.parse('2026-11-22T01:05:00Z');
const running = { running: { startedAt: '2026-11-22T01:00:00Z' } };
const ended = (exitCode: number, reason?: string) => ({ terminated: { exitCode, ...(reason && { reason }) } });
const waiting = (reason: string) => ({ waiting: { reason } });

function row(status: object, pod: KubeObject = podOf()): string {
  const cells = kind('Pod').cells({ ...pod, status }, { nowMs });
  return cells.slice(1, 4).join(' ');
}

const container = (state: object, more: object = {}) => ({ name: 'c', state, ready: false, restartCount: 0, ...more });

describe('a pod in the table', () => {
  it('shows its phase until a container says more', () => {
    expect(row({ phase: 'Pending' })).toBe('0/1 Pending 0');
    expect(row({ phase: 'Pending', containerStatuses: [container(waiting('ContainerCreating'))] })).toBe(
      '0/1 ContainerCreating 0',
    );
    expect(row({ phase: 'Running', containerStatuses: [container(running, { ready: true })] })).toBe('1/1 Running 0');
  });

  it('shows how a container ended', () => {
    expect(row({ phase: 'Failed', containerStatuses: [container(ended(1, 'Error'))] })).toBe('0/1 Error 0');
    expect(row({ phase: 'Failed', containerStatuses: [container(ended(3))] })).toBe('0/1 ExitCode:3 0');
    expect(row({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 137, signal: 9 } })] })).toBe(
      '0/1 Signal:9 0',
    );
  });

  it('counts restarts and says when the last was', () => {
    const lastState = { terminated: { exitCode: 1, finishedAt: '2026-11-22T01:04:50Z' } };
    const crashed = container(waiting('CrashLoopBackOff'), { restartCount: 3, lastState });
    expect(row({ phase: 'Running', containerStatuses: [crashed] })).toBe('0/1 CrashLoopBackOff 3 (10s ago)');
  });

  it('counts init containers while they run', () => {
    const pod = podOf({}, { initContainers: [{ name: 'a' }, { name: 'b' }] });
    const status = (a: object, b: object) => ({
      phase: 'Pending',
      initContainerStatuses: [
        { name: 'a', state: a },
        { name: 'b', state: b },
      ],
      containerStatuses: [container(waiting('PodInitializing'))],
    });
    expect(row(status(running, waiting('PodInitializing')), pod)).toBe('0/1 Init:0/2 0');
    expect(row(status(ended(0, 'Completed'), running), pod)).toBe('0/1 Init:1/2 0');
    expect(row(status(ended(1, 'Error'), waiting('PodInitializing')), pod)).toBe('0/1 Init:Error 0');
    expect(row(status(waiting('CrashLoopBackOff'), waiting('PodInitializing')), pod)).toBe(
      '0/1 Init:CrashLoopBackOff 0',
    );
    expect(row(status(ended(0), ended(0)), pod)).toBe('0/1 PodInitializing 0');
  });

  it('counts a sidecar among the containers', () => {
    const pod = podOf({}, { initContainers: [{ name: 's', restartPolicy: 'Always' }] });
    const status = {
      phase: 'Running',
      conditions: [{ type: 'Initialized', status: 'True' }],
      initContainerStatuses: [{ name: 's', state: running, started: true, ready: true, restartCount: 1 }],
      containerStatuses: [container(running, { ready: true })],
    };
    expect(row(status, pod)).toBe('2/2 Running 1');
  });

  it('is Terminating until its phase is final, and Unknown when its node is lost', () => {
    const pod = podOf({}, {}, { deletionTimestamp: '2026-11-22T01:05:00Z' });
    expect(row({ phase: 'Running', containerStatuses: [container(running, { ready: true })] }, pod)).toBe(
      '1/1 Terminating 0',
    );
    expect(row({ phase: 'Succeeded', containerStatuses: [container(ended(0, 'Completed'))] }, pod)).toBe(
      '0/1 Completed 0',
    );
    expect(row({ phase: 'Running', reason: 'NodeLost' }, pod)).toBe('0/1 Unknown 0');
  });

  it('is NotReady when one container is done and another runs but the pod is not ready', () => {
    const pod = podOf({}, { containers: [{ name: 'a' }, { name: 'b' }] });
    const containerStatuses = [
      { name: 'a', state: ended(0, 'Completed'), restartCount: 0 },
      { name: 'b', state: running, ready: true, restartCount: 0 },
    ];
    expect(row({ phase: 'Running', containerStatuses }, pod)).toBe('1/2 NotReady 0');
    const conditions = [{ type: 'Ready', status: 'True' }];
    expect(row({ phase: 'Running', containerStatuses, conditions }, pod)).toBe('1/2 Running 0');
  });

  it('shows the scheduling gate and the reason of an eviction', () => {
    expect(
      row({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] }),
    ).toBe('0/1 SchedulingGated 0');
    expect(row({ phase: 'Failed', reason: 'Evicted' })).toBe('0/1 Evicted 0');
  });

  it('shows address, node and readiness gates when wide', () => {
    const pod = podOf(
      {},
      { nodeName: 'worker-1', readinessGates: [{ conditionType: 'x/y' }, { conditionType: 'x/z' }] },
    );
    const status = { phase: 'Running', podIPs: [{ ip: '10.244.1.5' }], conditions: [{ type: 'x/y', status: 'True' }] };
    expect(
      kind('Pod')
        .cells({ ...pod, status }, { nowMs })
        .slice(5),
    ).toEqual(['10.244.1.5', 'worker-1', '<none>', '1/2']);
  });
});
