import { describe, expect, it } from 'vitest';
import { createAnswerer } from '../../../../src/engine/hosts/answerer.ts';
import { Past } from '../../../../src/engine/session/past/past.ts';
import { Learner } from '../learner.ts';

function ask(learner: Learner, name: string): Record<string, unknown> {
  const pod = learner.session.world.cluster.informers.get('pods', 'default', name);
  const answer = createAnswerer(
    learner.session,
    new Past(learner.session),
  )({ about: 'decision', uid: pod?.metadata.uid ?? '' });
  if (!answer.ok) throw new Error(answer.message);
  return answer.value as Record<string, unknown>;
}

describe('why this node', () => {
  it('is kept with every plugin that had a say', () => {
    const learner = new Learner();
    learner.run('kubectl run web --image=nginx:1.25');
    learner.wait(3000);
    const decision = ask(learner, 'web');
    expect(decision['filters']).toContain('TaintToleration');
    expect(JSON.stringify(decision)).toMatch(/"node":"control-plane","rejectedBy":\{"plugin":"TaintToleration"/);
    expect(JSON.stringify(decision)).toMatch(/"scores":\{[^}]*"NodeResourcesFit":\d+/);
    expect(String(decision['chosen'])).toMatch(/^worker-/);
  });

  it('is kept for a pod that found none, with the message of its event', () => {
    const learner = new Learner();
    learner.run('kubectl run web --image=nginx:1.25 --overrides=\'{"spec":{"nodeSelector":{"disk":"ssd"}}}\'');
    learner.wait(3000);
    const decision = ask(learner, 'web');
    expect(decision['chosen']).toBeUndefined();
    expect(decision['message']).toContain("didn't match Pod's node affinity/selector");
    expect(decision['filters']).toContain('NodeAffinity');
  });
});
