import { describe, expect, it } from 'vitest';
import type { Mark, MarkCursor } from '../../../../src/engine/session/past/mark.ts';
import type { Past } from '../../../../src/engine/session/past/past.ts';
import { recorded } from './recorded.ts';

/** A line for each mark, without its time. */
function line(mark: Mark): string {
  switch (mark.kind) {
    case 'command':
      return `$ ${mark.line}`;
    case 'pods':
      return `${mark.n} ${mark.status} ${mark.tone}`;
    case 'scale':
      return `scale ${mark.object} ${mark.from} ${mark.to}`;
    case 'rollout':
      return `rollout ${mark.object} ${mark.images.join(',')}`;
    case 'node':
      return `${mark.object} ${mark.status} ${mark.tone}`;
    case 'fault':
    case 'heal':
      return `${mark.kind} ${mark.fault?.kind}`;
    case 'file':
      return `file ${mark.path}`;
    case 'check':
      return `check ${mark.earned}/${mark.points}`;
    case 'reached':
      return `reached ${mark.title.en}`;
  }
}

function all(past: Past): readonly Mark[] {
  const marks: Mark[] = [];
  let cursor: MarkCursor | undefined;
  for (let more = true; more; ) {
    const page = past.marks.page(cursor);
    marks.push(...page.marks);
    cursor = page.next;
    more = page.more;
  }
  return marks;
}

describe('the marks of a session', () => {
  it('are commands, phases of pods, scaling, rollouts, faults and files, in the order of their times', () => {
    const { learner, past } = recorded();
    learner.write('note.txt', 'x');
    learner.run('kubectl create deployment shop --image=nginx:1.25 --replicas=2');
    learner.wait(10_000);
    learner.run('kubectl scale deployment shop --replicas=3');
    learner.wait(10_000);
    learner.run('kubectl set image deployment/shop nginx=nginx:1.26');
    learner.wait(60_000);
    learner.session.apply({ do: 'fault', fault: { kind: 'stop-node', node: 'worker-2' } });
    learner.wait(120_000);
    learner.session.apply({ do: 'heal', fault: null });
    learner.wait(60_000);
    const marks = all(past);
    const times = marks.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const lines = marks.map(line);
    expect(lines.slice(0, 3)).toEqual([
      'file note.txt',
      '$ kubectl create deployment shop --image=nginx:1.25 --replicas=2',
      '2 Pending waiting',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        '2 ContainerCreating waiting',
        '2 Running ok',
        'scale deployments.apps/default/shop 2 3',
        'rollout deployments.apps/default/shop nginx:1.26',
        'fault stop-node',
        'nodes//worker-2 NotReady bad',
        'heal stop-node',
        'nodes//worker-2 Ready ok',
      ]),
    );
    expect(lines.filter((each) => each.includes('kube-system'))).toEqual([]);
  });

  it('are told once: from a cursor on there is only what came after', () => {
    const { learner, past } = recorded();
    learner.run('kubectl run web --image=nginx:1.25');
    learner.wait(10_000);
    const first = past.marks.page(undefined);
    expect(past.marks.page(first.next).marks).toEqual([]);
    learner.run('kubectl delete pod web --now');
    learner.wait(5_000);
    const lines = past.marks.page(first.next).marks.map(line);
    expect(lines[0]).toBe('$ kubectl delete pod web --now');
    expect(lines).toContain('1 Deleted ending');
    expect(lines).not.toContain('$ kubectl run web --image=nginx:1.25');
    // One who asks for all gets all.
    expect(all(past).map(line)).toEqual([...first.marks.map(line), ...lines]);
  });

  it('of a killed process and of a check are there, too', () => {
    const { learner, past } = recorded();
    learner.run('kubectl run web --image=nginx:1.25');
    learner.wait(10_000);
    const fault = { kind: 'kill-process', namespace: 'default', pod: 'web', container: '' } as const;
    learner.session.apply({ do: 'fault', fault });
    learner.wait(1_000);
    past.listener.report({ lab: 'x', earned: 2, points: 5, tasks: [] });
    expect(all(past).map(line)).toEqual(expect.arrayContaining(['fault kill-process', 'check 2/5']));
  });
});
